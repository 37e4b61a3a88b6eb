using System.Collections.Immutable;

namespace Polar.FakeServer.Execution;

/// <summary>
/// Something that is told to whoever listens. It keeps what it was about as it was then, and is written down once, when somebody looks: most events
/// nobody ever looks at.
/// </summary>
internal sealed class PublishedEvent
{
    private readonly Lock _writing = new();
    private Func<ReadOnlyMemory<byte>>? _write;
    private ReadOnlyMemory<byte> _data;

    /// <summary>An event whose data is yet to be written.</summary>
    /// <param name="organization">Whose event it is.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="timestamp">The virtual time of the event.</param>
    /// <param name="write">Writes the data as JSON in UTF-8.</param>
    public PublishedEvent(Guid organization, string type, DateTimeOffset timestamp, Func<ReadOnlyMemory<byte>> write)
    {
        Organization = organization;
        Type = type;
        Timestamp = timestamp;
        _write = write;
    }

    public Guid Organization { get; }

    public string Type { get; }

    public DateTimeOffset Timestamp { get; }

    /// <summary>What is sent of it: a message for each endpoint that wanted it when it was published.</summary>
    public ImmutableArray<Guid> Messages { get; private set; } = [];

    /// <summary>Notes a message that is sent of it.</summary>
    public void Add(Guid message) => Messages = Messages.Add(message);

    /// <summary>The data as JSON in UTF-8.</summary>
    public ReadOnlyMemory<byte> Data
    {
        get
        {
            lock (_writing)
            {
                if (_write is { } write)
                {
                    _data = write();

                    // What it was made from may be a whole world.
                    _write = null;
                }

                return _data;
            }
        }
    }
}
