using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>What is sold.</summary>
internal sealed class ProductsOperations : IProductsOperations
{
    public Outcome<ListResource<Product>> List(Transaction transaction, ProductsListQuery query)
    {
        var world = transaction.World;
        var rows = world.Products.Visible(transaction, query.OrganizationId)
            .In(query.BenefitId, ProductRow.ByBenefit)
            .WithIds(query.Id)
            .Containing(query.Query, row => row.Resource.Name)
            .WhereIf(query.IsArchived, (row, archived) => row.Resource.IsArchived == archived)
            .WhereIf(query.IsRecurring, (row, recurring) => row.Resource.IsRecurring == recurring)
            .In(query.Visibility, row => row.Resource.Visibility)
            .WithMetadata(query.Metadata, row => row.Resource.Metadata, ProductRow.ByMetadata)
            .Sorted(query.Sorting, ProductSortProperty.CreatedAtDescending, ProductRow.Orders);
        Product Resource(ProductRow row) => ProductProjection.ToResource(world, row);
        return query.BenefitId is { } benefits
            ? rows.PageOfMatches(query.Page, query.Limit, benefits, row => row.Benefits, (row, found) => Resource(row with { Benefits = found }))
            : rows.Page(query.Page, query.Limit, Resource);
    }

    public Outcome<Product> Get(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row ? ProductProjection.ToResource(transaction.World, row) : Failure.NotFound;

    public Outcome<Product> Create(Transaction transaction, ProductCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        var recurring = body as ProductCreateRecurring;
        var set = PriceSet.Read(transaction.World, organization, recurring is not null, body.Prices, [], "prices");
        var medias = ProductMedias.Read(transaction.World, organization.Id, body.Medias);
        var fields = CustomFieldAttachments.Read(transaction.World, organization.Id, body.AttachedCustomFields);
        RequestError[] faults = [.. set.Faults, .. ProductRules.MeterCycleFaults(organization, recurring?.MeterInterval), .. medias.Faults, .. fields.Faults];
        if (faults.Length > 0)
        {
            return Failure.Invalid(faults);
        }

        var id = transaction.NewId();
        var prices = body.Prices.Select(price => PriceForms.Make(transaction, id, price, ProductPriceSource.Catalog)).ToImmutableList();
        var row = new ProductRow(new Product
        {
            Id = id,
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            TrialInterval = recurring?.TrialInterval,
            TrialIntervalCount = recurring?.TrialIntervalCount,
            Name = body.Name,
            Description = body.Description,
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
            Prices = [.. prices.Select(PriceForms.Kept)],
            Medias = medias.Files,
            CustomFields = fields.Fields,
        };
        transaction.Save(row);

        // The answer shows the prices as they were sent; later ones in their rank.
        var shown = ProductProjection.ToResource(transaction.World, row) with { Prices = prices.ToValueList<ProductPriceOrLegacy>() };
        transaction.Publish(organization.Id, "product.created", _ => shown);
        return shown;
    }

    public Outcome<Product> Update(Transaction transaction, Guid id, ProductUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var recurring = row.Resource.RecurringInterval is not null;
        var set = body.Prices.Value is { } given
            ? PriceSet.Read(
                transaction.World, transaction.World.Organizations[row.OrganizationId], recurring, given, row.ActivePrices, "prices")
            : null;
        var medias = ProductMedias.Read(transaction.World, row.OrganizationId, body.Medias.Value);
        var fields = CustomFieldAttachments.Read(transaction.World, row.OrganizationId, body.AttachedCustomFields.Value);
        RequestError[] faults = [.. set?.Faults ?? [], .. ProductRules.IntervalFaults(row, body), .. medias.Faults, .. fields.Faults];
        if (faults.Length > 0)
        {
            return Failure.Invalid(faults);
        }

        if (body.IsArchived.Value == true)
        {
            transaction.Raise(new ProductWithdrawn(row));
        }

        var interval = body.RecurringInterval.Or(row.Resource.RecurringInterval);
        var shown = row.Resource with
        {
            Name = body.Name.Value ?? row.Resource.Name,
            Description = body.Description.Or(row.Resource.Description),
            Visibility = body.Visibility.Value ?? row.Resource.Visibility,
            IsArchived = body.IsArchived.Value ?? row.Resource.IsArchived,
            RecurringInterval = interval,
            RecurringIntervalCount = body.RecurringIntervalCount.Or(row.Resource.RecurringIntervalCount),
            IsRecurring = interval is not null,
            TrialInterval = body.TrialInterval.Or(row.Resource.TrialInterval),
            TrialIntervalCount = body.TrialIntervalCount.Or(row.Resource.TrialIntervalCount),
            Metadata = body.Metadata ?? row.Resource.Metadata,
        };

        // What is not the product's own, its prices, pictures and questions, does not count as a change of it; nor does what it is already.
        return ProductRules.Change(transaction, row with
        {
            Resource = shown == row.Resource ? shown : shown with { ModifiedAt = transaction.Now },
            Prices = set is null ? row.Prices : ProductRules.Replaced(transaction, row, set),
            Medias = body.Medias.Value is null ? row.Medias : medias.Files,
            CustomFields = body.AttachedCustomFields.Value is null ? row.CustomFields : fields.Fields,
        });
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

        transaction.Raise(new ProductWithdrawn(row));
        transaction.Save(row with { IsDeleted = true });
        return default(Nothing);
    }

    public Outcome<Product> UpdateBenefits(Transaction transaction, Guid id, ProductBenefitsUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (ProductRules.BenefitFault(transaction, row, body.Benefits) is { } fault)
        {
            return Failure.Invalid(fault);
        }

        var changed = !row.Benefits.ToHashSet().SetEquals(body.Benefits);
        var updated = row with { Benefits = [.. body.Benefits] };
        var shown = ProductRules.Change(transaction, updated with { Resource = row.Resource with { ModifiedAt = transaction.Now } });
        if (changed)
        {
            transaction.Raise(new ProductBenefitsChanged(row.Id));
        }

        return shown;
    }

    private static ProductRow? Find(Transaction transaction, Guid id) =>
        transaction.World.Products.Visible(transaction, id) is { IsDeleted: false } row ? row : null;
}
