using System.Globalization;
using System.Text.RegularExpressions;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Time;

/// <summary>ISO 8601 durations, <c>P1M</c> or <c>PT36H</c>: calendar parts by the calendar, the rest by the clock.</summary>
internal static partial class IsoDuration
{
    /// <summary>Whether a text is a duration.</summary>
    public static bool IsOne(string text) => Form().IsMatch(text) && text.Length >= 3 && !text.EndsWith('T');

    /// <summary>The moment a duration later; null when the text is no duration, or there is no such moment.</summary>
    public static DateTimeOffset? After(DateTimeOffset start, string text)
    {
        if (!IsOne(text))
        {
            return null;
        }

        var match = Form().Match(text);

        int Whole(string name) => match.Groups[name].Success
            && int.TryParse(match.Groups[name].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
        double Seconds() => match.Groups["s"].Success ? double.Parse(match.Groups["s"].Value, CultureInfo.InvariantCulture) : 0;
        try
        {
            return start
                .AddMonths((Whole("y") * 12) + Whole("mo"))
                .AddDays((Whole("w") * 7) + Whole("d"))
                .AddHours(Whole("h"))
                .AddMinutes(Whole("mi"))
                .AddSeconds(Seconds());
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^P(?:(?<y>\d{1,5})Y)?(?:(?<mo>\d{1,5})M)?(?:(?<w>\d{1,5})W)?(?:(?<d>\d{1,6})D)?(?:T(?:(?<h>\d{1,7})H)?(?:(?<mi>\d{1,8})M)?(?:(?<s>\d{1,9}(?:\.\d+)?)S)?)?$")]
    private static partial Regex Form();
}
