using System.Globalization;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>Turns what a customer has filled in into what the API takes.</summary>
internal static class PortalInput
{
    /// <summary>A number as one; what is none goes as it was typed, so that the API refuses it in its words.</summary>
    public static JsonValue? Number(string text) => text.Length == 0 ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : JsonValue.Create(text);

    /// <summary>A day as its beginning; null where none was chosen.</summary>
    public static string? Midnight(string day) => day.Length == 0 ? null
        : DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? day + "T00:00:00Z"
        : day;

    /// <summary>A text; null where nothing was typed.</summary>
    public static string? Text(string? text) => text is { Length: > 0 } ? text : null;

    /// <summary>The fields of an address; null where no country was chosen.</summary>
    public static JsonObject? Address(IReadOnlyDictionary<string, string> form)
    {
        if (Text(form.GetValueOrDefault("billing_address.country")) is null)
        {
            return null;
        }

        const string Prefix = "billing_address.";
        return new JsonObject(form
            .Where(field => field.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(field => KeyValuePair.Create(field.Key[Prefix.Length..], (JsonNode?)Text(field.Value))));
    }
}
