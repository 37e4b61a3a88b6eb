using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Usage.Events;

namespace Polar.FakeServer.Usage.History;

/// <summary>When a customer's first event of the merchant's happened: shown with the customer, only ever earlier, and no change of it.</summary>
internal static class FirstUserEvents
{
    /// <summary>Looks at events that can be shown now.</summary>
    public static void Note(Transaction transaction, EventsRecorded recorded)
    {
        var first = new Dictionary<EventSubject, (EventRow Row, long Ticks)>();
        foreach (var row in recorded.Completed)
        {
            if (!row.IsSystem && (!first.TryGetValue(row.Subject, out var known) || row.Ticks < known.Ticks))
            {
                first[row.Subject] = (row, row.Ticks);
            }
        }

        foreach (var (row, ticks) in first.Values)
        {
            if (transaction.World.CustomerOf(row) is { IsDeleted: false } customer)
            {
                Lower(transaction, customer, new DateTimeOffset(ticks, TimeSpan.Zero));
            }
        }
    }

    /// <summary>Looks at all events of a customer, among them those that came before it.</summary>
    public static void Find(Transaction transaction, CustomerRow customer)
    {
        var first = transaction.World.UsageEvents.OfCustomer(customer).Where(row => !row.IsSystem).MinBy(row => row.Ticks);
        if (first is not null)
        {
            Lower(transaction, transaction.World.Customers[customer.Id], first.Timestamp);
        }
    }

    private static void Lower(Transaction transaction, CustomerRow customer, DateTimeOffset moment)
    {
        if (customer.Resource.FirstUserEventAt is not { } known || moment < known)
        {
            transaction.Save(customer with { Resource = customer.Resource with { FirstUserEventAt = moment } });
        }
    }
}
