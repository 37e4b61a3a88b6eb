using System.Collections.Immutable;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>A product: what the wire shows of it without its benefits, all its prices, and what hangs on it.</summary>
internal sealed record ProductRow(Product Shown) : IRow
{
    public static OrganizationKey<ProductRow, Guid> ByBenefit { get; } = Keys.Several<ProductRow, Guid>(row => row.Benefits);

    /// <summary>The merchant's own data.</summary>
    public static OrganizationKey<ProductRow, MetadataEntry> ByMetadata { get; } =
        Keys.Several<ProductRow, MetadataEntry>(row => MetadataEntry.Of(row.Shown.Metadata));

    public static SortKeys<ProductRow> Orders { get; } = new(
        new("name", row => row.Shown.Name.ToLowerInvariant()),
        new("price_amount_type", row => row.OldestPrice switch
        {
            ProductPriceCustom => 1,
            ProductPriceFixed => 2,
            _ => null,
        }),
        new("price_amount", row => row.OldestPrice switch
        {
            ProductPriceCustom custom => custom.MinimumAmount,
            ProductPriceFixed fixedPrice => fixedPrice.PriceAmount,
            _ => null,
        }));

    public static OrganizationKey<ProductRow, Guid> ByPrice { get; } = Keys.Several<ProductRow, Guid>(row => row.Prices.Select(price => price.Id));

    public Guid Id => Shown.Id;

    public Guid OrganizationId => Shown.OrganizationId;

    public DateTimeOffset CreatedAt => Shown.CreatedAt;

    /// <summary>Archived prices too: subscriptions stay on them.</summary>
    public required ImmutableList<ProductPrice> Prices { get; init; }

    /// <summary>The benefits in their order.</summary>
    public ImmutableList<Guid> Benefits { get; init; } = [];

    public static OrganizationKey<ProductRow, Guid> ByMedia { get; } = Keys.Several<ProductRow, Guid>(row => row.Medias);

    public static OrganizationKey<ProductRow, Guid> ByCustomField { get; } =
        Keys.Several<ProductRow, Guid>(row => row.CustomFields.Select(field => field.Field));

    /// <summary>The questions that buyers answer, in their order.</summary>
    public ImmutableList<FieldAttachment> CustomFields { get; init; } = [];

    /// <summary>The pictures in their order.</summary>
    public ImmutableList<Guid> Medias { get; init; } = [];

    public bool IsDeleted { get; init; }

    /// <summary>The first price that the product was given and still has.</summary>
    public ProductPrice? OldestPrice => Prices.Find(price => !price.IsArchived);

    /// <summary>Whether it is sold by the seat.</summary>
    public bool HasSeats => Prices.Exists(price => price is ProductPriceSeatBased { IsArchived: false });

    public IEnumerable<ProductPrice> ActivePrices => Prices.Where(price => !price.IsArchived).OrderBy(PriceKinds.Rank);
}
