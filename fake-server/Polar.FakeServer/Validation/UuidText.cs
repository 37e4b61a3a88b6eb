namespace Polar.FakeServer;

/// <summary>Reads UUIDs in all forms that Polar accepts, and words the faults of others.</summary>
internal static class UuidText
{
    private static readonly int[] s_groups = [8, 4, 4, 4, 12];

    /// <summary>What is wrong with the text; null when it is a UUID.</summary>
    public static string? Fault(string text, out Guid uuid)
    {
        uuid = default;
        var plain = text.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase) ? text[9..]
            : text.Length == 38 && text[0] == '{' && text[^1] == '}' ? text[1..^1]
            : text;
        for (var index = 0; index < plain.Length; index++)
        {
            if (plain[index] != '-' && !char.IsAsciiHexDigit(plain[index]))
            {
                return $"invalid character: found `{plain[index]}` at {index + 1}";
            }
        }

        var groups = plain.Split('-');
        if (groups.Length == 1)
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
            for (var index = 0; index < s_groups.Length; index++)
            {
                if (groups[index].Length != s_groups[index])
                {
                    return $"invalid group length in group {index}: expected {s_groups[index]}, found {groups[index].Length}";
                }
            }
        }

        uuid = Guid.Parse(plain);
        return null;
    }
}
