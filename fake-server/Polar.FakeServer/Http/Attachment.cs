namespace Polar.FakeServer.Http;

/// <summary>Tells a browser to save an answer, and as what.</summary>
internal static class Attachment
{
    /// <summary>Latin letters with marks, by what is left without them; what a machine knows of that differs from one to the next.</summary>
    private static readonly (string Marked, char Plain)[] s_letters =
    [
        ("ÀÁÂÃÄÅĀĂĄ", 'A'), ("ÇĆĈĊČ", 'C'), ("Ď", 'D'), ("ÈÉÊËĒĔĖĘĚ", 'E'), ("ĜĞĠĢ", 'G'), ("Ĥ", 'H'), ("ÌÍÎÏĨĪĬĮİ", 'I'), ("Ĵ", 'J'),
        ("Ķ", 'K'), ("ĹĻĽĿ", 'L'), ("ÑŃŅŇ", 'N'), ("ÒÓÔÕÖŌŎŐ", 'O'), ("ŔŖŘ", 'R'), ("ŚŜŞŠ", 'S'), ("ŢŤ", 'T'), ("ÙÚÛÜŨŪŬŮŰŲ", 'U'),
        ("Ŵ", 'W'), ("ÝŶŸ", 'Y'), ("ŹŻŽ", 'Z'), ("ªàáâãäåāăą", 'a'), ("çćĉċč", 'c'), ("ď", 'd'), ("èéêëēĕėęě", 'e'), ("ĝğġģ", 'g'),
        ("ĥ", 'h'), ("ìíîïĩīĭį", 'i'), ("ĵ", 'j'), ("ķ", 'k'), ("ĺļľŀ", 'l'), ("ñńņňŉ", 'n'), ("ºòóôõöōŏő", 'o'), ("ŕŗř", 'r'),
        ("śŝşšſ", 's'), ("ţť", 't'), ("ùúûüũūŭůűų", 'u'), ("ŵ", 'w'), ("ýÿŷ", 'y'), ("źżž", 'z'),
    ];

    /// <summary>The header's value; a name beyond ASCII comes twice, once in letters that everything can read.</summary>
    public static string Named(string name) => name.All(char.IsAscii)
        ? $"attachment; filename=\"{Quoted(name)}\""
        : $"attachment; filename=\"{Plain(name)}\"; filename*=UTF-8''{Uri.EscapeDataString(name)}";

    /// <summary>Letters without their marks; what is no letter then is left out.</summary>
    private static string Plain(string name) => string.Concat(name.Select(Unmarked).Where(char.IsAscii));

    private static char Unmarked(char letter) => char.IsAscii(letter) ? letter
        : Array.Find(s_letters, entry => entry.Marked.Contains(letter, StringComparison.Ordinal)) is { Marked: not null } found ? found.Plain
        : letter;

    private static string Quoted(string text) => string.Concat(text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Where(letter => letter is '\t' or (>= ' ' and <= '~')));
}
