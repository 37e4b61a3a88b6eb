using System.Globalization;
using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.LicenseKeys;

/// <summary>When keys expire.</summary>
internal static class LicenseKeyExpiry
{
    /// <summary>What is wrong with a time to live that is too long for a calendar.</summary>
    public static string? Fault(JsonObject expiry)
    {
        var (ttl, timeframe) = (decimal.Parse(expiry["ttl"]!.ToString(), CultureInfo.InvariantCulture), expiry["timeframe"]!.GetValue<string>());
        var longest = timeframe switch
        {
            LicenseKeyTimeframe.Values.Year => 457,
            LicenseKeyTimeframe.Values.Month => 1200,
            _ => 36500,
        };
        return ttl <= longest ? null : $"ttl value {ttl} exceeds the maximum of {longest} for timeframe '{timeframe}'.";
    }

    /// <summary>The moment that lies a time to live ahead, by the calendar.</summary>
    public static DateTimeOffset After(DateTimeOffset now, BenefitLicenseKeyExpirationProperties expiry) => expiry.Timeframe.Value switch
    {
        LicenseKeyTimeframe.Values.Year => now.AddYears((int)expiry.Ttl),
        LicenseKeyTimeframe.Values.Month => now.AddMonths((int)expiry.Ttl),
        _ => now.AddDays(expiry.Ttl),
    };
}
