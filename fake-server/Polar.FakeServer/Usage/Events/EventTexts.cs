using System.Text;
using System.Text.Json;

namespace Polar.FakeServer.Usage.Events;

/// <summary>
/// Lets texts and lists of names that come again and again be kept once: a few thousand of each, the latest ones. It is only a memory; what is looked up
/// is the same with it and without it.
/// </summary>
internal static class EventTexts
{
    private const int Slots = 8192;
    private const int LongestText = 64;

    private static readonly string?[] s_texts = new string?[Slots];
    private static readonly string[]?[] s_names = new string[]?[Slots / 8];

    /// <summary>The text of these bytes, which are UTF-8.</summary>
    public static string Text(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestText)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> letters = stackalloc char[LongestText];
        return Text(letters[..Encoding.UTF8.GetChars(utf8, letters)]);
    }

    /// <summary>The text, or the name, that a reader stands on.</summary>
    public static string Text(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LongestText || reader.HasValueSequence)
        {
            return reader.GetString()!;
        }

        Span<char> letters = stackalloc char[LongestText];
        return Text(letters[..reader.CopyString(letters)]);
    }

    /// <summary>The text of these letters.</summary>
    public static string Text(ReadOnlySpan<char> letters)
    {
        if (letters.Length > LongestText)
        {
            return new string(letters);
        }

        ref var slot = ref s_texts[(uint)string.GetHashCode(letters) % Slots];
        var known = slot;
        return known is not null && letters.SequenceEqual(known) ? known : slot = new string(letters);
    }

    /// <summary>The list of these names.</summary>
    public static string[] Names(ReadOnlySpan<string> names)
    {
        if (names.IsEmpty)
        {
            return EventMetadata.Empty.Names;
        }

        var hash = default(HashCode);
        foreach (var name in names)
        {
            hash.Add(name);
        }

        ref var slot = ref s_names[(uint)hash.ToHashCode() % (uint)s_names.Length];
        var known = slot;
        return known is not null && names.SequenceEqual(known) ? known : slot = names.ToArray();
    }
}
