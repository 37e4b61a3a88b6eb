namespace Polar.FakeServer.Validation;

/// <summary>Texts as Polar reads them.</summary>
internal static class StringNormalization
{
    /// <summary>The text without space around it; null where nothing is left.</summary>
    public static string? ToNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
