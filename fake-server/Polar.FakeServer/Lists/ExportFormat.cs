using System.Globalization;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Lists;

/// <summary>How exports write amounts and instants, in the time zone that was asked for.</summary>
internal sealed class ExportFormat
{
    private readonly TimeZoneInfo _zone;

    private ExportFormat(TimeZoneInfo zone) => _zone = zone;

    /// <summary>The format in a time zone of the IANA's; UTC where none is named.</summary>
    public static Outcome<ExportFormat> In(string? zone)
    {
        var name = zone ?? "UTC";
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) && found.HasIanaId
            ? new ExportFormat(found)
            : Failure.Malformed(
                [
                    new RequestError(
                        "value_error",
                        ["query", "timezone"],
                        $"Value error, '{name}' is not a valid IANA time zone",
                        JsonValue.Create(name),
                        [("error", new JsonObject())]),
                ]);
    }

    /// <summary>An instant as the clocks of the zone show it.</summary>
    public string? Instant(DateTimeOffset? instant) => instant is { } moment ? IsoInstant.In(moment, _zone) : null;

    /// <summary>A hundredth of the smallest unit's number, whatever the currency.</summary>
    public static string Amount(long amount) => (amount / 100m).ToString("0.0#", CultureInfo.InvariantCulture);

    /// <summary>The name of a file about a span of time, as far as that has bounds.</summary>
    public string FileName(string stem, params IEnumerable<DateTimeOffset?> bounds) => string.Concat(
        [stem, .. bounds.OfType<DateTimeOffset>().Select(bound => TimeZoneInfo.ConvertTime(bound, _zone).ToString("-yyyy-MM-dd", CultureInfo.InvariantCulture)), ".csv"]);
}
