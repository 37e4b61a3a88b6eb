using System.Globalization;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>Times as calls to the fake itself write and read them.</summary>
internal static class ControlText
{
    public static string Of(DateTimeOffset instant) => ((JsonScalar)instant).ToString();

    /// <summary>The instant that a text stands for; null when it stands for none.</summary>
    public static DateTimeOffset? Instant(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
        ? moment
        : null;
}
