using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <content>Values of the short way.</content>
internal ref partial struct WireInput
{
    /// <summary>Among the oddities of a text: it has escapes. Any other is a character beyond ASCII.</summary>
    private const uint Escaped = 1U << 31;

    private const int UuidLength = 36;

    /// <summary>A time without and with six digits behind the second.</summary>
    private const int ShortInstant = 20;
    private const int LongInstant = 27;

    /// <summary>Takes a null if one stands here.</summary>
    /// <returns>Whether it did.</returns>
    public bool TryTakeNull() => TryTake("null"u8);

    /// <summary>Takes a truth value.</summary>
    public bool Boolean() => TryTake("true"u8) || (TryTake("false"u8) ? false : throw Refused());

    /// <summary>Takes text.</summary>
    public string Text()
    {
        if (TryTakePlain(out var text))
        {
            return RecentTexts.OfAscii(text);
        }

        var token = Token();
        return token.TokenType == JsonTokenType.String ? token.GetString()! : throw Refused();
    }

    /// <summary>Takes text that is ASCII without escapes.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it is; otherwise nothing was taken.</returns>
    public bool TryTakePlain(out ReadOnlySpan<byte> text)
    {
        var start = _position + 1;
        var end = EndOfText(out var oddities);
        if (oddities != 0)
        {
            text = default;
            return false;
        }

        _position = end + 1;
        text = _utf8[start..end];
        return true;
    }

    /// <summary>Takes a UUID.</summary>
    public Guid Uuid()
    {
        var start = _position;
        if (start <= _utf8.Length - UuidLength - 2 && _utf8[start] == '"' && _utf8[start + UuidLength + 1] == '"'
            && WireUuid.TryRead(_utf8.Slice(start + 1, UuidLength), out var value))
        {
            _position = start + UuidLength + 2;
            return value;
        }

        var token = Token();
        return WireReader.Uuid(ref token);
    }

    /// <summary>Takes a date and time.</summary>
    public DateTimeOffset Instant()
    {
        var start = _position;
        if (start <= _utf8.Length - LongInstant - 2 && _utf8[start] == '"')
        {
            var length = _utf8[start + ShortInstant + 1] == '"' ? ShortInstant : LongInstant;
            if (_utf8[start + length + 1] == '"' && WireText.TryReadUtc(_utf8.Slice(start + 1, length), out var value))
            {
                _position = start + length + 2;
                return value;
            }
        }

        var token = Token();
        return WireReader.Instant(ref token);
    }

    /// <summary>Takes a 64-bit integer.</summary>
    public long Integer()
    {
        var end = _position;
        var isNegative = Peek == '-';
        if (isNegative)
        {
            end++;
        }

        var first = end;
        var value = 0L;
        for (; (uint)end < (uint)_utf8.Length && (uint)(_utf8[end] - '0') <= 9; end++)
        {
            value = unchecked((value * 10) + (_utf8[end] - '0'));
        }

        var digits = end - first;
        if (digits is > 0 and <= WireText.MostSafeDigits && (digits == 1 || _utf8[first] != '0')
            && ((uint)end >= (uint)_utf8.Length || _utf8[end] is not ((byte)'.' or (byte)'e' or (byte)'E')))
        {
            _position = end;
            return isNegative ? -value : value;
        }

        var token = Token();
        return WireReader.Integer(ref token);
    }

    /// <summary>Takes any scalar, and leaves it to the framework's reader.</summary>
    /// <returns>A reader that stands on it.</returns>
    public Utf8JsonReader Token()
    {
        var start = _position;
        _position = EndOfScalar();
        var reader = new Utf8JsonReader(_utf8[start.._position]);
        reader.Read();
        return reader;
    }

    /// <summary>Takes a whole value as it is written.</summary>
    public ReadOnlySpan<byte> Written()
    {
        var start = _position;
        SkipValue();
        return _utf8[start.._position];
    }

    /// <summary>The document from here on, for a look at one of its values.</summary>
    /// <param name="position">Where the value starts.</param>
    public readonly WireInput At(int position) => this with { _position = position };

    /// <summary>Where the value at hand starts.</summary>
    public readonly int Position => _position;

    private bool TryTake(ReadOnlySpan<byte> literal)
    {
        if (!_utf8[_position..].StartsWith(literal))
        {
            return false;
        }

        _position += literal.Length;
        return true;
    }

    private readonly int EndOfScalar()
    {
        switch (Peek)
        {
            case (byte)'"':
                return EndOfText(out _) + 1;
            case (byte)'t':
                return EndOf("true"u8);
            case (byte)'f':
                return EndOf("false"u8);
            case (byte)'n':
                return EndOf("null"u8);
            default:
                return EndOfNumber();
        }
    }

    private readonly int EndOf(ReadOnlySpan<byte> literal) =>
        _utf8[_position..].StartsWith(literal) ? _position + literal.Length : throw Refused();

    private readonly int EndOfNumber()
    {
        var end = _position + (Peek == '-' ? 1 : 0);
        var first = end;
        end = EndOfDigits(end);
        if (_utf8[first] == '0' && end > first + 1)
        {
            throw Refused();
        }

        if (end < _utf8.Length && _utf8[end] == '.')
        {
            end = EndOfDigits(end + 1);
        }

        if (end < _utf8.Length && _utf8[end] is (byte)'e' or (byte)'E')
        {
            var sign = end + 1 < _utf8.Length && _utf8[end + 1] is (byte)'+' or (byte)'-' ? 1 : 0;
            end = EndOfDigits(end + 1 + sign);
        }

        return end;
    }

    /// <summary>Behind one digit or more.</summary>
    private readonly int EndOfDigits(int start)
    {
        var end = start;
        while (end < _utf8.Length && char.IsAsciiDigit((char)_utf8[end]))
        {
            end++;
        }

        return end > start ? end : throw Refused();
    }

    /// <summary>The place of the quote that ends the text at hand.</summary>
    private readonly int EndOfText(out uint oddities)
    {
        if (Peek != '"')
        {
            throw Refused();
        }

        oddities = 0;
        var at = _position + 1;
        ref var first = ref MemoryMarshal.GetReference(_utf8);
        while (true)
        {
            var stops = 0U;
            while (stops == 0 && at <= _utf8.Length - Vector128<byte>.Count)
            {
                var bytes = Vector128.LoadUnsafe(ref first, (nuint)at);
                var beyond = bytes.ExtractMostSignificantBits();
                stops = (Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                    | Vector128.Equals(Vector128.Min(bytes, Vector128.Create((byte)0x1F)), bytes)).ExtractMostSignificantBits();
                var before = stops == 0 ? Vector128<byte>.Count : BitOperations.TrailingZeroCount(stops);
                oddities |= beyond & ((1U << before) - 1);
                at += before;
            }

            while (stops == 0)
            {
                if (at >= _utf8.Length)
                {
                    throw Refused();
                }

                var letter = _utf8[at];
                if (letter is < (byte)' ' or (byte)'"' or (byte)'\\')
                {
                    break;
                }

                oddities |= letter & 0x80U;
                at++;
            }

            switch (_utf8[at])
            {
                case (byte)'"':
                    return at;
                case (byte)'\\':
                    oddities |= Escaped;
                    at = BehindEscape(at + 1);
                    break;
                default:
                    throw Refused();
            }
        }
    }

    private readonly int BehindEscape(int at)
    {
        const int HexDigits = 4;
        if (at < _utf8.Length && "\"\\/bfnrt"u8.Contains(_utf8[at]))
        {
            return at + 1;
        }

        if (at < _utf8.Length - HexDigits && _utf8[at] == 'u')
        {
            for (var digit = at + 1; digit <= at + HexDigits; digit++)
            {
                if (!char.IsAsciiHexDigit((char)_utf8[digit]))
                {
                    throw Refused();
                }
            }

            return at + HexDigits + 1;
        }

        throw Refused();
    }
}
