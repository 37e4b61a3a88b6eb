using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Checks single values, with the words and the leniency of Polar's validation library.</summary>
internal static partial class Scalars
{
    private const int LongestUrl = 2083;

    private static readonly DecimalSchema s_amount = new(null, null, 17, 12);
    private static readonly string[] s_true = ["true", "t", "yes", "y", "on", "1"];
    private static readonly string[] s_false = ["false", "f", "no", "n", "off", "0"];

    /// <summary>Whether the value came through as it was sent, without being read as something else.</summary>
    public static bool SameKind(JsonNode? result, JsonNode? value) =>
        result?.GetValueKind() == value?.GetValueKind();

    public static JsonNode? Boolean(Validator validator, JsonNode? value, Place place)
    {
        switch (value?.GetValueKind())
        {
            case JsonValueKind.True or JsonValueKind.False:
                return value.DeepClone();
            case JsonValueKind.Number when value.AsValue().TryGetValue<decimal>(out var number) && number is 0 or 1:
                return JsonValue.Create(value.GetValue<decimal>() == 1);
            case JsonValueKind.String or JsonValueKind.Number:
                var text = value.ToString();
                if (s_true.Contains(text, StringComparer.OrdinalIgnoreCase))
                {
                    return JsonValue.Create(true);
                }

                return s_false.Contains(text, StringComparer.OrdinalIgnoreCase)
                    ? JsonValue.Create(false)
                    : validator.Refuse("bool_parsing", place, "Input should be a valid boolean, unable to interpret input", value);
            default:
                return validator.Refuse("bool_type", place, "Input should be a valid boolean", value);
        }
    }

    public static JsonNode? Integer(Validator validator, IntegerSchema schema, JsonNode? value, Place place)
    {
        decimal number;
        switch (value?.GetValueKind())
        {
            case JsonValueKind.True:
                number = 1;
                break;
            case JsonValueKind.False:
                number = 0;
                break;
            case JsonValueKind.Number:
                if (!decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
                {
                    return validator.Refuse("int_parsing_size", place, "Unable to parse input string as an integer, exceeded maximum size", value);
                }

                if (number != decimal.Truncate(number))
                {
                    return validator.Refuse(
                        "int_from_float", place, "Input should be a valid integer, got a number with a fractional part", value);
                }

                break;
            case JsonValueKind.String:
                if (!IntegerText().IsMatch(value.ToString())
                    || !decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
                {
                    return validator.Refuse(
                        "int_parsing", place, "Input should be a valid integer, unable to parse string as an integer", value);
                }

                break;
            default:
                return validator.Refuse("int_type", place, "Input should be a valid integer", value);
        }

        if (number is > long.MaxValue or < long.MinValue)
        {
            return validator.Refuse("int_parsing_size", place, "Unable to parse input string as an integer, exceeded maximum size", value);
        }

        return InBounds(validator, schema.Minimum, schema.Above, schema.Maximum, schema.Below, number, value, place)
            ? JsonValue.Create((long)number)
            : null;
    }

    public static JsonNode? Number(Validator validator, NumberSchema schema, JsonNode? value, Place place)
    {
        decimal number;
        switch (value?.GetValueKind())
        {
            case JsonValueKind.True:
                number = 1;
                break;
            case JsonValueKind.False:
                number = 0;
                break;
            case JsonValueKind.Number or JsonValueKind.String:
                if (!decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number))
                {
                    return validator.Refuse(
                        "float_parsing", place, "Input should be a valid number, unable to parse string as a number", value);
                }

                break;
            default:
                return validator.Refuse("float_type", place, "Input should be a valid number", value);
        }

        return InBounds(validator, schema.Minimum, schema.Above, schema.Maximum, schema.Below, number, value, place)
            ? JsonValue.Create(number)
            : null;
    }

    public static JsonNode? Text(Validator validator, TextSchema schema, JsonNode? value, Place place)
    {
        switch (schema.Format)
        {
            case "uuid" or "uuid4":
                return Uuid(validator, schema.Format == "uuid4", value, place);
            case "date-time":
                return Instant(validator, value, place);
            case "date":
                return Date(validator, value, place);
            case "decimal":
                return Decimal(validator, s_amount, value, place);
        }

        if (schema.Pattern?.StartsWith("^(?!", StringComparison.Ordinal) == true)
        {
            return Decimal(validator, s_amount, value, place);
        }

        if (value?.GetValueKind() != JsonValueKind.String)
        {
            return schema.Format == "uri"
                ? validator.Refuse("url_type", place, "URL input should be a string or URL", value)
                : validator.Refuse("string_type", place, "Input should be a valid string", value);
        }

        var text = value.ToString();
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return validator.Refuse(
                "value_error", place, "Value error, This value contains invalid characters", value, ("error", new JsonObject()));
        }

        var length = text.EnumerateRunes().Count();
        if (length < schema.MinLength)
        {
            return validator.Refuse(
                "string_too_short", place, $"String should have at least {Characters(schema.MinLength.Value)}", value,
                ("min_length", schema.MinLength.Value));
        }

        if (length > schema.MaxLength)
        {
            return validator.Refuse(
                "string_too_long", place, $"String should have at most {Characters(schema.MaxLength.Value)}", value,
                ("max_length", schema.MaxLength.Value));
        }

        if (schema.Pattern is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant))
        {
            return validator.Refuse(
                "string_pattern_mismatch", place, $"String should match pattern '{pattern}'", value, ("pattern", pattern));
        }

        return schema.Format switch
        {
            "email" => Email(validator, text, value, place),
            "uri" => Url(validator, text, value, place),
            _ => value.DeepClone(),
        };
    }

    private static string Characters(int count) => $"{count} character{(count == 1 ? "" : "s")}";

    private static bool InBounds(
        Validator validator, decimal? minimum, decimal? above, decimal? maximum, decimal? below, decimal number, JsonNode? value, Place place)
    {
        (string Type, string Words, string Name, decimal Bound)? broken =
            number < minimum ? ("greater_than_equal", "greater than or equal to", "ge", minimum.Value)
            : number <= above ? ("greater_than", "greater than", "gt", above.Value)
            : number > maximum ? ("less_than_equal", "less than or equal to", "le", maximum.Value)
            : number >= below ? ("less_than", "less than", "lt", below.Value)
            : null;
        if (broken is not { } fault)
        {
            return true;
        }

        validator.Refuse(
            fault.Type, place, string.Create(CultureInfo.InvariantCulture, $"Input should be {fault.Words} {fault.Bound:0.##########}"), value,
            (fault.Name, fault.Bound / 1.0000000000m));
        return false;
    }

    private static JsonNode? Uuid(Validator validator, bool fourth, JsonNode? value, Place place)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            return validator.Refuse("uuid_type", place, "UUID input should be a string, bytes or UUID object", value);
        }

        if (UuidText.Fault(value.ToString(), out var uuid) is { } reason)
        {
            return validator.Refuse("uuid_parsing", place, $"Input should be a valid UUID, {reason}", value, ("error", reason));
        }

        return fourth && uuid.Version != 4
            ? validator.Refuse("uuid_version", place, "UUID version 4 expected", value, ("expected_version", 4))
            : JsonValue.Create(uuid.ToString());
    }

    private static JsonNode? Instant(Validator validator, JsonNode? value, Place place)
    {
        var kind = value?.GetValueKind();
        if (kind == JsonValueKind.Number
            && decimal.TryParse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds is > -62_135_596_800m and < 253_402_300_800m)
        {
            return JsonValue.Create(Text(DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))));
        }

        if (kind != JsonValueKind.String)
        {
            return validator.Refuse("datetime_type", place, "Input should be a valid datetime", value);
        }

        var text = value!.ToString();
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (InstantText().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var instant))
        {
            return JsonValue.Create(Text(instant));
        }

        var reason = text.Length < 10 ? "input is too short" : "invalid character in year";
        return validator.Refuse(
            "datetime_from_date_parsing", place, $"Input should be a valid datetime or date, {reason}", value, ("error", reason));
    }

    private static string Text(DateTimeOffset instant)
    {
        JsonScalar scalar = instant;
        return scalar.ToString();
    }

    private static JsonNode? Date(Validator validator, JsonNode? value, Place place)
    {
        if (value?.GetValueKind() == JsonValueKind.String
            && DateOnly.TryParseExact(value.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return value.DeepClone();
        }

        const string Reason = "input is too short";
        return validator.Refuse(
            "date_from_datetime_parsing", place, $"Input should be a valid date or datetime, {Reason}", value, ("error", Reason));
    }

    public static JsonNode? Decimal(Validator validator, DecimalSchema schema, JsonNode? value, Place place)
    {
        if (value?.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return validator.Refuse(
                "decimal_type", place, "Decimal input should be an integer, float, string or Decimal object", value);
        }

        var text = value.ToString().Trim();
        if (text.TrimStart('+', '-').ToUpperInvariant() is "NAN" or "INF" or "INFINITY")
        {
            return validator.Refuse("finite_number", place, "Input should be a finite number", value);
        }

        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return validator.Refuse("decimal_parsing", place, "Input should be a valid decimal", value);
        }

        return DigitsFit(validator, schema, number, value, place)
            && InBounds(validator, schema.Minimum, schema.Above, null, null, number, value, place)
                ? JsonValue.Create(number.ToString(CultureInfo.InvariantCulture))
                : null;
    }

    private static bool DigitsFit(Validator validator, DecimalSchema schema, decimal number, JsonNode? value, Place place)
    {
        var places = (number / 1.0000000000000000000000000000m).Scale;
        var whole = decimal.Truncate(Math.Abs(number)) is > 0 and var part ? part.ToString(CultureInfo.InvariantCulture).Length : 0;
        if (whole + places > schema.Digits)
        {
            validator.Refuse(
                "decimal_max_digits", place, $"Decimal input should have no more than {schema.Digits} digits in total", value,
                ("max_digits", schema.Digits.Value));
            return false;
        }

        if (places > schema.Places)
        {
            validator.Refuse(
                "decimal_max_places", place, $"Decimal input should have no more than {schema.Places} decimal places", value,
                ("decimal_places", schema.Places.Value));
            return false;
        }

        if (whole > schema.Digits - schema.Places)
        {
            var most = schema.Digits!.Value - schema.Places!.Value;
            validator.Refuse(
                "decimal_whole_digits", place, $"Decimal input should have no more than {most} digits before the decimal point", value,
                ("whole_digits", most));
            return false;
        }

        return true;
    }

    private static JsonNode? Email(Validator validator, string text, JsonNode? value, Place place)
    {
        string? Fault()
        {
            var at = text.LastIndexOf('@');
            if (at < 0)
            {
                return "An email address must have an @-sign.";
            }

            if (at == 0)
            {
                return "There must be something before the @-sign.";
            }

            var domain = text[(at + 1)..];
            if (domain.Length == 0)
            {
                return "There must be something after the @-sign.";
            }

            if (!domain.Contains('.', StringComparison.Ordinal) || domain.EndsWith('.') || domain.StartsWith('.'))
            {
                return "The part after the @-sign is not valid. It should have a period.";
            }

            return text.Any(char.IsWhiteSpace) ? "The email address contains invalid characters before the @-sign: SPACE." : null;
        }

        if (Fault() is { } reason)
        {
            return validator.Refuse("value_error", place, $"value is not a valid email address: {reason}", value, ("reason", reason));
        }

        var split = text.LastIndexOf('@');
        return JsonValue.Create(text[..split] + text[split..].ToLowerInvariant());
    }

    private static JsonNode? Url(Validator validator, string text, JsonNode? value, Place place)
    {
        if (text.Length > LongestUrl)
        {
            return validator.Refuse(
                "url_too_long", place, $"URL should have at most {LongestUrl} characters", value, ("max_length", LongestUrl));
        }

        // The placeholder that checkouts replace is no part of a URL's grammar, and Polar lets it stand.
        const string Placeholder = "{CHECKOUT_ID}";
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || (url.Scheme is "file" && !text.Contains("://", StringComparison.Ordinal)))
        {
            var reason = text.Trim().Length == 0 ? "input is empty" : "relative URL without a base";
            return validator.Refuse("url_parsing", place, $"Input should be a valid URL, {reason}", value, ("error", reason));
        }

        if (url.Scheme is not ("http" or "https"))
        {
            return validator.Refuse(
                "url_scheme", place, "URL scheme should be 'http' or 'https'", value, ("expected_schemes", "'http' or 'https'"));
        }

        return JsonValue.Create(url.AbsoluteUri.Replace("%7BCHECKOUT_ID%7D", Placeholder, StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"^\s*[+-]?\d+(\.0+)?\s*$")]
    private static partial Regex IntegerText();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|z|[+-]\d{2}:?\d{2})?)?$")]
    private static partial Regex InstantText();
}
