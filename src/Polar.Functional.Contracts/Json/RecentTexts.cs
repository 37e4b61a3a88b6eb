using System.Text;

namespace Polar.Functional.Contracts;

/// <summary>
/// Short texts that were read lately: currencies, countries, languages and names of plans come again and again, and are given again instead of being
/// made anew. Shared by all threads: a slot holds one whole text or another.
/// </summary>
internal static class RecentTexts
{
    private const int Longest = 40;
    private const int Slots = 1024;

    private static readonly string?[] s_texts = new string?[Slots];

    /// <summary>The text of these bytes, all of them ASCII.</summary>
    public static string OfAscii(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > Longest)
        {
            return Encoding.Latin1.GetString(text);
        }

        ref var slot = ref s_texts[((text.Length * 59) + (text[0] * 7) + (text[text.Length / 2] * 13) + (text[^1] * 31)) & (Slots - 1)];
        var recent = slot;
        if (recent is not null && Ascii.Equals(text, recent))
        {
            return recent;
        }

        return slot = Encoding.Latin1.GetString(text);
    }
}
