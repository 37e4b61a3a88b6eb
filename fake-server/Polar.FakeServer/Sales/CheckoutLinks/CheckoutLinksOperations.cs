using System.Collections.Immutable;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.CheckoutLinks;

/// <summary>Addresses that begin checkouts.</summary>
internal sealed class CheckoutLinksOperations : ICheckoutLinksOperations
{
    public Outcome<ListResource<CheckoutLink>> List(Transaction transaction, CheckoutLinksListQuery query)
    {
        var rows = transaction.World.CheckoutLinks.Visible(transaction, query.OrganizationId)
            .In(query.ProductId, CheckoutLinkRow.ByProduct)
            .Sorted(query.Sorting, CheckoutLinkSortProperty.CreatedAt, SortKey);
        CheckoutLink Resource(CheckoutLinkRow row) => CheckoutLinkProjection.ToResource(transaction, row);
        return query.ProductId is { } products
            ? rows.PageOfMatches(query.Page, query.Limit, products, row => row.Products, (row, found) => Resource(row with { Products = found }))
            : rows.Page(query.Page, query.Limit, Resource);
    }

    public Outcome<CheckoutLink> Get(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row ? CheckoutLinkProjection.ToResource(transaction, row) : Failure.NotFound;

    public Outcome<CheckoutLink> Create(Transaction transaction, CheckoutLinkCreate body)
    {
        var products = CheckoutLinkRules.Products(transaction, body);
        if (products.Failure is { } failure)
        {
            return failure;
        }

        var row = new CheckoutLinkRow
        {
            Id = transaction.NewId(),
            OrganizationId = products.Value![0].OrganizationId,
            CreatedAt = transaction.Now,
            ClientSecret = transaction.Random.Token("polar_cl_"),
            Products = [.. products.Value.Select(product => product.Id)],
            Label = body.Label,
            AllowDiscountCodes = body.AllowDiscountCodes ?? true,
            RequireBillingAddress = body.RequireBillingAddress ?? false,
            DiscountId = body.DiscountId,
            Seats = body.Seats,
            Units = body.Units,
            TrialInterval = body.TrialInterval,
            TrialIntervalCount = body.TrialIntervalCount,
            SuccessUrl = body.SuccessUrl,
            ReturnUrl = body.ReturnUrl,
            Metadata = body.Metadata.OrEmpty(),
        };
        if (CheckoutLinkRules.Fault(transaction.World, row, discount: true, seats: true, units: true) is { } fault)
        {
            return Failure.Invalid(fault);
        }

        transaction.Save(row);
        return CheckoutLinkProjection.ToResource(transaction, row);
    }

    public Outcome<CheckoutLink> Update(Transaction transaction, Guid id, CheckoutLinkUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var current = row;
        if (body.Products.Value is { } wanted)
        {
            var products = CheckoutLinkRules.Products(transaction, wanted);
            if (products.Failure is { } failure)
            {
                return failure;
            }

            if (products.Value![0].OrganizationId != row.OrganizationId)
            {
                const string Foreign = "Products don't belong to the checkout link's organization.";
                return Failure.Invalid(RequestError.Value(Foreign, SellableProducts.Ids(wanted), "products"));
            }

            current = Selling(transaction.World, row, products.Value);
        }

        current = current with
        {
            ModifiedAt = transaction.Now,
            Label = body.Label.Or(current.Label),
            AllowDiscountCodes = body.AllowDiscountCodes.Value ?? current.AllowDiscountCodes,
            RequireBillingAddress = body.RequireBillingAddress.Value ?? current.RequireBillingAddress,
            DiscountId = body.DiscountId.Or(current.DiscountId),
            Seats = body.Seats.Or(current.Seats),
            Units = body.Units.Or(current.Units),
            TrialInterval = body.TrialInterval.Or(current.TrialInterval),
            TrialIntervalCount = body.TrialIntervalCount.Or(current.TrialIntervalCount),
            SuccessUrl = body.SuccessUrl.Or(current.SuccessUrl),
            ReturnUrl = body.ReturnUrl.Or(current.ReturnUrl),
            Metadata = body.Metadata ?? current.Metadata,
        };
        if (CheckoutLinkRules.Fault(transaction.World, current, body.DiscountId.IsSet, body.Seats.IsSet, body.Units.IsSet) is { } fault)
        {
            return Failure.Invalid(fault);
        }

        transaction.Save(current);
        return CheckoutLinkProjection.ToResource(transaction, current);
    }

    public Outcome<Nothing> Delete(Transaction transaction, Guid id)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var deleted = row with { IsDeleted = true, ModifiedAt = transaction.Now };
        transaction.Save(deleted);
        return default(Nothing);
    }

    private static Func<CheckoutLinkRow, IComparable?> SortKey(string key) => key switch
    {
        "label" => row => row.Label,
        "success_url" => row => row.SuccessUrl,
        "allow_discount_codes" => row => row.AllowDiscountCodes,
        _ => row => row.CreatedAt,
    };

    private static CheckoutLinkRow? Find(Transaction transaction, Guid id) =>
        transaction.World.CheckoutLinks.Visible(transaction, id) is { IsDeleted: false } row ? row : null;

    /// <summary>The link with other products: numbers and a trial that don't fit them are dropped.</summary>
    private static CheckoutLinkRow Selling(World world, CheckoutLinkRow row, IReadOnlyList<ProductRow> products)
    {
        var selling = CheckoutLinkRules.WithoutStaleNumbers(world, row with { Products = [.. products.Select(product => product.Id)] });
        return products.Any(product => product.Resource.IsRecurring) ? selling : selling with { TrialInterval = null, TrialIntervalCount = null };
    }
}
