using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Polar.FakeServer.Rendering;

/// <summary>Escapes what Python's JSON escapes and nothing else: quotes, backslashes and control characters. All others stand for themselves.</summary>
internal sealed class PythonJsonEncoder : JavaScriptEncoder
{
    private const int LongestEscape = 6;

    private static readonly SearchValues<char> s_escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code), '"', '\\']);
    private static readonly SearchValues<char> s_suspects =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code), '"', '\\', .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    private static readonly SearchValues<byte> s_escapedBytes = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    public static PythonJsonEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => LongestEscape;

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) => FirstEscaped(new ReadOnlySpan<char>(text, textLength));

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) => utf8Text.IndexOfAny(s_escapedBytes);

    public override bool WillEncode(int unicodeScalar) => unicodeScalar < 128 && s_escaped.Contains((char)unicodeScalar);

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var target = new Span<char>(buffer, bufferLength);
        if (!WillEncode(unicodeScalar))
        {
            return new Rune(unicodeScalar).TryEncodeToUtf16(target, out numberOfCharactersWritten);
        }

        var brief = unicodeScalar switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => '\0',
        };
        if (brief != '\0')
        {
            numberOfCharactersWritten = 2;
            return "\\".TryCopyTo(target) && new ReadOnlySpan<char>(in brief).TryCopyTo(target[1..]);
        }

        return target.TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten);
    }

    /// <summary>The first character that cannot stand for itself; half a surrogate pair cannot either.</summary>
    private static int FirstEscaped(ReadOnlySpan<char> text)
    {
        for (var start = 0; text[start..].IndexOfAny(s_suspects) is >= 0 and var found;)
        {
            var place = start + found;
            if (Rune.DecodeFromUtf16(text[place..], out _, out var length) != OperationStatus.Done || length == 1)
            {
                return place;
            }

            start = place + length;
        }

        return -1;
    }
}
