using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Validation;

/// <summary>Checks instants and dates, with the words and the leniency of Polar's validation library.</summary>
internal static partial class DateTimeValidation
{
    private const decimal MillisecondsFrom = 20_000_000_000m;

    /// <summary>An instant; without a zone it is UTC, where it may be without.</summary>
    public static JsonNode? Instant(Validator validator, TextSchema schema, JsonNode? value, ErrorLocation place)
    {
        if (Parse(validator, value, place) is not { } moment)
        {
            return null;
        }

        if (moment.Ticks < 0 || moment.Ticks > DateTime.MaxValue.Ticks)
        {
            return Refuse(validator, ("date value out of range", true), value, place);
        }

        var instant = new DateTimeOffset(moment.Ticks, TimeSpan.Zero);
        return schema.IsAware && moment.Offset is null ? validator.Refuse("timezone_aware", place, "Input should have timezone info", value)
            : instant < schema.Earliest ? RefuseEarly(validator, schema.Earliest.Value, value, place)
            : schema.IsFuture && instant <= validator.ValidationContext.Now
                ? validator.Refuse("datetime_future", place, "Input should be in the future", value)
            : JsonValue.Create(((JsonScalar)instant).ToString());
    }

    public static JsonNode? Date(Validator validator, JsonNode? value, ErrorLocation place)
    {
        if (value?.GetValueKind() is not (JsonValueKind.Number or JsonValueKind.String))
        {
            return validator.Refuse("date_type", place, "Input should be a valid date", value);
        }

        var (moment, fault) = Read(value, isDate: true);
        if (fault is { } reason)
        {
            return validator.Refuse(
                "date_from_datetime_parsing", place, $"Input should be a valid date or datetime, {reason.Text}", value, ("error", reason.Text));
        }

        return moment.Local.TimeOfDay == TimeSpan.Zero
            ? JsonValue.Create(moment.Local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : validator.Refuse(
                "date_from_datetime_inexact", place, "Datetimes provided to dates should have zero time - e.g. be exact dates", value);
    }

    /// <summary>The moment that a value stands for; null where it stands for none, which is told.</summary>
    public static Moment? Parse(Validator validator, JsonNode? value, ErrorLocation place)
    {
        if (value?.GetValueKind() is not (JsonValueKind.Number or JsonValueKind.String))
        {
            validator.Refuse("datetime_type", place, "Input should be a valid datetime", value);
            return null;
        }

        var (moment, fault) = Read(value);
        if (fault is { } reason)
        {
            Refuse(validator, reason, value, place);
            return null;
        }

        return moment;
    }

    private static JsonNode? RefuseEarly(Validator validator, JsonScalar earliest, JsonNode? value, ErrorLocation place) => validator.Refuse(
        "greater_than_equal", place, $"Input should be greater than or equal to {earliest}", value, ("ge", earliest.ToString()));

    private static JsonNode? Refuse(Validator validator, (string Text, bool Real) reason, JsonNode? value, ErrorLocation place)
    {
        var type = reason.Real ? "datetime_parsing" : "datetime_from_date_parsing";
        var message = reason.Real ? "Input should be a valid datetime" : "Input should be a valid datetime or date";
        return validator.Refuse(type, place, $"{message}, {reason.Text}", value, ("error", reason.Text));
    }

    /// <summary>The moment that a number of seconds or a text stands for, else why it stands for none.</summary>
    public static (Moment Moment, (string Text, bool Real)? Fault) Read(JsonNode value, bool isDate = false)
    {
        var text = value.ToString();
        if (value.GetValueKind() == JsonValueKind.Number || SecondsText().IsMatch(text))
        {
            return OfSeconds(text);
        }

        if (DateFault(text, isDate) is { } bad)
        {
            return (default, (bad, false));
        }

        var (year, month, day) = (Part(text, 0, 4), Part(text, 5, 2), Part(text, 8, 2));
        if (year == 0)
        {
            return (default, ("year 0 is out of range", true));
        }

        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        if (text.Length == 10)
        {
            return (new Moment(date, null), null);
        }

        var time = TimeText().Match(text, 10);
        if (!time.Success)
        {
            var separated = text[10] is 'T' or 't' or '_' or ' ';
            return (default, (isDate && !separated
                ? "invalid datetime separator, expected `T`, `t`, `_` or space"
                : "unexpected extra characters at the end of the input", false));
        }

        var fraction = time.Groups["fraction"].Value.PadRight(7, '0')[..6] + "0";
        var ticks = date.Ticks
            + (Whole(time.Groups["hour"]) * TimeSpan.TicksPerHour)
            + (Whole(time.Groups["minute"]) * TimeSpan.TicksPerMinute)
            + (Whole(time.Groups["second"]) * TimeSpan.TicksPerSecond)
            + long.Parse(fraction, CultureInfo.InvariantCulture);
        return (new Moment(new DateTime(ticks), time.Groups["zone"].Success ? Offset(time) : null), null);
    }

    private static (Moment Moment, (string Text, bool Real)? Fault) OfSeconds(string text)
    {
        const string TooLate = "dates after 9999 are not supported as unix timestamps";
        const string TooEarly = "dates before 0000 are not supported as unix timestamps";
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return (default, (text.StartsWith('-') ? TooEarly : TooLate, true));
        }

        seconds = Math.Abs(seconds) > MillisecondsFrom ? seconds / 1000 : seconds;
        return seconds < -62_135_596_800m ? (default, (TooEarly, true))
            : seconds >= 253_402_300_800m ? (default, (TooLate, true))
            : (new Moment(DateTime.UnixEpoch.AddTicks((long)(decimal.Round(seconds, 6) * TimeSpan.TicksPerSecond)), 0), null);
    }

    private static string? DateFault(string text, bool isDate)
    {
        if (text.Length < 10)
        {
            return "input is too short";
        }

        bool AreDigits(int from, int count) => text.AsSpan(from, count).IndexOfAnyExceptInRange('0', '9') < 0;
        if (!AreDigits(0, 4))
        {
            return "invalid character in year";
        }

        if (text[4] != '-' || (AreDigits(5, 2) && text[7] != '-'))
        {
            return "invalid date separator, expected `-`";
        }

        if (!AreDigits(5, 2))
        {
            return "invalid character in month";
        }

        if (!AreDigits(8, 2))
        {
            return "invalid character in day";
        }

        var (year, month, day) = (Part(text, 0, 4), Part(text, 5, 2), Part(text, 8, 2));
        return month is < 1 or > 12 ? "month value is outside expected range of 1-12"
            : day < 1 || day > DateTime.DaysInMonth(year == 0 ? 4 : year, month) ? "day value is outside expected range"
            : null;
    }

    private static int Part(string text, int from, int length) => int.Parse(text.AsSpan(from, length), CultureInfo.InvariantCulture);

    private static long Whole(Group group) => group.Success ? long.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    private static int Offset(Match time)
    {
        var minutes = (int)((Whole(time.Groups["zoneHour"]) * 60) + Whole(time.Groups["zoneMinute"]));
        return time.Groups["sign"].Value is "-" or "\u2212" ? -minutes : minutes;
    }

    [GeneratedRegex(@"\A-?[0-9]{1,20}(?:\.[0-9]+)?\z")]
    private static partial Regex SecondsText();

    [GeneratedRegex(
        @"\G[Tt _](?<hour>[01][0-9]|2[0-3]):(?<minute>[0-5][0-9])(?::(?<second>[0-5][0-9])(?:[.,](?<fraction>[0-9]+))?)?"
        + @"(?<zone>[Zz]|(?<sign>[+\-\u2212])(?<zoneHour>[01][0-9]|2[0-3]):?(?<zoneMinute>[0-5][0-9]))?\z")]
    private static partial Regex TimeText();
}
