using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Discounts;

/// <summary>What takes something off prices.</summary>
internal sealed class DiscountsOperations : IDiscountsOperations
{
    public Outcome<ListResource<Discount>> List(Transaction transaction, DiscountsListQuery query) =>
        transaction.World.Discounts.Visible(transaction, query.OrganizationId)
            .Where(row => !row.IsDeleted)
            .Containing(query.Query, row => row.Name, row => row.Code)
            .Sorted(query.Sorting, DiscountSortProperty.CreatedAtDescending, SortKey)
            .Page(query.Page, query.Limit, row => DiscountProjection.ToResource(transaction.World, row));

    public Outcome<Discount> Get(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row ? DiscountProjection.ToResource(transaction.World, row) : Failure.NotFound;

    public Outcome<Discount> Create(Transaction transaction, DiscountCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        var issue = DiscountRules.CodeFault(transaction.World, organization.Id, body.Code)
            ?? DiscountRules.ProductFault(transaction.World, organization.Id, body.Products);
        if (issue is not null)
        {
            return Failure.Invalid(issue);
        }

        var sent = new DiscountRow
        {
            Id = transaction.NewId(),
            OrganizationId = organization.Id,
            CreatedAt = transaction.Now,
            Name = body.Name,
            Type = body is DiscountFixedCreate ? DiscountType.Fixed : DiscountType.Percentage,
            Code = body.Code,
            StartsAt = body.StartsAt,
            EndsAt = body.EndsAt,
            MaxRedemptions = body.MaxRedemptions,
            MaxRedemptionsPerCustomer = body.MaxRedemptionsPerCustomer,
            Duration = body.Duration,
            DurationInMonths = body.DurationInMonths,
            BasisPoints = body is DiscountPercentageCreate percentage ? percentage.BasisPoints : 0,
            Amounts = body is DiscountFixedCreate amounts ? Amounts(amounts) : ValueMap<long>.Empty,
            Products = [.. body.Products ?? ValueList<Guid>.Empty],
            Metadata = body.Metadata.OrEmpty(),
        };
        transaction.Save(Kept(sent));
        return Publish(transaction, sent, "discount.created");
    }

    public Outcome<Discount> Update(Transaction transaction, Guid id, DiscountUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var issue = KindFault(row, body)
            ?? DiscountRules.CodeFault(transaction.World, row.OrganizationId, body.Code.Value, row.Id)
            ?? (row.RedemptionsCount > 0 ? RedeemedFault(transaction.World, row, body) : null)
            ?? DiscountRules.ProductFault(transaction.World, row.OrganizationId, body.Products.Value);
        if (issue is not null)
        {
            return Failure.Invalid(issue);
        }

        var changed = Kept(row with
        {
            Name = body.Name.Value ?? row.Name,
            Code = body.Code.Or(row.Code),
            StartsAt = body.StartsAt.Or(row.StartsAt),
            EndsAt = body.EndsAt.Or(row.EndsAt),
            MaxRedemptions = body.MaxRedemptions.Or(row.MaxRedemptions),
            MaxRedemptionsPerCustomer = body.MaxRedemptionsPerCustomer.Or(row.MaxRedemptionsPerCustomer),
            DurationInMonths = body.DurationInMonths.Value ?? row.DurationInMonths,
            BasisPoints = row.IsFixed ? row.BasisPoints : body.BasisPoints.Value ?? row.BasisPoints,
            Amounts = row.IsFixed ? Amounts(body) ?? row.Amounts : row.Amounts,
            Products = body.Products.Value is { } products ? [.. products] : row.Products,
            Metadata = body.Metadata ?? row.Metadata,
        });
        if (changed with { Products = row.Products } != row)
        {
            changed = changed with { ModifiedAt = transaction.Now };
        }

        transaction.Save(changed);
        return Publish(transaction, changed, "discount.updated");
    }

    public Outcome<Nothing> Delete(Transaction transaction, Guid id)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var deleted = row with { IsDeleted = true, ModifiedAt = transaction.Now };
        transaction.Save(deleted);
        Publish(transaction, deleted, "discount.deleted");
        return default(Nothing);
    }

    private static Func<DiscountRow, IComparable?> SortKey(string key) => key switch
    {
        "name" => row => row.Name.ToLowerInvariant(),
        "code" => row => row.Code,
        "redemptions_count" => row => row.RedemptionsCount,
        "ends_at" => row => row.EndsAt,
        _ => row => row.CreatedAt,
    };

    private static DiscountRow? Find(Transaction transaction, Guid id) =>
        transaction.World.Discounts.Visible(transaction, id) is { IsDeleted: false } row ? row : null;

    private static Discount Publish(Transaction transaction, DiscountRow row, string name)
    {
        var shown = DiscountProjection.ToResource(transaction.World, row);
        transaction.Publish(row.OrganizationId, name, _ => shown);
        return shown;
    }

    /// <summary>As it is stored: currencies by name.</summary>
    private static DiscountRow Kept(DiscountRow row) =>
        row with { Amounts = row.Amounts.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToValueMap() };

    private static ValueMap<long> Amounts(DiscountFixedCreate body) =>
        body.Amounts ?? [new(body.Currency.Value?.Value ?? "usd", body.Amount!.Value)];

    /// <summary>The amounts that a change brings; an amount and its currency replace all others.</summary>
    private static ValueMap<long>? Amounts(DiscountUpdate body) =>
        body.Amount.Value is > 0 and var amount && body.Currency.Value is { } currency ? [new(currency.Value, amount)] : body.Amounts.Value;

    private static RequestError? KindFault(DiscountRow row, DiscountUpdate body)
    {
        if (body.Duration.IsSet && body.Duration.Value != row.Duration)
        {
            return RequestError.Value("Duration cannot be changed.", JsonValue.Create(body.Duration.Value?.Value), "duration");
        }

        return body.Type.Value is { } type && type != row.Type
            ? RequestError.Value("Type cannot be changed.", JsonValue.Create(type.Value), "type")
            : null;
    }

    /// <summary>Whoever has used a discount keeps what it promised: the first member that would change that.</summary>
    private static RequestError? RedeemedFault(World world, DiscountRow row, DiscountUpdate body)
    {
        const string Message = "This field cannot be changed because the discount has already been redeemed.";
        (string Name, bool Changes, JsonNode? Stored)[] members = row.IsFixed
            ? [.. FixedChanges(DiscountProjection.Single(world, row)), Months()]
            : [("basis_points", body.BasisPoints.IsSet && body.BasisPoints.Value != row.BasisPoints, row.BasisPoints), Months()];
        return members.FirstOrDefault(member => member.Changes) is { Name: { } name, Stored: var stored }
            ? RequestError.Value(Message, stored, name)
            : null;

        (string, bool, JsonNode?)[] FixedChanges(KeyValuePair<string, long> single) =>
        [
            ("amount", body.Amount.IsSet && body.Amount.Value != single.Value, single.Value),
            ("currency", body.Currency.IsSet && body.Currency.Value?.Value != single.Key, single.Key),
            ("amounts", body.Amounts.IsSet && !Same(body.Amounts.Value, row.Amounts), DiscountProjection.Amounts(row)),
        ];

        (string, bool, JsonNode?) Months() => (
            "duration_in_months", body.DurationInMonths.IsSet && body.DurationInMonths.Value != row.DurationInMonths, row.DurationInMonths);
    }

    private static bool Same(ValueMap<long>? given, ValueMap<long> stored) =>
        given is not null && given.Count == stored.Count
        && given.All(entry => stored.TryGetValue(entry.Key, out var amount) && amount == entry.Value);
}
