namespace Polar.FakeServer.Http;

/// <summary>An entry that holds for a time.</summary>
/// <param name="Value">What is remembered.</param>
/// <param name="Start">From when on it holds; where the clock was put back behind it, it holds no more.</param>
/// <param name="End">Up to when.</param>
internal readonly record struct ExpiringEntry<TValue>(TValue Value, DateTimeOffset Start, DateTimeOffset End)
{
    public bool Holds(DateTimeOffset now) => Start <= now && now < End;
}

/// <summary>
/// Entries that hold for a time, in bounded memory: those that hold no more are dropped now and then, and where there are too many that do, those that would expire
/// first are. Not for several threads at a time.
/// </summary>
/// <param name="most">How many there are at most.</param>
internal sealed class ExpiringEntries<TKey, TValue>(int most)
    where TKey : notnull
{
    // So few are not worth a look.
    private const int Few = 1000;

    private readonly Dictionary<TKey, ExpiringEntry<TValue>> _entries = [];
    private int _enough = Math.Min(Few, most);

    /// <summary>How many there are, those included that hold no more and were not dropped yet.</summary>
    public int Count => _entries.Count;

    /// <summary>The entry of a key; null where it has none, or none that holds.</summary>
    public ExpiringEntry<TValue>? Find(TKey key, DateTimeOffset now) => _entries.TryGetValue(key, out var entry) && entry.Holds(now) ? entry : null;

    /// <summary>Remembers something instead of what is remembered of the key.</summary>
    public void Set(TKey key, ExpiringEntry<TValue> entry, DateTimeOffset now)
    {
        if (_entries.Count >= _enough && !_entries.ContainsKey(key))
        {
            Drop(now);
        }

        _entries[key] = entry;
    }

    private void Drop(DateTimeOffset now)
    {
        foreach (var (key, entry) in _entries)
        {
            if (!entry.Holds(now))
            {
                _entries.Remove(key);
            }
        }

        if (_entries.Count >= most)
        {
            // A tenth at a time, so that the next ones do not each look through all.
            foreach (var key in _entries.OrderBy(entry => entry.Value.End).Take(Math.Max(1, most / 10)).Select(entry => entry.Key).ToArray())
            {
                _entries.Remove(key);
            }
        }

        _enough = Math.Min(most, Math.Max(Few, _entries.Count * 2));
    }
}
