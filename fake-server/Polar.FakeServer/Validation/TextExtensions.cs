using System.Text;

namespace Polar.FakeServer.Validation;

/// <summary>Small helps for text.</summary>
internal static class TextExtensions
{
    public static int Length(this SpanRuneEnumerator runes)
    {
        var count = 0;
        foreach (var _ in runes)
        {
            count++;
        }

        return count;
    }

    /// <summary>The text with what is half a character replaced.</summary>
    public static string ToWellFormed(this string text) =>
        text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())) : text;
}
