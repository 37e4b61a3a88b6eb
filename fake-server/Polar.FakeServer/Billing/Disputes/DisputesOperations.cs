using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Disputes;

/// <summary>Disputes as the merchant sees them.</summary>
internal sealed class DisputesOperations : IDisputesOperations
{
    public Outcome<ListResource<Dispute>> List(Transaction transaction, DisputesListQuery query)
    {
        var world = transaction.World;
        return world.Disputes.Visible(transaction, query.OrganizationId)
            .In(query.OrderId, DisputeRow.ByOrder)
            .In(query.Status, row => row.Status)
            .Sorted(query.Sorting, DisputeSortProperty.CreatedAtDescending, SortKey)
            .Page(query.Page, query.Limit, row => DisputeProjection.ToResource(world, row));
    }

    public Outcome<Dispute> Get(Transaction transaction, Guid id) =>
        transaction.World.Disputes.Visible(transaction, id) is { } row ? DisputeProjection.ToResource(transaction.World, row) : Failure.NotFound;

    public Outcome<Dispute> Accept(Transaction transaction, Guid id)
    {
        if (transaction.World.Disputes.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        return row.Status == DisputeStatus.NeedsResponse
            ? DisputeProjection.ToResource(transaction.World, DisputeRules.Advance(transaction, row, DisputeStatus.Lost))
            : new Failure(409, "DisputeNotOpenError", $"Dispute {row.Id} is not awaiting a response.");
    }

    private static Func<DisputeRow, IComparable?> SortKey(string key) => key switch
    {
        "amount" => row => row.Amount,
        _ => row => row.CreatedAt,
    };
}
