using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What is sold.</summary>
internal sealed class ProductsOperations : IProductsOperations
{
    public Outcome<ListResource<Product>> List(Transaction transaction, ProductsListQuery query) =>
        transaction.World.Products.Visible(transaction, query.OrganizationId)
            .Where(row => !row.IsDeleted)
            .In(query.Id, row => row.Id)
            .Containing(query.Query, row => row.Shown.Name)
            .Where(row => query.IsArchived is null || row.Shown.IsArchived == query.IsArchived)
            .Where(row => query.IsRecurring is null || row.Shown.IsRecurring == query.IsRecurring)
            .Where(row => query.BenefitId is null || row.Benefits.Any(query.BenefitId.Contains))
            .In(query.Visibility, row => row.Shown.Visibility)
            .WithMetadata(query.Metadata, row => row.Shown.Metadata)
            .Sorted(query.Sorting, ProductSortProperty.CreatedAtDescending, SortKey)
            .Page(query.Page, query.Limit, row => ProductProjection.Show(transaction.World, row));

    public Outcome<Product> Get(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row ? ProductProjection.Show(transaction.World, row) : Failure.NotFound;

    public Outcome<Product> Create(Transaction transaction, ProductCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        var recurring = body as ProductCreateRecurring;
        if (recurring is not null && recurring.TrialInterval is null != recurring.TrialIntervalCount is null)
        {
            return Failure.Malformed(
            [
                new Issue("missing", ["body", "ProductCreateRecurring"], "Both trial_interval and trial_interval_count must be set together.", null),
            ]);
        }

        var schema = recurring is null ? "ProductCreateOneTime" : "ProductCreateRecurring";
        var amounts = body.Prices.SelectMany((price, index) => PriceSet.AmountFaults(price, [schema, "prices", index])).ToArray();
        if (amounts.Length > 0)
        {
            return Failure.Malformed(amounts);
        }

        var faults = PriceSet.Faults(
            transaction.World, organization, recurring is not null, [.. body.Prices.Select((price, index) => (index, price))], []).ToArray();
        if (faults.Length > 0)
        {
            return Failure.Invalid(faults);
        }

        var id = transaction.NewId();
        var prices = body.Prices.Select(price => PriceSet.Make(transaction, id, price, ProductPriceSource.Catalog)).ToImmutableList();
        var row = new ProductRow(new Product
        {
            Id = id,
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            TrialInterval = recurring?.TrialInterval,
            TrialIntervalCount = recurring?.TrialIntervalCount,
            Name = body.Name,
            Description = string.IsNullOrWhiteSpace(body.Description) ? null : body.Description,
            Visibility = body.Visibility ?? ProductVisibility.Public,
            RecurringInterval = recurring?.RecurringInterval,
            RecurringIntervalCount = recurring is null ? null : recurring.RecurringIntervalCount ?? 1,
            MeterInterval = recurring?.MeterInterval,
            MeterIntervalCount = recurring?.MeterIntervalCount,
            IsRecurring = recurring is not null,
            IsArchived = false,
            OrganizationId = organization.Id,
            Metadata = body.Metadata.OrEmpty(),
            Prices = ValueList<ProductPriceOrLegacy>.Empty,
            Benefits = ValueList<Benefit>.Empty,
            Medias = ValueList<ProductMediaFileRead>.Empty,
            AttachedCustomFields = ValueList<AttachedCustomField>.Empty,
            IsDeletable = true,
        })
        {
            Prices = prices,
        };
        transaction.World = transaction.World with { Products = transaction.World.Products.Add(row) };

        // The answer shows the prices as they were sent; later ones in their rank.
        var shown = ProductProjection.Show(transaction.World, row) with { Prices = prices.ToValueList<ProductPriceOrLegacy>() };
        transaction.Publish(organization.Id, "product.created", shown);
        return shown;
    }

    public Outcome<Product> Update(Transaction transaction, Guid id, ProductUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var prices = row.Prices;
        if (body.Prices.Value is { } given)
        {
            var (changed, faults) = ChangePrices(transaction, row, given);
            if (faults is not null)
            {
                return faults;
            }

            prices = changed;
        }

        if (IntervalFault(row, body) is { } interval)
        {
            return Failure.Invalid(interval);
        }

        var shown = row.Shown with
        {
            ModifiedAt = transaction.Now,
            Name = body.Name.Value ?? row.Shown.Name,
            Description = body.Description.IsSet
                ? string.IsNullOrWhiteSpace(body.Description.Value) ? null : body.Description.Value
                : row.Shown.Description,
            Visibility = body.Visibility.Value ?? row.Shown.Visibility,
            IsArchived = body.IsArchived.Value ?? row.Shown.IsArchived,
            TrialInterval = body.TrialInterval.Or(row.Shown.TrialInterval),
            TrialIntervalCount = body.TrialIntervalCount.Or(row.Shown.TrialIntervalCount),
            Metadata = body.Metadata ?? row.Shown.Metadata,
        };
        return Change(transaction, row with { Shown = shown, Prices = prices });
    }

    public Outcome<Nothing> Delete(Transaction transaction, Guid id)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (row.IsSold)
        {
            return new Failure(409, "ProductNotDeletable", "This product was sold already; archive it instead.");
        }

        transaction.World = transaction.World with { Products = transaction.World.Products.Update(row with { IsDeleted = true }) };
        return default(Nothing);
    }

    public Outcome<Product> UpdateBenefits(Transaction transaction, Guid id, ProductBenefitsUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        for (var index = 0; index < body.Benefits.Count; index++)
        {
            var benefit = transaction.World.Benefits.Visible(transaction, body.Benefits[index]);
            if (benefit is null || benefit.Shown.IsDeleted)
            {
                return Failure.Invalid(Issue.Value(
                    "Benefit does not exist.", JsonValue.Create(body.Benefits[index].ToString()), "benefits", index));
            }
        }

        var changed = !row.Benefits.ToHashSet().SetEquals(body.Benefits);
        var updated = row with { Benefits = [.. body.Benefits.Distinct()] };
        var shown = Change(transaction, updated with { Shown = row.Shown with { ModifiedAt = transaction.Now } });
        if (changed)
        {
            GrantPlanner.ProductChanged(transaction, row.Id);
        }

        return shown;
    }

    private static Func<ProductRow, IComparable?> SortKey(string key) => key switch
    {
        "name" => row => row.Shown.Name,
        "price_amount_type" => row => row.ActivePrices.FirstOrDefault() switch
        {
            ProductPriceCustom => 0,
            ProductPriceFixed => 1,
            _ => null,
        },
        "price_amount" => row => row.ActivePrices.FirstOrDefault() switch
        {
            ProductPriceCustom custom => custom.MinimumAmount,
            ProductPriceFixed fixedPrice => fixedPrice.PriceAmount,
            _ => null,
        },
        _ => row => row.CreatedAt,
    };

    private static ProductRow? Find(Transaction transaction, Guid id) =>
        transaction.World.Products.Visible(transaction, id) is { IsDeleted: false } row ? row : null;

    private static Product Change(Transaction transaction, ProductRow row)
    {
        transaction.World = transaction.World with { Products = transaction.World.Products.Update(row) };
        var shown = ProductProjection.Show(transaction.World, row);
        transaction.Publish(row.OrganizationId, "product.updated", shown);
        return shown;
    }

    private static Issue? IntervalFault(ProductRow row, ProductUpdate body)
    {
        var interval = body.RecurringInterval.Value;
        var changes = interval is not null
            && (interval != row.Shown.RecurringInterval || body.RecurringIntervalCount.Value != row.Shown.RecurringIntervalCount);
        return changes
            ? Issue.Value("Recurring interval cannot be changed.", JsonValue.Create(interval!.Value.Value), "recurring_interval")
            : null;
    }

    /// <summary>Prices that are not named any more are archived, new ones are added; none is ever changed in place.</summary>
    private static (ImmutableList<ProductPrice> Prices, Failure? Failure) ChangePrices(
        Transaction transaction, ProductRow row, ValueList<ProductPriceUpdate> given)
    {
        var faults = new List<Issue>();
        var kept = new List<ProductPrice>();
        var added = new List<(int Index, ProductPriceCreate Price)>();
        for (var index = 0; index < given.Count; index++)
        {
            switch (given[index])
            {
                case ExistingProductPrice existing:
                    if (row.ActivePrices.FirstOrDefault(price => price.Id == existing.Id) is { } price)
                    {
                        kept.Add(price);
                    }
                    else
                    {
                        faults.Add(Issue.Value("Price does not exist.", JsonValue.Create(existing.Id.ToString()), "prices", index));
                    }

                    break;
                case ProductPriceCreate create:
                    added.Add((index, create));
                    break;
            }
        }

        var amounts = added.SelectMany(entry => PriceSet.AmountFaults(entry.Price, ["prices", entry.Index])).ToArray();
        if (amounts.Length > 0)
        {
            return (row.Prices, Failure.Malformed(amounts));
        }

        faults.AddRange(PriceSet.Faults(
            transaction.World, transaction.World.Organizations[row.OrganizationId], row.Shown.IsRecurring, added, kept));
        if (faults.Count > 0)
        {
            return (row.Prices, Failure.Invalid(faults));
        }

        var prices = row.Prices
            .Select(price => price.IsArchived || kept.Contains(price) ? price : Archived(price, transaction.Now))
            .Concat(added.Select(entry => PriceSet.Make(transaction, row.Id, entry.Price, ProductPriceSource.Catalog)));
        return ([.. prices], null);
    }

    private static ProductPrice Archived(ProductPrice price, DateTimeOffset now) =>
        price with { IsArchived = true, ModifiedAt = now };
}
