using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>The texts that are likely at some place: a known one is given again instead of being made anew.</summary>
internal sealed class WireTexts(params string[] known)
{
    private readonly Utf8Table _table = Utf8Table.Of(known);

    /// <summary>Reads text.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The text, known or not.</returns>
    public string Read(ref Utf8JsonReader reader)
    {
        var place = Find(ref reader);
        return place < 0 ? WireReader.Text(ref reader) : known[place];
    }

    /// <summary>Reads text.</summary>
    /// <param name="input">The input.</param>
    /// <returns>The text, known or not.</returns>
    public string Read(ref WireInput input)
    {
        if (!input.IsShort)
        {
            return Read(ref input.Reader);
        }

        if (!input.TryTakePlain(out var text))
        {
            return input.Text();
        }

        var place = _table.Find(text);
        return place < 0 ? RecentTexts.OfAscii(text) : known[place];
    }

    /// <summary>The place of a text without escapes, or -1 where it is none of the known ones.</summary>
    public int Find(ReadOnlySpan<byte> text) => _table.Find(text);

    /// <summary>The place of the text that the reader stands on, or -1 where it is none of the known ones or no text at all.</summary>
    public int Find(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return -1;
        }

        return reader.HasValueSequence || reader.ValueIsEscaped
            ? Array.IndexOf(known, reader.GetString())
            : _table.Find(reader.ValueSpan);
    }
}
