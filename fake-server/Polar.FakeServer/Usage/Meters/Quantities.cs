using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;
using Polar.FakeServer.Usage.Events;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Meters;

/// <summary>What a meter has measured over time.</summary>
internal static class Quantities
{
    public static Outcome<MeterQuantities> Of(World world, MeterRow meter, MetersQuantitiesQuery query)
    {
        if (RangeFault(query) is { } fault)
        {
            return Failure.Invalid(fault);
        }

        var gauge = MeterGauge.Of(meter);
        var periods = QuantityPeriods.Of(
            query.StartTimestamp, query.EndTimestamp, query.Interval, TimeZoneInfo.FindSystemTimeZoneById(query.Timezone ?? "UTC"));

        // What does not add up row by row is worked out of all events, whenever they happened.
        if (gauge.Kind == TallyKind.Unique && query.CustomerAggregationFunction is null)
        {
            var (counts, all) = Distinct(QuantityEvents.Of(world, meter, gauge, query, null), gauge, periods);
            return Answer(periods, counts, all);
        }

        var whole = gauge.Kind is TallyKind.Average or TallyKind.Unique ? new TallyBuilder(gauge.Kind) : null;
        var events = QuantityEvents.Of(world, meter, gauge, query, whole is null ? (periods.Start, periods.End) : null);
        var rows = query.CustomerAggregationFunction is { } function
            ? ByCustomer(events, gauge, periods, whole, TallyKinds.Of(function))
            : Together(events, gauge, periods, whole);
        return Answer(periods, rows, whole?.Value ?? Total(gauge.Kind, rows));
    }

    private static MeterQuantities Answer(QuantityPeriods periods, decimal?[] rows, decimal total) => new()
    {
        Quantities = rows.Select((quantity, index) => new MeterQuantity { Timestamp = periods.Moments[index], Quantity = quantity ?? 0 }).ToValueList(),
        Total = total,
    };

    /// <summary>How many values differ in each row, and in all. Each value gets a number the first time; to tell numbers apart is quick.</summary>
    private static (decimal?[] Rows, decimal Total) Distinct(IEnumerable<EventRow> events, MeterGauge gauge, QuantityPeriods periods)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var values = new HashSet<int>?[periods.Moments.Length];
        foreach (var row in events)
        {
            if (!gauge.TryRead(row, out var reading) || reading.Key is not { } key)
            {
                continue;
            }

            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out var isKnown);
            number = isKnown ? number : numbers.Count;
            if (periods.RowOf(row.Ticks) is >= 0 and var place)
            {
                (values[place] ??= []).Add(number);
            }
        }

        return ([.. values.Select(row => (decimal?)row?.Count)], numbers.Count);
    }

    /// <summary>The quantity of each row; null where there are no events in it.</summary>
    private static decimal?[] Together(IEnumerable<EventRow> events, MeterGauge gauge, QuantityPeriods periods, TallyBuilder? whole)
    {
        var tallies = new TallyBuilder?[periods.Moments.Length];
        foreach (var row in events)
        {
            var place = periods.RowOf(row.Ticks);
            if ((place >= 0 || whole is not null) && gauge.TryRead(row, out var reading))
            {
                whole?.Add(reading);
                if (place >= 0)
                {
                    (tallies[place] ??= new TallyBuilder(gauge.Kind)).Add(reading);
                }
            }
        }

        return [.. tallies.Select(tally => tally?.Value)];
    }

    /// <summary>The same, of what each customer comes to: whoever is named by Polar's id and by the merchant's counts as two.</summary>
    private static decimal?[] ByCustomer(
        IEnumerable<EventRow> events, MeterGauge gauge, QuantityPeriods periods, TallyBuilder? whole, TallyKind function)
    {
        var tallies = new Dictionary<EventSubject, TallyBuilder>?[periods.Moments.Length];
        foreach (var row in events)
        {
            var place = periods.RowOf(row.Ticks);
            if ((place >= 0 || whole is not null) && gauge.TryRead(row, out var reading))
            {
                whole?.Add(reading);
                if (place >= 0)
                {
                    var customers = tallies[place] ??= [];
                    var customer = new EventSubject(row.Subject.CustomerId, row.Subject.CustomerId is null ? row.Subject.ExternalCustomerId : null);
                    if (!customers.TryGetValue(customer, out var tally))
                    {
                        customers[customer] = tally = new TallyBuilder(gauge.Kind);
                    }

                    tally.Add(reading);
                }
            }
        }

        return [.. tallies.Select(customers => customers is null ? (decimal?)null : Value(function, customers.Values.Select(tally => tally.Value)))];
    }

    private static decimal Total(TallyKind kind, decimal?[] rows)
    {
        var known = rows.OfType<decimal>().ToArray();
        return known.Length == 0 ? 0 : Value(kind is TallyKind.Count ? TallyKind.Sum : kind, known);
    }

    private static decimal Value(TallyKind kind, IEnumerable<decimal> numbers)
    {
        var tally = new TallyBuilder(kind);
        foreach (var number in numbers)
        {
            tally.Add(new Reading(number, number.ToString("G29", CultureInfo.InvariantCulture)));
        }

        return tally.Value;
    }

    private static RequestError? RangeFault(MetersQuantitiesQuery query)
    {
        var (start, end) = (query.StartTimestamp, query.EndTimestamp);
        return start <= end && IntervalLimits.Allow(DateOnly.FromDateTime(start.UtcDateTime), DateOnly.FromDateTime(end.UtcDateTime), query.Interval)
            ? null
            : new RequestError(
                "value_error",
                ["query"],
                "The interval is too small for the given date range. Use a larger interval or reduce the date range.",
                new JsonArray(IsoInstant.Of(start), IsoInstant.Of(end), query.Interval.Value));
    }
}
