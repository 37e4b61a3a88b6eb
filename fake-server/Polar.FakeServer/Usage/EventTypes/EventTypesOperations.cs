using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Usage.Events;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.EventTypes;

/// <summary>The names of events, with how often and when they happened.</summary>
internal sealed class EventTypesOperations : IEventTypesOperations
{
    public Outcome<ListResource<EventTypeWithStats>> List(Transaction transaction, EventTypesListQuery query)
    {
        var world = transaction.World;
        var organizations = query.OrganizationId is { } asked ? [.. transaction.Organizations.Where(asked.Contains)] : transaction.Organizations;
        var selection = new EventSelection(world, organizations);
        if (query.ParentId is { } parent)
        {
            selection.Below(parent, 1);
        }

        selection.OfCustomers(EventCustomers.Of(world, organizations, query.CustomerId, query.ExternalCustomerId));
        if (query.RootEvents == true)
        {
            selection.Where(row => world.UsageEvents.ParentOf(row) is null);
        }

        var statistics = EventStatistics.Of(world, organizations, selection)
            .Where(one => query.Source is not { } source || one.Kind.Source == source)
            .Where(one => query.Query is not { } text
                || one.Kind.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
                || EventLabels.Of(world, one.Kind).Contains(text, StringComparison.OrdinalIgnoreCase));
        return Ordering.By(statistics, Criteria(query.Sorting), EventStatistics.SortKey).Page(query.Page, query.Limit, one => ToResource(world, one));
    }

    public Outcome<EventType> Update(Transaction transaction, Guid id, EventTypeUpdate body)
    {
        if (transaction.World.EventTypes.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var selector = body.LabelPropertySelector.IsSet ? StringNormalization.ToNull(body.LabelPropertySelector.Value) : null;
        var changed = row.Resource with { Label = body.Label, LabelPropertySelector = selector };
        return changed == row.Resource
            ? row.Resource
            : transaction.Save(new EventTypeRow(changed with { ModifiedAt = transaction.Now })).Resource;
    }

    /// <summary>Whoever sorts by label gets the usual order.</summary>
    private static EventTypesSortProperty[] Criteria(ValueList<EventTypesSortProperty>? asked)
    {
        var criteria = (asked ?? []).Where(one => one.Value.TrimStart('-') != "label").ToArray();
        return criteria.Length > 0 ? criteria : [EventTypesSortProperty.LastSeenDescending];
    }

    private static EventTypeWithStats ToResource(World world, EventStatistics one)
    {
        var type = world.EventType(one.Kind.OrganizationId, one.Kind.Name);
        return new EventTypeWithStats
        {
            Id = type?.Id,
            CreatedAt = type?.CreatedAt,
            ModifiedAt = type?.ModifiedAt,
            Name = one.Kind.Name,
            Label = EventLabels.Of(world, one.Kind),
            LabelPropertySelector = type?.LabelPropertySelector,
            OrganizationId = one.Kind.OrganizationId,
            Source = one.Kind.Source,
            Occurrences = one.Occurrences,
            FirstSeen = one.First,
            LastSeen = one.Last,
        };
    }
}
