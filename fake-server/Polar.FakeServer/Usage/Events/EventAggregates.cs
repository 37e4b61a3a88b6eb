using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Usage.Events;

/// <summary>
/// Sums of what an event and all below it tell in some places, shown in these places: a parameter of lists and reads that the API description hides.
/// </summary>
internal sealed partial class EventAggregates
{
    private const int LongestField = 255;
    private const int Digits = 12;

    private readonly EventPath[] _fields;

    private EventAggregates(EventPath[] fields) => _fields = fields;

    /// <summary>Whether sums are asked for at all.</summary>
    public bool IsAsked => _fields.Length > 0;

    /// <summary>The sums that a request asks for, or what is wrong with what it says.</summary>
    public static Outcome<EventAggregates> Of(Transaction transaction)
    {
        if (!transaction.Query.TryGetValue("aggregate_fields", out var fields))
        {
            return new EventAggregates([]);
        }

        var faults = fields.Select(Fault).OfType<RequestError>().ToArray();
        return faults.Length > 0 ? Failure.Malformed(faults) : new EventAggregates([.. fields.Select(field => new EventPath(field))]);
    }

    /// <summary>An event's metadata with the sums in it.</summary>
    public EventMetadata Of(EventStore store, EventRow row)
    {
        if (!IsAsked)
        {
            return row.Metadata;
        }

        var metadata = row.Metadata;
        foreach (var field in _fields)
        {
            var sum = store.DescendantsOf(row).Sum(below => NumberAt(field, below.Row)) + NumberAt(field, row);
            metadata = With(metadata, field.Property.Split('.'), IncomingEvent.AsFloat(Math.Round(sum, Digits, MidpointRounding.ToEven)));
        }

        return metadata.Find("_cost").Members is { } cost && cost.PlaceOf("currency") < 0
            ? With(metadata, ["_cost", "currency"], "usd")
            : metadata;
    }

    private static decimal NumberAt(EventPath field, EventRow row) => field.Find(row.Metadata).Number ?? 0;

    private static EventMetadata With(EventMetadata metadata, ReadOnlySpan<string> path, EventValue value)
    {
        var inner = path.Length == 1 ? value : With(metadata.Find(path[0]).Members ?? EventMetadata.Empty, path[1..], value);
        return metadata.With(path[0], inner);
    }

    private static RequestError? Fault(string field, int index)
    {
        object[] place = ["query", "aggregate_fields", index];
        return field.Length == 0
            ? new RequestError("string_too_short", place, "String should have at least 1 character", JsonValue.Create(field), [("min_length", 1)])
            : field.Length > LongestField
                ? new RequestError(
                    "string_too_long", place, $"String should have at most {LongestField} characters", JsonValue.Create(field), [("max_length", LongestField)])
                : FieldName().IsMatch(field) ? null
                : new RequestError("predicate_failed", place, "Predicate _validate_aggregate_field failed", JsonValue.Create(field));
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_.]+\n?\z")]
    private static partial Regex FieldName();
}
