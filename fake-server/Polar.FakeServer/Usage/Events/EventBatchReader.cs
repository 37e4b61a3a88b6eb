using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Polar.FakeServer.Usage.Events;

/// <summary>
/// Reads a batch of events whose like comes a million times: well-formed, with nothing unusual in it, in one go and without a tree of nodes. Whatever is
/// wrong or merely rare is left to the validator, which has the words for it.
/// </summary>
internal ref struct EventBatchReader
{
    private const int LongestName = 128;
    private const int LongestText = 500;
    private const int ReservedMembers = 8;

    private static readonly SearchValues<byte> s_amountDigits = SearchValues.Create("0123456789."u8);

    private readonly DateTimeOffset _now;
    private readonly List<EventValue> _values = [];
    private readonly List<string> _names = [];
    private Utf8JsonReader _reader;
    private string[] _latest = [];

    private EventBatchReader(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        _reader = new Utf8JsonReader(body);
        _now = now;
    }

    /// <summary>The events of a body; null where it has to be looked at closer.</summary>
    public static List<IncomingEvent>? Read(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (!Utf8.IsValid(body))
        {
            return null;
        }

        try
        {
            return new EventBatchReader(body, now).Batch();
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            return null;
        }
    }

    private List<IncomingEvent>? Batch()
    {
        if (!Next(JsonTokenType.StartObject) || !Next(JsonTokenType.PropertyName) || !_reader.ValueTextEquals("events"u8) || !Next(JsonTokenType.StartArray))
        {
            return null;
        }

        var events = new List<IncomingEvent>();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.StartObject)
        {
            if (!TryEvent(out var incoming))
            {
                return null;
            }

            events.Add(incoming);
        }

        return _reader.TokenType == JsonTokenType.EndArray && Next(JsonTokenType.EndObject) && !_reader.Read() ? events : null;
    }

    private bool Next(JsonTokenType wanted) => _reader.Read() && _reader.TokenType == wanted;

    private bool TryEvent([NotNullWhen(true)] out IncomingEvent? incoming)
    {
        incoming = null;
        var seen = Member.None;
        string? name = null, externalCustomer = null, externalMember = null, externalId = null, parent = null;
        Guid? customer = null, member = null, organization = null;
        DateTimeOffset? timestamp = null;
        var metadata = EventMetadata.Empty;
        while (Next(JsonTokenType.PropertyName))
        {
            var which = Named();
            if (which == Member.Other)
            {
                _reader.Skip();
                continue;
            }

            if ((seen & which) != 0 || !_reader.Read())
            {
                return false;
            }

            seen |= which;
            var isRead = which switch
            {
                Member.Name => TryText(LongestName, isShared: true, out name),
                Member.Timestamp => TryInstant(out timestamp),
                Member.CustomerId => TryUuid(out customer) && customer is not null,
                Member.ExternalCustomerId => TryText(int.MaxValue, isShared: true, out externalCustomer),
                Member.MemberId => TryUuid(out member),
                Member.ExternalMemberId => TryTextOrNull(isShared: true, out externalMember),
                Member.OrganizationId => TryUuid(out organization),
                Member.ExternalId => TryTextOrNull(isShared: false, out externalId),
                Member.ParentId => TryTextOrNull(isShared: false, out parent),
                _ => TryMetadata(out metadata),
            };
            if (!isRead)
            {
                return false;
            }
        }

        const Member OfId = Member.CustomerId | Member.MemberId;
        const Member OfExternalId = Member.ExternalCustomerId | Member.ExternalMemberId;
        var isById = (seen & Member.CustomerId) != 0 && (seen & OfExternalId) == 0;
        var isByExternalId = (seen & Member.ExternalCustomerId) != 0 && (seen & OfId) == 0;
        if (_reader.TokenType != JsonTokenType.EndObject || name is null || !(isById || isByExternalId))
        {
            return false;
        }

        incoming = new IncomingEvent
        {
            Name = name,
            Metadata = metadata,
            Timestamp = timestamp,
            CustomerId = customer,
            ExternalCustomerId = externalCustomer,
            MemberId = member,
            ExternalMemberId = externalMember,
            OrganizationId = organization,
            ExternalId = externalId,
            ParentName = parent,
        };
        return true;
    }

    private readonly Member Named() =>
        _reader.ValueTextEquals("name"u8) ? Member.Name
        : _reader.ValueTextEquals("metadata"u8) ? Member.Metadata
        : _reader.ValueTextEquals("external_customer_id"u8) ? Member.ExternalCustomerId
        : _reader.ValueTextEquals("customer_id"u8) ? Member.CustomerId
        : _reader.ValueTextEquals("timestamp"u8) ? Member.Timestamp
        : _reader.ValueTextEquals("external_id"u8) ? Member.ExternalId
        : _reader.ValueTextEquals("parent_id"u8) ? Member.ParentId
        : _reader.ValueTextEquals("member_id"u8) ? Member.MemberId
        : _reader.ValueTextEquals("external_member_id"u8) ? Member.ExternalMemberId
        : _reader.ValueTextEquals("organization_id"u8) ? Member.OrganizationId
        : Member.Other;

    private readonly bool TryTextOrNull(bool isShared, out string? text)
    {
        text = null;
        return _reader.TokenType == JsonTokenType.Null || TryText(int.MaxValue, isShared, out text);
    }

    /// <summary>A text of so many letters at most; one that has more bytes may still be short enough, but that is rare.</summary>
    private readonly bool TryText(int longest, bool isShared, out string? text)
    {
        text = null;
        if (_reader.TokenType != JsonTokenType.String || _reader.ValueSpan.Length > longest)
        {
            return false;
        }

        text = _reader.ValueIsEscaped || !isShared ? _reader.GetString()! : EventTexts.Text(_reader.ValueSpan);
        return !_reader.ValueIsEscaped || !text.Contains('\0', StringComparison.Ordinal);
    }

    private readonly bool TryUuid(out Guid? uuid)
    {
        const int Length = 36;
        uuid = null;
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (_reader.TokenType != JsonTokenType.String
            || _reader.ValueSpan.Length != Length
            || !Utf8Parser.TryParse(_reader.ValueSpan, out Guid found, out var read)
            || read != Length
            || found is not { Version: 4, Variant: >= 8 and <= 11 })
        {
            return false;
        }

        uuid = found;
        return true;
    }

    /// <summary>A moment with its zone, of the past: <c>2026-03-01T12:00:00.000000Z</c>.</summary>
    private readonly bool TryInstant(out DateTimeOffset? instant)
    {
        const int Shortest = 20;
        const int Longest = 32;
        instant = null;
        var text = _reader.ValueSpan;
        if (_reader.TokenType != JsonTokenType.String || text.Length is < Shortest or > Longest || text[10] != 'T')
        {
            return false;
        }

        var zone = text[^1] == 'Z' ? 1 : text[^6] is (byte)'+' or (byte)'-' ? 6 : 0;
        if (zone == 0 || text.Length - zone > Longest - 6 || !_reader.TryGetDateTimeOffset(out var moment) || moment > _now)
        {
            return false;
        }

        instant = moment.ToUniversalTime();
        return true;
    }

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
            _latest = EventTexts.Names(_names);
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

    [Flags]
    private enum Member
    {
        None = 0,
        Name = 1,
        Timestamp = 2,
        CustomerId = 4,
        ExternalCustomerId = 8,
        MemberId = 16,
        ExternalMemberId = 32,
        OrganizationId = 64,
        ExternalId = 128,
        ParentId = 256,
        Metadata = 512,
        Other = 1024,
    }
}
