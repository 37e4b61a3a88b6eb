using System.Globalization;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Numbers as the service's own arithmetic leaves them: a whole number is written without decimals, a floating one with at least one.</summary>
internal static class MetricNumbers
{
    /// <summary>The floating number nothing.</summary>
    public const decimal Nothing = 0.0m;

    /// <summary>A floating number, with the digits that tell it from its neighbours.</summary>
    public static decimal Floating(double number)
    {
        var exact = decimal.Parse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
        return exact.Scale == 0 ? exact * 1.0m : exact;
    }

    /// <summary>A quotient as a floating number; nothing where it is one of no positive number.</summary>
    public static decimal Ratio(decimal part, decimal whole) => whole > 0 ? Floating((double)part / (double)whole) : Nothing;

    /// <summary>A number from the analytics store: whole where it has no fraction.</summary>
    public static decimal Stored(decimal number) => decimal.IsInteger(number) ? decimal.Truncate(number) : number / 1.000000000000000000000000000000000m;

    /// <summary>A sum or a difference of such numbers: floating as soon as one of them is.</summary>
    public static decimal Sum(decimal number) =>
        number.Scale == 0 ? number : Stored(number) is { Scale: > 0 } trimmed ? trimmed : decimal.Truncate(number) * 1.0m;
}
