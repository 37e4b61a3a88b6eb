using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Polar.FakeServer.Validation;

/// <summary>Checks texts of all formats, with the words of Polar's validation library.</summary>
internal static class StringValidator
{
    public static JsonNode? Check(Validator validator, TextSchema schema, JsonNode? value, ErrorLocation place)
    {
        switch (schema.Format)
        {
            case "uuid" or "uuid4":
                return Uuid(validator, schema.Format == "uuid4", value, place);
            case "date-time":
                return DateTimeValidation.Instant(validator, schema, value, place);
            case "date":
                return DateTimeValidation.Date(validator, value, place);
            case "ipvanyaddress":
                return Address(validator, value, place);
        }

        if (value?.GetValueKind() != JsonValueKind.String)
        {
            return schema.Format is "uri"
                ? validator.Refuse("url_type", place, "URL input should be a string or URL", value)
                : validator.Refuse("string_type", place, "Input should be a valid string", value);
        }

        var text = value.GetValue<string>();
        switch (schema.Format)
        {
            case "uri":
                return Urls.Check(validator, "'http' or 'https'", text, value, place);
            case Locales.Format:
                return Locales.Check(validator, text, value, place);
        }

        var length = text.AsSpan().EnumerateRunes().Length();
        if (length > schema.MaxLength)
        {
            return validator.Refuse(
                "string_too_long", place, $"String should have at most {Characters(schema.MaxLength.Value)}", value,
                ("max_length", schema.MaxLength.Value));
        }

        if (length < schema.MinLength)
        {
            return validator.Refuse(
                "string_too_short", place, $"String should have at least {Characters(schema.MinLength.Value)}", value,
                ("min_length", schema.MinLength.Value));
        }

        if (schema.Pattern is { } pattern && !Regex.IsMatch(text, ToTheEnd(pattern), RegexOptions.CultureInvariant))
        {
            return validator.Refuse(
                "string_pattern_mismatch", place, $"String should match pattern '{pattern}'", value, ("pattern", pattern));
        }

        return schema.Format == "email" ? Emails.Check(validator, text, value, place) : value.DeepClone();
    }

    private static string Characters(int count) => $"{count} character{(count == 1 ? "" : "s")}";

    /// <summary>Here a pattern's end is the text's; a line's end before it does not count.</summary>
    private static string ToTheEnd(string pattern) => pattern.EndsWith('$') ? pattern[..^1] + "\\z" : pattern;

    private static JsonNode? Uuid(Validator validator, bool fourth, JsonNode? value, ErrorLocation place)
    {
        if (value?.GetValueKind() != JsonValueKind.String)
        {
            return validator.Refuse("uuid_type", place, "UUID input should be a string, bytes or UUID object", value);
        }

        if (UuidText.Fault(value.ToString(), out var uuid) is { } reason)
        {
            return validator.Refuse("uuid_parsing", place, $"Input should be a valid UUID, {reason}", value, ("error", reason));
        }

        const int Version = 4;
        return fourth && (uuid.Version != Version || uuid.Variant is < 8 or > 11)
            ? validator.Refuse("uuid_version", place, $"UUID version {Version} expected", value, ("expected_version", Version))
            : JsonValue.Create(uuid.ToString());
    }

    private static JsonNode? Address(Validator validator, JsonNode? value, ErrorLocation place) =>
        value?.GetValueKind() == JsonValueKind.String
        && value.GetValue<string>() is var text
        && (text.Contains(':', StringComparison.Ordinal) || text.Split('.').Length == 4)
        && IPAddress.TryParse(text, out var address)
            ? JsonValue.Create(address.ToString())
            : validator.Refuse("ip_any_address", place, "value is not a valid IPv4 or IPv6 address", value);
}
