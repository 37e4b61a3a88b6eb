using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Entitlements.Downloadables;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Benefits;

/// <summary>What customers get with products.</summary>
internal sealed class BenefitsOperations : IBenefitsOperations
{
    public Outcome<ListResource<Benefit>> List(Transaction transaction, BenefitsListQuery query) =>
        transaction.World.Benefits.Visible(transaction, query.OrganizationId)
            .WithIds(query.Id)
            .WhereIf(query.ExcludeId, (row, excluded) => !excluded.Contains(row.Id))
            .WhereIf(query.Type, (row, types) => types.Any(type => type.Value == row.Resource.Type))
            .Containing(query.Query, row => row.Resource.Description)
            .WithMetadata(query.Metadata, row => row.Resource.Metadata)
            .Sorted(ByOwnOrderFirst(query.Sorting, query.Id), BenefitSortProperty.CreatedAtDescending, key => SortKey(query.Id, key))
            .Page(query.Page, query.Limit, row => row.Resource);

    public Outcome<Benefit> Get(Transaction transaction, Guid id) => Find(transaction, id) is { } row ? row.Resource : Failure.NotFound;

    public Outcome<Benefit> Create(Transaction transaction, BenefitCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        if (body is BenefitSlackSharedChannelCreate && organization.Resource.FeatureSettings?.SlackBenefitEnabled != true)
        {
            return Failure.Invalid(RequestError.Value(
                "Slack shared channel benefit is not enabled for this organization.", JsonValue.Create(body.Type), "type"));
        }

        var benefit = BenefitBodies.Make(transaction, organization.Id, body);
        var faults = BenefitStrategy.Of(benefit).Validate(transaction, benefit).ToArray();
        if (faults.Length > 0)
        {
            return Failure.InvalidBenefitProperties(faults);
        }

        if (!benefit.VisibilityConfigurable && body.Visibility is { } asked && asked != BenefitVisibility.Public)
        {
            return Failure.Invalid(RequestError.Value(
                "Visibility is not configurable for this benefit type and must be public.", JsonValue.Create(asked.Value), "visibility"));
        }

        transaction.Save(new BenefitRow(benefit));
        transaction.Publish(organization.Id, "benefit.created", _ => benefit);
        return benefit;
    }

    public Outcome<Benefit> Update(Transaction transaction, Guid id, BenefitUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (BenefitBodies.Change(row.Resource, body) is not { } benefit)
        {
            return Failure.Invalid(RequestError.Value("Benefit type cannot be changed.", JsonValue.Create(row.Resource.Type), "type"));
        }

        var strategy = BenefitStrategy.Of(benefit);
        var faults = BenefitBodies.ChangesProperties(body) ? strategy.Validate(transaction, benefit).ToArray() : [];
        if (faults.Length > 0)
        {
            return Failure.InvalidBenefitProperties(faults);
        }

        if (strategy.NeedsRegrant(row.Resource, benefit))
        {
            foreach (var grant in GrantRows.GrantedOf(transaction.World, row))
            {
                transaction.Enqueue(new UpdateGrantJob(grant.Id));
            }
        }

        return Change(transaction, row, benefit == row.Resource ? benefit : benefit with { ModifiedAt = transaction.Now });
    }

    public Outcome<Nothing> Delete(Transaction transaction, Guid id)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        foreach (var product in transaction.World.Products.Of(row.OrganizationId, ProductRow.ByBenefit, id).ToArray())
        {
            transaction.Save(product with { Benefits = product.Benefits.RemoveAll(benefit => benefit == id) });
        }

        foreach (var grant in GrantRows.GrantedOf(transaction.World, row))
        {
            transaction.Enqueue(new DeleteGrantJob(grant.Id));
        }

        Change(transaction, row, row.Resource with { IsDeleted = true, ModifiedAt = transaction.Now });
        return default(Nothing);
    }

    public Outcome<ListResource<BenefitGrant>> Grants(Transaction transaction, Guid id, BenefitsGrantsQuery query) =>
        Find(transaction, id) is null
            ? Failure.NotFound
            : transaction.World.BenefitGrants.Visible(transaction)
                .In([id], BenefitGrantRow.ByBenefit)
                .WhereIf(query.IsGranted, (row, granted) => row.IsGranted == granted)
                .In(query.CustomerId, row => row.CustomerId)
                .In(query.MemberId, row => row.MemberId)
                .Reverse()
                .Page(query.Page, query.Limit, row => GrantProjection.ToResource(transaction.World, row));

    public Outcome<ListResource<BenefitDownloadableFile>> Files(Transaction transaction, Guid id, BenefitsFilesQuery query) =>
        Find(transaction, id)?.Resource is BenefitDownloadables benefit
            ? DownloadablesStrategy.ActiveFiles(benefit)
                .Select(file => transaction.World.Files.Find(file))
                .OfType<FileRow>()
                .Where(file => file is { IsUploaded: true, IsDeleted: false } && file.Service == FileServiceTypes.Downloadable)
                .Page(query.Page, query.Limit, file => DownloadableRules.Count(transaction.World, benefit, file))
            : Failure.NotFound;

    /// <summary>
    /// The order of the asked ids comes before all other criteria, wherever it was named; where no ids are asked for it leaves the order to them.
    /// </summary>
    private static ValueList<BenefitSortProperty>? ByOwnOrderFirst(ValueList<BenefitSortProperty>? asked, ValueList<Guid>? ids)
    {
        static bool IsOwn(BenefitSortProperty criterion) =>
            criterion == BenefitSortProperty.UserOrder || criterion == BenefitSortProperty.UserOrderDescending;
        return ids is null && asked?.Any(criterion => !IsOwn(criterion)) == true
            ? asked.Where(criterion => !IsOwn(criterion)).ToValueList()
            : asked?.OrderBy(criterion => !IsOwn(criterion)).ToValueList();
    }

    private static Func<BenefitRow, IComparable?> SortKey(ValueList<Guid>? asked, string key) => key switch
    {
        "description" => row => row.Resource.Description,
        "type" => row => row.Resource.Type,
        "user_order" when asked is not null => row => asked.TakeWhile(id => id != row.Id).Count(),
        _ => row => row.CreatedAt,
    };

    private static BenefitRow? Find(Transaction transaction, Guid id) =>
        transaction.World.Benefits.Visible(transaction, id) is { Resource.IsDeleted: false } row ? row : null;

    private static Benefit Change(Transaction transaction, BenefitRow row, Benefit benefit)
    {
        transaction.Save(row with { Resource = benefit });
        transaction.Publish(row.OrganizationId, "benefit.updated", _ => benefit);
        return benefit;
    }
}
