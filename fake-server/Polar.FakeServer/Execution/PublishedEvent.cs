using System.Collections.Immutable;
using System.Text.Json;
using Polar.FakeServer.Rendering;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Execution;

/// <summary>
/// Something that is told to whoever listens. It keeps what it was about as it was then, and is written down once, when somebody looks: most events
/// nobody ever looks at.
/// </summary>
internal sealed class PublishedEvent
{
    private static readonly JsonEncodedText s_type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText s_timestamp = JsonEncodedText.Encode("timestamp");
    private static readonly JsonEncodedText s_apiVersion = JsonEncodedText.Encode("api_version");
    private static readonly JsonEncodedText s_data = JsonEncodedText.Encode("data");

    private readonly Lock _writing = new();
    private Action<Utf8JsonWriter>? _write;
    private ReadOnlyMemory<byte> _body;
    private Range _data;

    /// <summary>An event whose data is yet to be written.</summary>
    /// <param name="organization">The organization that the event belongs to.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="timestamp">The virtual time of the event.</param>
    /// <param name="write">Writes the data.</param>
    public PublishedEvent(Guid organization, string type, DateTimeOffset timestamp, Action<Utf8JsonWriter> write)
    {
        Organization = organization;
        Type = type;
        Timestamp = timestamp;
        _write = write;
    }

    public Guid Organization { get; }

    public string Type { get; }

    public DateTimeOffset Timestamp { get; }

    /// <summary>What stands in its body behind the data; texts, which few events have.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];

    /// <summary>What is sent of it: a message for each endpoint that wanted it when it was published.</summary>
    public ImmutableArray<Guid> Messages { get; private set; } = [];

    /// <summary>The data as JSON in UTF-8; a part of the body.</summary>
    public ReadOnlyMemory<byte> Data
    {
        get
        {
            lock (_writing)
            {
                Write();
                return _body[_data];
            }
        }
    }

    /// <summary>Notes a message that is sent of it.</summary>
    public void Add(Guid message) => Messages = Messages.Add(message);

    /// <summary>The body, for a version of the API. That of the current one is written once, whoever gets it.</summary>
    public ReadOnlyMemory<byte> Body(string apiVersion)
    {
        lock (_writing)
        {
            Write();
            var data = _body[_data];
            return apiVersion == ApiVersions.Current ? _body : Body(apiVersion, writer => writer.WriteRawValue(data.Span, skipInputValidation: true)).Body;
        }
    }

    private void Write()
    {
        if (_write is { } write)
        {
            (_body, _data) = Body(ApiVersions.Current, write);

            // What it was made from may be a whole world.
            _write = null;
        }
    }

    private (ReadOnlyMemory<byte> Body, Range Data) Body(string apiVersion, Action<Utf8JsonWriter> write)
    {
        using var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteString(s_type, Type);
        writer.WritePropertyName(s_timestamp);
        WireWriter.Instant(writer, Timestamp);
        writer.WriteString(s_apiVersion, apiVersion);
        writer.WritePropertyName(s_data);
        var start = buffer.Written.Length;
        write(writer);
        var end = buffer.Written.Length;
        foreach (var (name, value) in Details)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        return (buffer.Written.ToArray(), start..end);
    }
}
