using System.Collections;
using System.Collections.Immutable;

namespace Polar.FakeServer.Storage;

/// <summary>
/// An immutable log that keeps so many of its latest entries and counts what it has dropped. Adding to the newest version of a log copies nothing;
/// older versions do not see what was added behind them.
/// </summary>
/// <typeparam name="T">The type of the entries.</typeparam>
internal sealed class BoundedLog<T> : IReadOnlyList<T>
{
    private const int BlockLength = 256;

    private readonly ImmutableList<T[]> _blocks;
    private readonly Block _last;
    private readonly int _used;
    private readonly long _first;

    private BoundedLog(int limit, ImmutableList<T[]> blocks, Block last, int used, long first)
    {
        Limit = limit;
        _blocks = blocks;
        _last = last;
        _used = used;
        _first = first;
    }

    /// <summary>How many entries are kept.</summary>
    public int Limit { get; }

    /// <summary>How many entries were added so far.</summary>
    public long Total => _first + ((long)_blocks.Count * BlockLength) + _used;

    /// <summary>How many of them are gone.</summary>
    public long Dropped => Math.Max(0, Total - Limit);

    /// <inheritdoc/>
    public int Count => (int)(Total - Dropped);

    /// <summary>The entry at a rank among those that are kept, the oldest one first.</summary>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var (block, place) = Math.DivRem((int)(Dropped - _first) + index, BlockLength);
            return block == _blocks.Count ? _last.Entries[place] : _blocks[block][place];
        }
    }

    /// <summary>A log without entries.</summary>
    public static BoundedLog<T> Empty(int limit) => new(limit, [], new Block(), 0, 0);

    /// <summary>A log of the latest entries of as many as were added in all.</summary>
    public static BoundedLog<T> Of(int limit, IReadOnlyList<T> latest, long total)
    {
        var log = new BoundedLog<T>(limit, [], new Block(), 0, total - latest.Count);
        foreach (var entry in latest)
        {
            log = log.Add(entry);
        }

        return log;
    }

    /// <summary>How many entries two versions have in common, dropped ones too: the number of the first one that only one of them has.</summary>
    public long CommonWith(BoundedLog<T> other)
    {
        var common = Math.Min(Total, other.Total);
        var dropped = Math.Max(Dropped, other.Dropped);
        while (common > dropped && !EqualityComparer<T>.Default.Equals(this[(int)(common - 1 - Dropped)], other[(int)(common - 1 - other.Dropped)]))
        {
            common--;
        }

        return common > dropped ? common : 0;
    }

    public BoundedLog<T> Add(T entry)
    {
        if (_used == BlockLength)
        {
            return new BoundedLog<T>(Limit, _blocks.Add(_last.Entries), new Block(), 0, _first).Add(entry);
        }

        // Whoever comes first takes the free place; another version that branches off here goes on in a copy.
        var last = Interlocked.CompareExchange(ref _last.Taken, _used + 1, _used) == _used ? _last : _last.Copy(_used);
        last.Entries[_used] = entry;
        var added = new BoundedLog<T>(Limit, _blocks, last, _used + 1, _first);
        return added.Dropped - _first >= BlockLength && _blocks.Count > 0
            ? new BoundedLog<T>(Limit, _blocks.RemoveAt(0), last, _used + 1, _first + BlockLength)
            : added;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Block
    {
        /// <summary>How many places some version uses.</summary>
        public int Taken;

        public T[] Entries { get; } = new T[BlockLength];

        public Block Copy(int used)
        {
            var copy = new Block { Taken = used + 1 };
            Array.Copy(Entries, copy.Entries, used);
            return copy;
        }
    }
}
