using System.Collections.Immutable;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>A product: what the wire shows of it without its benefits, all its prices, and what hangs on it.</summary>
internal sealed record ProductRow(Product Resource) : IRow<ProductRow>
{
    public static OrganizationKey<ProductRow, Guid> ByBenefit { get; } = Keys.Several<ProductRow, Guid>(row => row.Benefits);

    /// <summary>The merchant's own data.</summary>
    public static OrganizationKey<ProductRow, MetadataEntry> ByMetadata { get; } =
        Keys.Several<ProductRow, MetadataEntry>(row => MetadataEntry.Of(row.Resource.Metadata));

    public static SortKeys<ProductRow> Orders { get; } = new(
        new("name", row => row.Resource.Name.ToLowerInvariant()),
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

    /// <summary>The meters that prices charge by, archived prices too.</summary>
    public static OrganizationKey<ProductRow, Guid> ByMeter { get; } =
        Keys.Several<ProductRow, Guid>(row => row.Prices.Select(PriceKinds.Meter).OfType<Guid>().Distinct());

    public static OrganizationKey<ProductRow, Guid> ByPrice { get; } = Keys.Several<ProductRow, Guid>(row => row.Prices.Select(price => price.Id));

    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.OrganizationId;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;

    /// <summary>Archived prices too: subscriptions stay on them.</summary>
    public required ImmutableList<ProductPrice> Prices { get; init; }

    /// <summary>The benefits in their order.</summary>
    public ImmutableList<Guid> Benefits { get; init; } = [];

    public static OrganizationKey<ProductRow, Guid> ByMedia { get; } = Keys.Several<ProductRow, Guid>(row => row.Medias);

    public static OrganizationKey<ProductRow, Guid> ByCustomField { get; } =
        Keys.Several<ProductRow, Guid>(row => row.CustomFields.Select(field => field.Field));

    /// <inheritdoc/>
    public static TableDefinition<ProductRow> Table { get; } = new("products", [ByBenefit, ByMedia, ByCustomField, ByMetadata, ByPrice, ByMeter, .. Orders]);

    /// <summary>The questions that buyers answer, in their order.</summary>
    public ImmutableList<FieldAttachment> CustomFields { get; init; } = [];

    /// <summary>The pictures in their order.</summary>
    public ImmutableList<Guid> Medias { get; init; } = [];

    public bool IsDeleted { get; init; }

    /// <summary>Whether anybody ever had it.</summary>
    public bool IsSold { get; init; }

    /// <summary>The first price that the product was given and still has.</summary>
    public ProductPrice? OldestPrice => Prices.Find(price => !price.IsArchived);

    /// <summary>Whether it is sold by the seat.</summary>
    public bool HasSeats => Prices.Exists(price => price is ProductPriceSeatBased { IsArchived: false });

    public IEnumerable<ProductPrice> ActivePrices => Prices.Where(price => !price.IsArchived).OrderBy(PriceKinds.Rank);
}
