using System.Globalization;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>What somebody wants to know.</summary>
/// <param name="FirstDay">The first day.</param>
/// <param name="LastDay">The last day, which is part of it.</param>
/// <param name="Zone">The IANA's name of the time zone whose days they are; null for UTC.</param>
/// <param name="Interval">How long a period is.</param>
/// <param name="Slugs">Which metrics; null for all.</param>
internal sealed record MetricsQuestion(DateOnly FirstDay, DateOnly LastDay, string? Zone, TimeInterval Interval, ValueList<string>? Slugs)
{
    private const string TooFine = "The interval is too small for the given date range. Use a larger interval or reduce the date range.";

    public ValueList<Guid>? Organizations { get; init; }

    public ValueList<Guid>? Products { get; init; }

    public ValueList<ProductBillingType>? BillingTypes { get; init; }

    public ValueList<Guid>? Customers { get; init; }

    public static MetricsQuestion Of(MetricsGetQuery query) => new(query.StartDate, query.EndDate, query.Timezone, query.Interval, query.Metrics)
    {
        Organizations = query.OrganizationId,
        Products = query.ProductId,
        BillingTypes = query.BillingType,
        Customers = query.CustomerId,
    };

    public static MetricsQuestion Of(MetricsExportQuery query) => new(query.StartDate, query.EndDate, query.Timezone, query.Interval, query.Metrics)
    {
        Organizations = query.OrganizationId,
        Products = query.ProductId,
        BillingTypes = query.BillingType,
        Customers = query.CustomerId,
    };

    /// <summary>The metrics, of what the caller may see.</summary>
    public Outcome<MetricReport> Answer(Transaction transaction)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone ?? "UTC", out var zone))
        {
            return Failure.Malformed([new RequestError("TimeZoneName", ["query", "timezone"], "Invalid timezone name.", JsonValue.Create(Zone))]);
        }

        if (Slugs?.Where(slug => MetricDefinition.Find(slug) is null).Distinct().Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } unknown)
        {
            return Invalid(
                $"Invalid metric slugs: {string.Join(", ", unknown)}",
                new JsonArray([.. Slugs.Select(slug => JsonValue.Create(slug))]),
                "query",
                "metrics");
        }

        if (!IntervalLimits.Allow(FirstDay, LastDay, Interval))
        {
            return Invalid(TooFine, new JsonArray(Text(FirstDay), Text(LastDay), Interval.Value), "query");
        }

        IReadOnlyList<Guid> organizations = Organizations is null
            ? transaction.Organizations
            : [.. transaction.Organizations.Where(Organizations.Contains)];
        var periods = new CalendarPeriods(FirstDay, LastDay, Interval, zone);
        return MetricReport.Make(
            new MetricScope(transaction.World, periods, organizations, Products, BillingTypes, Customers), Interval, Slugs);
    }

    private static Failure Invalid(string message, JsonNode input, params object[] location) =>
        Failure.Invalid(new RequestError("value_error", location, message, input));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
