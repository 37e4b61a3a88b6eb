using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Http;

/// <summary>JSON as Python writes it: characters beyond ASCII stand for themselves, all of them.</summary>
internal static class JsonUnescaper
{
    private const int EscapeLength = 6;

    /// <summary>The same JSON with what the writer here escapes and Python's does not.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        var source = json.Span;
        if (source.IndexOf("\\u"u8) < 0)
        {
            return json;
        }

        var plain = new byte[source.Length];
        var length = 0;
        for (var at = 0; at < source.Length;)
        {
            if (source[at] != '\\')
            {
                plain[length++] = source[at++];
            }
            else if (source[at + 1] != 'u')
            {
                plain[length++] = source[at++];
                plain[length++] = source[at++];
            }
            else
            {
                at += Copy(source[at..], plain, ref length);
            }
        }

        return plain.AsMemory(0, length);
    }

    /// <summary>Copies one escaped character, or the two halves of one; gives how much of the source that was.</summary>
    private static int Copy(ReadOnlySpan<byte> source, byte[] plain, ref int length)
    {
        var unit = Unit(source);
        if (char.IsHighSurrogate(unit) && source[EscapeLength..].StartsWith("\\u"u8) && Unit(source[EscapeLength..]) is var low && char.IsLowSurrogate(low))
        {
            length += new Rune(unit, low).EncodeToUtf8(plain.AsSpan(length));
            return 2 * EscapeLength;
        }

        if (unit >= ' ' && Rune.TryCreate(unit, out var rune))
        {
            length += rune.EncodeToUtf8(plain.AsSpan(length));
            return EscapeLength;
        }

        length += Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"), plain.AsSpan(length));
        return EscapeLength;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape[2..EscapeLength], out ushort unit, out _, 'x') ? (char)unit : throw new FormatException("The writer wrote no JSON.");
}
