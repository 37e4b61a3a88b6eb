using System.Threading.Channels;

namespace Polar.FakeServer.Execution;

/// <summary>What is told to those who listen while it happens: open event streams.</summary>
/// <param name="systemClock">The clock outside: how long a stream lasts, and when what it tells was signed.</param>
internal sealed class EventFeed(TimeProvider systemClock)
{
    /// <summary>A feed that nobody tells anything.</summary>
    public static EventFeed Silent { get; } = new(TimeProvider.System);

    /// <summary>Raised for each event that a step publishes, in order.</summary>
    public event Action<PublishedEvent>? Published;

    /// <summary>
    /// Raised when an event has reached the app: its type and its data's body. It is raised at once for an event that no endpoint wants.
    /// </summary>
    public event Action<string, ReadOnlyMemory<byte>>? Taken;

    /// <summary>Raised for what pages are told.</summary>
    public event Action<PageNotice>? Noticed;

    private long _ids;

    /// <summary>The clock outside.</summary>
    public TimeProvider SystemClock => systemClock;

    /// <summary>An id of a message; nothing of the world's randomness is used up for it.</summary>
    public Guid NewId() => new RandomDraw(new RandomSource((ulong)Interlocked.Increment(ref _ids))).Uuid();

    /// <summary>Whether anybody listens to events.</summary>
    public bool HasListeners => Published is not null || Taken is not null;

    public void TellPublished(PublishedEvent published) => Published?.Invoke(published);

    public void TellNotice(PageNotice notice) => Noticed?.Invoke(notice);

    public void TellTaken(string type, ReadOnlyMemory<byte> body) => Taken?.Invoke(type, body);

    /// <summary>What is told from now on, made into messages; those that come to nothing are left out.</summary>
    /// <param name="published">The messages of an event.</param>
    /// <param name="taken">The message of an event that has reached the app.</param>
    /// <param name="noticed">The messages of what pages are told; null for none.</param>
    public FeedReader<T> Read<T>(
        Func<PublishedEvent, IEnumerable<T>>? published,
        Func<string, ReadOnlyMemory<byte>, IEnumerable<T>>? taken,
        Func<PageNotice, IEnumerable<T>>? noticed)
    {
        var reader = new FeedReader<T>();
        reader.Follow(
            this,
            published is null ? null : happened => reader.Write(published(happened)),
            taken is null ? null : (type, body) => reader.Write(taken(type, body)),
            noticed is null ? null : notice => reader.Write(noticed(notice)));
        return reader;
    }
}

/// <summary>
/// Messages of a feed, from the moment on that this was made. Whoever does not read them falls behind, and is told no more once too many wait: what waits may still
/// be read, and then the messages end.
/// </summary>
internal sealed class FeedReader<T> : IDisposable
{
    /// <summary>How many messages wait for a reader at most.</summary>
    public const int MostWaiting = 1000;

    private readonly Channel<T> _messages = Channel.CreateBounded<T>(MostWaiting);
    private Action _leave = static () => { };

    /// <summary>How many messages wait.</summary>
    public int Waiting => _messages.Reader.Count;

    /// <summary>Whether the reader has fallen behind so far that it is told no more.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>Listens, until it is disposed of.</summary>
    public void Follow(
        EventFeed feed, Action<PublishedEvent>? published, Action<string, ReadOnlyMemory<byte>>? taken, Action<PageNotice>? noticed)
    {
        feed.Published += published;
        feed.Taken += taken;
        feed.Noticed += noticed;
        _leave = () =>
        {
            feed.Published -= published;
            feed.Taken -= taken;
            feed.Noticed -= noticed;
        };
    }

    /// <summary>The messages, as they come.</summary>
    public IAsyncEnumerable<T> ReadAsync(CancellationToken stop) => _messages.Reader.ReadAllAsync(stop);

    /// <summary>Adds messages.</summary>
    public void Write(IEnumerable<T> messages)
    {
        foreach (var message in messages)
        {
            // A channel that was completed takes nothing either, but then nobody is behind.
            if (!_messages.Writer.TryWrite(message))
            {
                IsBehind |= Waiting >= MostWaiting;
                Dispose();
                return;
            }
        }
    }

    public void Dispose()
    {
        _leave();
        _messages.Writer.TryComplete();
    }
}
