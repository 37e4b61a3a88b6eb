namespace Polar.FakeServer.Http;

/// <summary>
/// The last requests to the API, oldest first: so many of them, of each body its beginning, and of all bodies together so many bytes, the latest ones.
/// </summary>
internal sealed class RequestLog
{
    private readonly Lock _turn = new();
    private readonly Queue<RequestRecord> _kept = new();
    private readonly Queue<RequestRecord> _withBodies = new();
    private readonly int _capacity;
    private readonly long _mostBytes;
    private long _count;
    private long _bytes;

    /// <summary>A log without requests.</summary>
    /// <param name="capacity">How many are kept.</param>
    /// <param name="longestBody">How many bytes of a body are kept.</param>
    /// <param name="mostBytes">How many bytes of all bodies are kept.</param>
    public RequestLog(int capacity, int longestBody, long mostBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(longestBody);
        ArgumentOutOfRangeException.ThrowIfNegative(mostBytes);
        _capacity = capacity;
        LongestBody = longestBody;
        _mostBytes = mostBytes;
    }

    /// <summary>Raised for each request, before it is answered on the wire.</summary>
    public event Action<RequestRecord>? Added;

    /// <summary>How many bytes of a body are kept.</summary>
    public int LongestBody { get; }

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

    /// <summary>How many bytes of bodies are kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_turn)
            {
                return _bytes;
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
        record.Cut(LongestBody);
        lock (_turn)
        {
            record.Number = ++_count;
            record.Log = this;
            _kept.Enqueue(record);
            _withBodies.Enqueue(record);
            _bytes += record.KeptBytes;
            if (_kept.Count > _capacity)
            {
                Drop();
            }

            ForgetBodies();
        }

        Added?.Invoke(record);
    }

    /// <summary>Keeps an answer's body as it was written.</summary>
    public void Keep(RequestRecord record, ReadOnlyMemory<byte> body)
    {
        lock (_turn)
        {
            if (record.Log != this)
            {
                return;
            }

            _bytes -= record.KeptBytes;
            record.Keep(body, LongestBody);
            _bytes += record.KeptBytes;
            ForgetBodies();
        }
    }

    public void Clear()
    {
        lock (_turn)
        {
            while (_kept.Count > 0)
            {
                Drop();
            }

            _count = 0;
        }
    }

    private void Drop()
    {
        var oldest = _kept.Dequeue();
        oldest.Log = null;
        _bytes -= oldest.KeptBytes;
        if (_withBodies.TryPeek(out var first) && first == oldest)
        {
            _withBodies.Dequeue();
        }
    }

    private void ForgetBodies()
    {
        while (_bytes > _mostBytes && _withBodies.TryDequeue(out var oldest))
        {
            _bytes -= oldest.KeptBytes;
            oldest.Forget();
        }
    }
}
