using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Polar.FakeServer.Usage.Events;

/// <content>Reads what events tell: their metadata, with the reserved keys and their members.</content>
internal ref partial struct EventBatchReader
{
    private const int LongestText = 500;
    private const int ReservedMembers = 8;

    private static readonly SearchValues<byte> s_amountDigits = SearchValues.Create("0123456789."u8);

    private bool TryMetadata(out EventMetadata metadata)
    {
        metadata = EventMetadata.Empty;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var latest = _latest;
        var isLatest = true;
        _names.Clear();
        _values.Clear();
        while (Next(JsonTokenType.PropertyName))
        {
            if (_reader.ValueIsEscaped)
            {
                return false;
            }

            var place = _names.Count;
            var isSame = isLatest && place < latest.Length && _reader.ValueTextEquals(latest[place]);
            var name = isSame ? latest[place] : EventTexts.Text(_reader.ValueSpan);
            isLatest &= isSame;
            var value = default(EventValue);
            if ((!isSame && _names.Contains(name)) || !_reader.Read() || !(name is "_cost" or "_llm" ? TryReserved(name, out value) : TryValue(out value)))
            {
                return false;
            }

            _names.Add(name);
            _values.Add(value);
        }

        if (_reader.TokenType != JsonTokenType.EndObject)
        {
            return false;
        }

        ToFront("_llm");
        ToFront("_cost");
        if (!isLatest || _names.Count != latest.Length)
        {
            _latest = EventTexts.Names(CollectionsMarshal.AsSpan(_names));
        }

        metadata = _names.Count == 0 ? EventMetadata.Empty : new EventMetadata(_latest, [.. _values]);
        return true;
    }

    /// <summary>Reserved keys stand before all others, wherever they were sent.</summary>
    private readonly void ToFront(string name)
    {
        if (_names.IndexOf(name) is > 0 and var place)
        {
            var value = _values[place];
            _names.RemoveAt(place);
            _values.RemoveAt(place);
            _names.Insert(0, name);
            _values.Insert(0, value);
        }
    }

    private bool TryReserved(string name, out EventValue value)
    {
        value = default;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var members = new (string Name, EventValue Value)[ReservedMembers];
        var count = 0;
        while (Next(JsonTokenType.PropertyName))
        {
            var member = EventTexts.Text(_reader.ValueSpan);
            if (_reader.ValueIsEscaped || count == ReservedMembers || Array.Exists(members, known => known.Name == member) || !_reader.Read())
            {
                return false;
            }

            var isRead = member switch
            {
                "amount" => TryAmount(out members[count].Value),
                "currency" or "vendor" or "model" => TryText(out members[count].Value),
                "prompt" or "response" => _reader.TokenType == JsonTokenType.Null || TryText(out members[count].Value),
                "input_tokens" or "cached_input_tokens" or "output_tokens" or "total_tokens" =>
                    TryWhole(out members[count].Value),
                _ => false,
            };
            if (!isRead)
            {
                return false;
            }

            members[count++].Name = member;
        }

        value = _reader.TokenType != JsonTokenType.EndObject ? default : name == "_cost" ? Cost(members, count) : Llm(members, count);
        return !value.IsAbsent;
    }

    private static EventValue Cost((string Name, EventValue Value)[] members, int count) =>
        count == 2 && Find(members, "currency") is { Text: "usd" } currency && Find(members, "amount") is { IsAbsent: false } amount
            ? EventMetadata.Of(("amount", amount), ("currency", currency))
            : null;

    private static EventMetadata? Llm((string Name, EventValue Value)[] members, int count)
    {
        string[] names = ["vendor", "model", "prompt", "response", "input_tokens", "cached_input_tokens", "output_tokens", "total_tokens"];
        var ordered = new (string, EventValue)[names.Length];
        var found = 0;
        for (var place = 0; place < names.Length; place++)
        {
            ordered[place] = (names[place], Find(members, names[place]));
            found += Array.Exists(members, known => known.Name == names[place]) ? 1 : 0;
        }

        var isWhole = Array.TrueForAll(
            ordered, member => !member.Item2.IsAbsent || member.Item1 is "prompt" or "response" or "cached_input_tokens");
        return found == count && isWhole ? EventMetadata.Of(ordered) : null;
    }

    private static EventValue Find((string Name, EventValue Value)[] members, string name) => Array.Find(members, member => member.Name == name).Value;

    private readonly bool TryText(out EventValue value)
    {
        var isText = TryText(int.MaxValue, isShared: true, out var text);
        value = text;
        return isText;
    }

    private readonly bool TryInteger(out long number)
    {
        number = 0;
        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out number);
    }

    private readonly bool TryWhole(out EventValue value)
    {
        var isWhole = TryInteger(out var number);
        value = number;
        return isWhole;
    }

    /// <summary>An amount of at most five digits before the point and twelve behind it, as a number or as a text.</summary>
    private readonly bool TryAmount(out EventValue value)
    {
        const int MostDigits = 16;
        const decimal Least = 0.0001m;
        const decimal Most = 99999m;
        value = default;
        var text = _reader.ValueSpan;
        if (_reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String)
            || text.Length is 0 or > MostDigits
            || text.ContainsAnyExcept(s_amountDigits)
            || text[0] == '.' || text[^1] == '.'
            || !Utf8Parser.TryParse(text, out decimal amount, out var read)
            || read != text.Length
            || amount.Scale > 12
            || amount > Most
            || (amount < Least && amount != 0))
        {
            return false;
        }

        value = IncomingEvent.AsFloat(amount);
        return true;
    }

    private readonly bool TryValue(out EventValue value)
    {
        value = default;
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                var isText = TryText(LongestText, isShared: true, out var text) && text!.Length > 0;
                value = text;
                return isText;
            case JsonTokenType.True or JsonTokenType.False:
                value = _reader.TokenType == JsonTokenType.True;
                return true;
            case JsonTokenType.Number:
                return TryNumber(out value);
            default:
                return false;
        }
    }

    /// <summary>A number that a double keeps as it is written, save zeros at its end.</summary>
    private readonly bool TryNumber(out EventValue value)
    {
        const int MostDigits = 16;
        const decimal Least = 0.0001m;
        value = default;
        var text = _reader.ValueSpan;
        if (text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            var isWhole = _reader.TryGetInt64(out var whole);
            value = whole;
            return isWhole;
        }

        if (text.Length > MostDigits || !Utf8Parser.TryParse(text, out decimal number, out var read) || read != text.Length || Math.Abs(number) < Least)
        {
            return false;
        }

        value = IncomingEvent.AsFloat(number);
        return true;
    }
}
