using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Usage.EventTypes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Events;

/// <summary>Events as merchants send and read them.</summary>
internal sealed class EventsOperations : IEventsOperations
{
    public Outcome<EventsIngestResponse> Ingest(Transaction transaction, EventsIngest body) =>
        EventIngestion.Run(transaction, [.. body.Events.Select(IncomingEvent.Of)]);

    public Outcome<CursorListResource<Event>> List(Transaction transaction, EventsListQuery query) =>
        EventAggregates.Of(transaction).Then(aggregates => EventSearch.Of(transaction, query).Then<CursorListResource<Event>>(selection =>
            Page(transaction, query, selection, aggregates)));

    public Outcome<Event> Get(Transaction transaction, Guid id) => EventAggregates.Of(transaction).Then<Event>(aggregates =>
    {
        var (world, store) = (transaction.World, transaction.World.UsageEvents);
        if (store.Find(id).Visible(transaction) is not { } row || !store.IsRooted(row))
        {
            return Failure.NotFound;
        }

        // Where sums are asked for, the event itself is counted among those below it.
        var count = aggregates.IsAsked ? store.DescendantsOf(row).Count() + 1 : 0;
        return EventProjection.ToResource(world, row, aggregates.Of(store, row), count);
    });

    public Outcome<ListResource<EventName>> ListNames(Transaction transaction, EventsListNamesQuery query)
    {
        var world = transaction.World;
        var organizations = query.OrganizationId is { } asked ? [.. transaction.Organizations.Where(asked.Contains)] : transaction.Organizations;
        var selection = new EventSelection(world, organizations)
            .OfCustomers(EventCustomers.Of(world, organizations, query.CustomerId, query.ExternalCustomerId));
        var statistics = EventStatistics.Of(world, organizations, selection)
            .Where(one => query.Source is not { Count: > 0 } sources || sources.Contains(one.Kind.Source))
            .Where(one => query.Query is not { } text || one.Kind.Name.Contains(text, StringComparison.OrdinalIgnoreCase));
        return Ordering.By(statistics, query.Sorting ?? [EventNamesSortProperty.LastSeenDescending], EventStatistics.SortKey)
            .Page(query.Page, query.Limit, one => new EventName
            {
                Name = one.Kind.Name,
                Label = LabelOf(world, organizations, one.Kind),
                Source = one.Kind.Source,
                Occurrences = one.Occurrences,
                FirstSeen = one.First,
                LastSeen = one.Last,
            });
    }

    /// <summary>The label of a name; the name itself where organizations call it differently.</summary>
    private static string LabelOf(World world, IReadOnlyList<Guid> organizations, EventKind kind)
    {
        var labels = organizations
            .Select(organization => world.EventTypes.Find(organization, EventTypeRow.ByName, kind.Name)?.Resource.Label)
            .OfType<string>()
            .Distinct()
            .ToArray();
        return kind.IsSystem ? EventLabels.OfSystem(kind.Name) : labels is [var only] ? only : kind.Name;
    }

    private static CursorListResource<Event> Page(Transaction transaction, EventsListQuery query, EventSelection selection, EventAggregates aggregates)
    {
        var (world, store) = (transaction.World, transaction.World.UsageEvents);
        if (transaction.Query.TryGetValue("event_type_id", out var types) && Guid.TryParse(types[^1], out var type))
        {
            EventSearch.OfType(selection, world, type);
        }

        var window = new PageWindow(query.Page, query.Limit);
        var isDescending = query.Sorting is not [{ Value: "timestamp" }, ..];
        var (rows, count) = selection.Page(isDescending, window);
        var items = rows.Select(row => EventProjection.ToResource(world, row, aggregates.Of(store, row), store.DescendantsOf(row).Count())).ToList();

        // Behind the last page the service does not say how many there are before it.
        var page = window.ToResource(items, rows.Count == 0 ? 0 : count);
        return query.CursorPagination == true
            ? new CursorListResource<Event>
            {
                Items = page.Items,
                Cursor = new CursorPagination { HasNextPage = rows.Count > 0 && window.Start + rows.Count < count },
            }
            : new CursorListResource<Event> { Items = page.Items, Pagination = page.Pagination };
    }
}
