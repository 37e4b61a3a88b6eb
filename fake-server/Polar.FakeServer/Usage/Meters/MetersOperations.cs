using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Meters;

/// <summary>Meters: which events count, and how they become a number.</summary>
internal sealed class MetersOperations : IMetersOperations
{
    public Outcome<ListResource<Meter>> List(Transaction transaction, MetersListQuery query) =>
        transaction.World.Meters.Visible(transaction, query.OrganizationId)
            .Containing(query.Query, row => row.Resource.Name)
            .WhereIf(query.IsArchived, (row, archived) => row.IsArchived == archived)
            .WithMetadata(query.Metadata, row => row.Resource.Metadata)
            .Sorted(query.Sorting, MeterSortProperty.Name, SortKey)
            .Page(query.Page, query.Limit, row => row.Resource);

    public Outcome<Meter> Get(Transaction transaction, Guid id) =>
        transaction.World.Meters.Visible(transaction, id) is { } row ? row.Resource : Failure.NotFound;

    public Outcome<Meter> Create(Transaction transaction, MeterCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        var row = new MeterRow(new Meter
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Metadata = body.Metadata.OrEmpty(),
            Name = body.Name,
            Unit = body.Unit ?? MeterUnit.Scalar,
            CustomLabel = body.CustomLabel,
            CustomMultiplier = body.CustomMultiplier,
            Filter = body.Filter,
            Aggregation = body.Aggregation,
            OrganizationId = organization.Id,
            ArchivedAt = null,
        });
        return transaction.Save(MeterBilling.Start(transaction.World, row)).Resource;
    }

    public Outcome<Meter> Update(Transaction transaction, Guid id, MeterUpdate body)
    {
        if (transaction.World.Meters.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (row.HasMeasured && Settled(body).ToArray() is { Length: > 0 } settled)
        {
            return Failure.Invalid(settled);
        }

        if (body.IsArchived.Value == true && MeterArchiving.Fault(transaction.World, row) is { } inUse)
        {
            return Failure.Invalid(inUse);
        }

        var changed = Archived(transaction, row with { Resource = Changed(row.Resource, body) }, body.IsArchived.Value);
        if (changed != row)
        {
            changed = transaction.Save(changed with { Resource = changed.Resource with { ModifiedAt = transaction.Now } });
            transaction.Raise(new MeterChanged(changed));
        }

        if (body.IsArchived.Value == false)
        {
            MeterArchiving.CatchUp(transaction, changed);
        }

        return changed.Resource;
    }

    public Outcome<MeterQuantities> Quantities(Transaction transaction, Guid id, MetersQuantitiesQuery query) =>
        transaction.World.Meters.Visible(transaction, id) is { } row
            ? Meters.Quantities.Of(transaction.World, row, query)
            : Failure.NotFound;

    /// <summary>What a meter that measures already cannot be told any more, whatever is sent.</summary>
    private static IEnumerable<RequestError> Settled(MeterUpdate body)
    {
        const string Message = "This field can't be updated because the meter is already aggregating events.";
        if (body.Filter.IsSet)
        {
            yield return new RequestError("forbidden", ["body", "filter"], Message, body.Filter.Value is { } filter ? JsonNodes.Of(filter) : null);
        }

        if (body.Aggregation.IsSet)
        {
            yield return new RequestError("forbidden", ["body", "aggregation"], Message, body.Aggregation.Value is { } aggregation ? JsonNodes.Of(aggregation) : null);
        }
    }

    private static Meter Changed(Meter meter, MeterUpdate body) => meter with
    {
        Metadata = body.Metadata ?? meter.Metadata,
        Name = body.Name.Value ?? meter.Name,
        Unit = body.Unit.Value ?? meter.Unit,
        CustomLabel = body.CustomLabel.Or(meter.CustomLabel),
        CustomMultiplier = body.CustomMultiplier.Or(meter.CustomMultiplier),
        Filter = body.Filter.Value ?? meter.Filter,
        Aggregation = body.Aggregation.Value ?? meter.Aggregation,
    };

    private static MeterRow Archived(Transaction transaction, MeterRow row, bool? asked) => asked switch
    {
        true => MeterArchiving.Archive(transaction, row),
        false => MeterArchiving.Unarchive(transaction, row),
        null => row,
    };

    private static Func<MeterRow, IComparable?> SortKey(string key) => key switch
    {
        "name" => row => row.Resource.Name.ToLowerInvariant(),
        _ => row => row.CreatedAt,
    };
}
