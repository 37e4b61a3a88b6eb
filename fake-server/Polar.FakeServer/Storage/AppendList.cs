using System.Collections;

namespace Polar.FakeServer.Storage;

/// <summary>
/// An immutable list that only grows. Adding to the newest version of a list copies next to nothing; older versions do not see what was added behind
/// them, and one that is added to as well goes on in a copy of its last part.
/// </summary>
/// <typeparam name="T">The type of the entries.</typeparam>
internal sealed class AppendList<T> : IReadOnlyList<T>
{
    private const int ChunkLength = 4096;
    private const int FirstLength = 4;

    private readonly T[][] _full;
    private readonly Tail _tail;
    private readonly int _used;

    private AppendList(T[][] full, Tail tail, int used)
    {
        _full = full;
        _tail = tail;
        _used = used;
    }

    /// <summary>The list without entries.</summary>
    public static AppendList<T> Empty { get; } = new([], new Tail(0), 0);

    /// <inheritdoc/>
    public int Count => (_full.Length * ChunkLength) + _used;

    /// <inheritdoc/>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var (chunk, place) = Math.DivRem(index, ChunkLength);
            return chunk == _full.Length ? _tail.Entries[place] : _full[chunk][place];
        }
    }

    public AppendList<T> Add(T entry) => AddRange([entry]);

    /// <summary>The list with these entries behind its own.</summary>
    public AppendList<T> AddRange(ReadOnlySpan<T> entries)
    {
        var list = this;
        while (entries.Length > 0)
        {
            var taken = Math.Min(entries.Length, ChunkLength - list._used);
            list = list.Filled(entries[..taken]);
            entries = entries[taken..];
        }

        return list;
    }

    /// <summary>How many entries two versions have in common, from the first one on.</summary>
    public int CommonWith(AppendList<T> other)
    {
        var (least, common) = (Math.Min(Count, other.Count), 0);
        while (common < least)
        {
            var (mine, others) = (ChunkAt(common / ChunkLength), other.ChunkAt(common / ChunkLength));
            var end = Math.Min(least, common + ChunkLength);
            if (ReferenceEquals(mine, others))
            {
                common = end;
                continue;
            }

            for (; common < end; common++)
            {
                if (!EqualityComparer<T>.Default.Equals(mine[common % ChunkLength], others[common % ChunkLength]))
                {
                    return common;
                }
            }
        }

        return common;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        foreach (var chunk in _full)
        {
            foreach (var entry in chunk)
            {
                yield return entry;
            }
        }

        for (var place = 0; place < _used; place++)
        {
            yield return _tail.Entries[place];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The list with entries that fit into its last chunk.</summary>
    private AppendList<T> Filled(ReadOnlySpan<T> entries)
    {
        var used = _used + entries.Length;

        // Whoever comes first takes the free places; another version that branches off here goes on in a copy.
        var tail = used <= _tail.Entries.Length && Interlocked.CompareExchange(ref _tail.Taken, used, _used) == _used ? _tail : Copy(used);
        entries.CopyTo(tail.Entries.AsSpan(_used));
        return used == ChunkLength ? new AppendList<T>([.. _full, tail.Entries], Empty._tail, 0) : new AppendList<T>(_full, tail, used);
    }

    private T[] ChunkAt(int chunk) => chunk < _full.Length ? _full[chunk] : _tail.Entries;

    private Tail Copy(int used)
    {
        var length = Math.Max(FirstLength, _tail.Entries.Length);
        while (length < used)
        {
            length *= 2;
        }

        var copy = new Tail(length) { Taken = used };
        Array.Copy(_tail.Entries, copy.Entries, _used);
        return copy;
    }

    private sealed class Tail(int length)
    {
        /// <summary>How many places some version uses.</summary>
        public int Taken;

        public T[] Entries { get; } = length == 0 ? [] : new T[length];
    }
}
