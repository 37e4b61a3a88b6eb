namespace Polar.FakeServer.Http;

/// <summary>The last requests to the API, oldest first.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class RequestLog(int capacity)
{
    private readonly Lock _turn = new();
    private readonly Queue<RequestRecord> _kept = new();
    private long _count;

    /// <summary>Raised for each request, before it is answered on the wire.</summary>
    public event Action<RequestRecord>? Added;

    /// <summary>How many are not kept any more.</summary>
    public long Dropped
    {
        get
        {
            lock (_turn)
            {
                return _count - _kept.Count;
            }
        }
    }

    /// <summary>How many there were since the log was empty last.</summary>
    public long Count
    {
        get
        {
            lock (_turn)
            {
                return _count;
            }
        }
    }

    public IReadOnlyList<RequestRecord> All
    {
        get
        {
            lock (_turn)
            {
                return [.. _kept];
            }
        }
    }

    public void Add(RequestRecord record)
    {
        lock (_turn)
        {
            record.Number = ++_count;
            _kept.Enqueue(record);
            if (_kept.Count > capacity)
            {
                _kept.Dequeue();
            }
        }

        Added?.Invoke(record);
    }

    public void Clear()
    {
        lock (_turn)
        {
            _kept.Clear();
            _count = 0;
        }
    }
}
