using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Polar.FakeServer.Usage.Events;

/// <summary>
/// Reads a batch of events whose like comes a million times: well-formed, with nothing unusual in it, in one go and without a tree of nodes. Whatever is
/// wrong or merely rare is left to the validator, which has the words for it.
/// </summary>
internal ref partial struct EventBatchReader
{
    private const int LongestName = 128;

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
