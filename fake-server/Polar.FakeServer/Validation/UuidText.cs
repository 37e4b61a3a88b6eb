namespace Polar.FakeServer.Validation;

/// <summary>Reads UUIDs in all forms that Polar accepts, and words the faults of others.</summary>
internal static class UuidText
{
    private static readonly int[] s_groups = [8, 4, 4, 4, 12];

    /// <summary>Whether the text is a random UUID in the one form that Polar writes.</summary>
    public static bool IsPlain(string text) =>
        Guid.TryParseExact(text, "D", out var uuid) && uuid is { Version: 4, Variant: >= 8 and <= 11 } && !text.AsSpan().ContainsAnyInRange('A', 'F');

    /// <summary>What is wrong with the text; null when it is a UUID.</summary>
    public static string? Fault(string text, out Guid uuid)
    {
        uuid = default;
        var isUrn = text.StartsWith("urn:uuid:", StringComparison.Ordinal);
        var isBraced = text.Length > 1 && text[0] == '{' && text[^1] == '}';
        var plain = isUrn ? text[9..] : isBraced ? text[1..^1] : text;
        var index = 0;
        foreach (var rune in plain.EnumerateRunes())
        {
            index++;
            if (rune.Value != '-' && !(rune.IsAscii && char.IsAsciiHexDigit((char)rune.Value)))
            {
                return $"invalid character: found `{rune}` at {index + text.IndexOf(plain, StringComparison.Ordinal)}";
            }
        }

        var groups = plain.Split('-');
        if (groups.Length == 1 && !isUrn && !isBraced)
        {
            if (plain.Length != 32)
            {
                return $"invalid length: expected length 32 for simple format, found {plain.Length}";
            }
        }
        else if (groups.Length != s_groups.Length)
        {
            return $"invalid group count: expected 5, found {groups.Length}";
        }
        else
        {
            for (var group = 0; group < s_groups.Length; group++)
            {
                if (groups[group].Length != s_groups[group])
                {
                    return $"invalid group length in group {group}: expected {s_groups[group]}, found {groups[group].Length}";
                }
            }
        }

        uuid = Guid.Parse(plain);
        return null;
    }
}
