using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Usage.Events;

/// <summary>How often and when events of a kind happened.</summary>
internal sealed record EventStatistics(EventKind Kind, long Occurrences, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>The statistics of organizations' events, by kind. Only where something narrows them down the events themselves are read.</summary>
    public static IEnumerable<EventStatistics> Of(World world, IReadOnlyList<Guid> organizations, EventSelection selection)
    {
        if (!selection.IsPlain)
        {
            return selection.All().GroupBy(row => row.Kind).Select(Of);
        }

        var store = world.UsageEvents;
        return organizations
            .SelectMany(organization => store.OfOrganization(organization).Kinds)
            .Select(kind => store.OfKind(kind) is var group ? new EventStatistics(kind, group.Count, group.First, group.Last) : null!);
    }

    private static EventStatistics Of(IGrouping<EventKind, EventRow> rows)
    {
        var (count, first, last) = (0L, long.MaxValue, long.MinValue);
        foreach (var row in rows)
        {
            count++;
            first = Math.Min(first, row.Ticks);
            last = Math.Max(last, row.Ticks);
        }

        return new EventStatistics(rows.Key, count, new DateTimeOffset(first, TimeSpan.Zero), new DateTimeOffset(last, TimeSpan.Zero));
    }

    /// <summary>What a list of them is sorted by.</summary>
    public static Func<EventStatistics, IComparable?> SortKey(string name) => name switch
    {
        "name" => statistics => statistics.Kind.Name,
        "occurrences" => statistics => statistics.Occurrences,
        "first_seen" => statistics => statistics.First,
        _ => statistics => statistics.Last,
    };
}
