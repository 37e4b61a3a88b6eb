using System.Globalization;
using System.Runtime.CompilerServices;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Usage.Events;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Meters;

/// <summary>Reads from events what a meter measures: its filter and its aggregation, made once into what each event is tried with.</summary>
internal sealed class MeterGauge
{
    private static readonly ConditionalWeakTable<Meter, MeterGauge> s_made = [];

    /// <summary>The keys of small whole numbers, once somebody has asked for them.</summary>
    private static readonly string?[] s_wholes = new string?[10_000];

    private readonly EventFilter _filter;
    private readonly EventPath? _path;
    private readonly string _meterId;

    private MeterGauge(Meter meter)
    {
        var aggregation = meter.Aggregation;
        Kind = TallyKinds.Of(aggregation);
        Name = PinnedName(meter.Filter);
        _filter = EventFilter.Of(meter.Filter);
        _path = TallyKinds.PropertyOf(aggregation) is { } property ? new EventPath(property) : null;
        _meterId = meter.Id.ToString();
    }

    /// <summary>How the events become a number.</summary>
    public TallyKind Kind { get; }

    /// <summary>The only name that events can have which the meter measures; null where they can have several.</summary>
    public string? Name { get; }

    /// <summary>The gauge of a meter; it is made once for as long as the meter stays as it is.</summary>
    public static MeterGauge Of(MeterRow meter) => s_made.GetValue(meter.Resource, static resource => new MeterGauge(resource));

    /// <summary>Whether the meter measures an event, and what it takes from it.</summary>
    public bool TryRead(EventRow row, out Reading reading)
    {
        reading = default;
        if (!_filter.Matches(row))
        {
            return false;
        }

        switch (Kind)
        {
            case TallyKind.Count:
                return true;
            case TallyKind.Unique:
                reading = new Reading(0, KeyOf(_path!.Find(row.Metadata)));
                return true;
            default:
                if (Number(row) is not { } number)
                {
                    return false;
                }

                reading = new Reading(number);
                return true;
        }
    }

    /// <summary>Whether an event tells that a period of this meter has ended for its customer.</summary>
    public bool IsReset(EventRow row) => IsOwn(row, MeterEvents.Reset);

    /// <summary>The credit that an event tells of; null where it is none of this meter.</summary>
    public Credit? CreditOf(EventRow row) => IsOwn(row, MeterEvents.Credited)
        ? new Credit((long)(row.Metadata.Find("units").Number ?? 0), row.Metadata.Find("rollover").Boolean == true, row.Timestamp)
        : null;

    /// <summary>Whether an event is of this meter, be it measured or about its credit or its periods.</summary>
    public bool Concerns(EventRow row) => IsReset(row) || CreditOf(row) is not null || TryRead(row, out _);

    /// <summary>What tells values apart: a text is itself; a number, a truth value and an object are marked as what they are.</summary>
    private static string? KeyOf(EventValue value) => value.Kind switch
    {
        EventValueKind.None => null,
        EventValueKind.Text => value.Text is ['\0' or '\u0001' or '\u0002' or '\u0003', ..] marked ? "\0" + marked : value.Text,
        EventValueKind.Number => value.Number is { } number ? KeyOf(number) : "\u0001" + value.Shown,
        EventValueKind.Boolean => "\u0002" + value.Shown,
        _ => "\u0003" + value.Shown,
    };

    private static string KeyOf(decimal number)
    {
        if (number.Scale > 0 || number < 0 || number >= s_wholes.Length)
        {
            return "\u0001" + number.ToString("G29", CultureInfo.InvariantCulture);
        }

        return s_wholes[(int)number] ??= "\u0001" + ((int)number).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The name that all events have which satisfy a filter; null where it leaves several.</summary>
    private static string? PinnedName(Filter filter)
    {
        if (filter.Conjunction != FilterConjunction.And && filter.Clauses.Count > 1)
        {
            return null;
        }

        foreach (var node in filter.Clauses)
        {
            var name = node switch
            {
                Filter nested => PinnedName(nested),
                FilterClause { Property: "name", Value.AsText: { } text } clause when clause.Operator == FilterOperator.Eq => text,
                _ => null,
            };
            if (name is not null)
            {
                return name;
            }
        }

        return null;
    }

    private decimal? Number(EventRow row) => _path!.Property switch
    {
        "timestamp" => Math.Round((row.Timestamp - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond, MidpointRounding.AwayFromZero),
        "name" or "source" => null,
        _ => _path.Find(row.Metadata).Number,
    };

    private bool IsOwn(EventRow row, string name) => row.IsSystem && row.Name == name && row.Metadata.Find("meter_id").Text == _meterId;
}
