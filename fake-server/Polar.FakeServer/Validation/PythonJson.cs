using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>
/// Reads JSON as Python does, since that is what Polar's clients see when it is malformed: the same faults in the same words at the same places,
/// counted in characters.
/// </summary>
internal sealed class PythonJson
{
    private const int DeepestNesting = 60;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What a text may not go on past as it is: its end, an escape, what must not be in it.</summary>
    private static readonly SearchValues<char> s_special = SearchValues.Create(['"', '\\', .. Enumerable.Range(0, ' ').Select(code => (char)code)]);

    private readonly string _text;
    private int _at;
    private int _depth;

    private PythonJson(string text) => _text = text;

    /// <summary>The value; else what is wrong and where.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are no UTF-8.</exception>
    /// <exception cref="InsufficientExecutionStackException">It is nested too deeply.</exception>
    public static (JsonNode? Value, (string Message, int Offset)? Fault) Read(ReadOnlySpan<byte> utf8)
    {
        var text = s_utf8.GetString(utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8);
        var reader = new PythonJson(text);
        try
        {
            return (reader.Document(), null);
        }
        catch (Malformed fault)
        {
            return (null, (fault.Message, text.AsSpan(0, fault.Index).EnumerateRunes().Length()));
        }
    }

    private JsonNode? Document()
    {
        SkipBlanks();
        var value = Value();
        SkipBlanks();
        return _at == _text.Length ? value : throw new Malformed("Extra data", _at);
    }

    private JsonNode? Value()
    {
        switch (Current())
        {
            case '"':
                return JsonValue.Create(String());
            case '{':
                return Nested(Object);
            case '[':
                return Nested(Array);
            case 'n' when Takes("null"):
                return null;
            case 't' when Takes("true"):
                return JsonValue.Create(true);
            case 'f' when Takes("false"):
                return JsonValue.Create(false);
            default:
                return Number();
        }
    }

    private JsonNode Nested(Func<JsonNode> read)
    {
        if (++_depth > DeepestNesting)
        {
            throw new InsufficientExecutionStackException();
        }

        var node = read();
        _depth--;
        return node;
    }

    private JsonObject Object()
    {
        var members = new JsonObject();
        _at++;
        SkipBlanks();
        if (Current() == '}')
        {
            _at++;
            return members;
        }

        while (true)
        {
            if (Current() != '"')
            {
                throw new Malformed("Expecting property name enclosed in double quotes", _at);
            }

            var name = String();
            SkipBlanks();
            Expect(':');
            SkipBlanks();
            members[name] = Value();
            if (Ends('}', "object"))
            {
                return members;
            }
        }
    }

    private JsonArray Array()
    {
        var items = new JsonArray();
        _at++;
        SkipBlanks();
        if (Current() == ']')
        {
            _at++;
            return items;
        }

        while (true)
        {
            items.Add(Value());
            if (Ends(']', "array"))
            {
                return items;
            }
        }
    }

    /// <summary>Goes past what follows an item: the end, or a comma with something behind it.</summary>
    private bool Ends(char end, string what)
    {
        SkipBlanks();
        if (Current() == end)
        {
            _at++;
            return true;
        }

        var comma = _at;
        Expect(',');
        SkipBlanks();
        return Current() == end ? throw new Malformed($"Illegal trailing comma before end of {what}", comma) : false;
    }

    private string String()
    {
        var start = _at++;
        var plain = _text.AsSpan(_at);
        if (plain.IndexOfAny(s_special) is >= 0 and var end && plain[end] == '"')
        {
            _at += end + 1;
            return _text.Substring(start + 1, end).ToWellFormed();
        }

        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            var letter = _text[_at++];
            switch (letter)
            {
                case '"':
                    return text.ToString().ToWellFormed();
                case < ' ':
                    throw new Malformed("Invalid control character at", _at - 1);
                case '\\':
                    text.Append(Escape(start));
                    break;
                default:
                    text.Append(letter);
                    break;
            }
        }

        throw new Malformed("Unterminated string starting at", start);
    }

    private char Escape(int start)
    {
        if (_at == _text.Length)
        {
            throw new Malformed("Unterminated string starting at", start);
        }

        var letter = _text[_at++];
        return letter switch
        {
            '"' or '\\' or '/' => letter,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => Unit(),
            _ => throw new Malformed("Invalid \\escape", _at - 2),
        };
    }

    private char Unit()
    {
        const int Digits = 4;
        if (_at + Digits >= _text.Length
            || !ushort.TryParse(_text.AsSpan(_at, Digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            throw new Malformed("Invalid \\uXXXX escape", _at - 1);
        }

        _at += Digits;
        return (char)unit;
    }

    private JsonNode Number()
    {
        var start = _at;
        var at = _at;
        if (at < _text.Length && _text[at] == '-')
        {
            at++;
        }

        var whole = Digits(at);
        if (whole == at)
        {
            throw new Malformed("Expecting value", start);
        }

        at = _text[at] == '0' ? at + 1 : whole;
        var end = at;
        if (end < _text.Length && _text[end] == '.' && Digits(end + 1) > end + 1)
        {
            end = Digits(end + 1);
        }

        if (end < _text.Length && _text[end] is 'e' or 'E')
        {
            var exponent = end + 1 < _text.Length && _text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            end = Digits(exponent) > exponent ? Digits(exponent) : end;
        }

        _at = end;
        return PythonNumber.Read(_text[start..end], isFloat: end > at);
    }

    private int Digits(int from)
    {
        while (from < _text.Length && char.IsAsciiDigit(_text[from]))
        {
            from++;
        }

        return from;
    }

    private char Current() => _at < _text.Length ? _text[_at] : '\0';

    private bool Takes(string word)
    {
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private void Expect(char wanted)
    {
        if (Current() != wanted)
        {
            throw new Malformed($"Expecting '{wanted}' delimiter", _at);
        }

        _at++;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private sealed class Malformed(string message, int index) : Exception(message)
    {
        public int Index { get; } = index;
    }
}
