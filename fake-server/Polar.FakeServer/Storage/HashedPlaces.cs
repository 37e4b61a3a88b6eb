namespace Polar.FakeServer.Storage;

/// <summary>
/// Leads from hashes to places that are given once each, in ascending order. All versions of it share one table, in which each finds what it has and may
/// find what others have: whoever looks compares what stands at a place with what was looked for. An entry takes about twelve bytes, and finding one costs
/// what it costs among few.
/// </summary>
internal sealed class HashedPlaces
{
    private const int FewStrangers = 64;

    private readonly Table _table;

    private HashedPlaces(Table table, int count)
    {
        _table = table;
        Count = count;
    }

    /// <summary>The index without entries.</summary>
    public static HashedPlaces Empty { get; } = new(new Table(0), 0);

    /// <summary>How many entries there are.</summary>
    public int Count { get; }

    /// <summary>The places that may have a hash, and perhaps some of other versions, which may lie behind the end of the list.</summary>
    public Places Find(long hash) => new(_table.Slots, Short(hash));

    /// <summary>The index with further entries.</summary>
    /// <param name="hashes">Their hashes.</param>
    /// <param name="places">Their places, none of which has an entry yet.</param>
    /// <param name="hashOf">The hash of what stands at a place so far; null where it is not in the index.</param>
    public HashedPlaces AddRange(ReadOnlySpan<long> hashes, ReadOnlySpan<int> places, Func<int, long?> hashOf)
    {
        if (hashes.IsEmpty)
        {
            return this;
        }

        var table = Count == 0 ? new Table(0)
            : _table.HasManyStrangers(Count) ? _table.Without(place => hashOf(place) is { } hash ? Short(hash) : null)
            : _table;
        table.Add(hashes, places);
        return new HashedPlaces(table, Count + hashes.Length);
    }

    /// <summary>The index with fewer entries: what stood at some places does so no more, which whoever looks there sees for himself.</summary>
    public HashedPlaces Less(int entries) => new(_table, Count - entries);

    private static uint Short(long hash) => unchecked((uint)hash ^ (uint)(hash >>> 32)) * 0x9E3779B1u;

    /// <summary>The places of a hash.</summary>
    public struct Places
    {
        private readonly long[] _slots;
        private readonly uint _hash;
        private uint _next;

        public Places(long[] slots, uint hash)
        {
            _slots = slots;
            _hash = hash;
            _next = hash;
        }

        /// <summary>The place that was found.</summary>
        public int Current { get; private set; }

        public readonly Places GetEnumerator() => this;

        public bool MoveNext()
        {
            var mask = (uint)_slots.Length - 1;
            while (_slots.Length > 0)
            {
                var slot = Volatile.Read(ref _slots[_next++ & mask]);
                if (slot == 0)
                {
                    return false;
                }

                if ((uint)(slot >>> 32) == _hash)
                {
                    Current = (int)slot - 1;
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Open addressing: a slot is a hash and a place plus one, and nothing is ever taken out.</summary>
    private sealed class Table
    {
        private const int Least = 16;

        private readonly Lock _turn = new();
        private long[] _slots;
        private int _used;

        public Table(int capacity) => _slots = capacity == 0 ? [] : new long[capacity];

        /// <summary>The slots; some of them may be filled while somebody looks.</summary>
        public long[] Slots => Volatile.Read(ref _slots);

        /// <summary>Whether most entries are other versions', such as of forks and of steps that failed.</summary>
        public bool HasManyStrangers(int own)
        {
            lock (_turn)
            {
                return _used - own > own + FewStrangers;
            }
        }

        /// <summary>A table of one's own, without the entries of others.</summary>
        public Table Without(Func<int, uint?> hashOf)
        {
            var table = new Table(Least);
            foreach (var slot in Slots)
            {
                if (slot != 0 && hashOf((int)slot - 1) == (uint)(slot >>> 32))
                {
                    table.Add(slot);
                }
            }

            return table;
        }

        public void Add(ReadOnlySpan<long> hashes, ReadOnlySpan<int> places)
        {
            lock (_turn)
            {
                for (var index = 0; index < hashes.Length; index++)
                {
                    Add(((long)Short(hashes[index]) << 32) | (uint)(places[index] + 1));
                }
            }
        }

        private void Add(long entry)
        {
            // At least a third stays free.
            if (_used >= _slots.Length - (_slots.Length / 3))
            {
                Volatile.Write(ref _slots, Grown());
            }

            // Where a world is put back and goes the same way again, the entry is there already.
            _used += Put(_slots, entry) ? 1 : 0;
        }

        private long[] Grown()
        {
            var grown = new long[Math.Max(Least, _slots.Length * 2)];
            foreach (var entry in _slots)
            {
                if (entry != 0)
                {
                    Put(grown, entry);
                }
            }

            return grown;
        }

        private static bool Put(long[] slots, long entry)
        {
            var mask = (uint)slots.Length - 1;
            var at = (uint)(entry >>> 32);
            while (slots[at & mask] != 0)
            {
                if (slots[at & mask] == entry)
                {
                    return false;
                }

                at++;
            }

            Volatile.Write(ref slots[at & mask], entry);
            return true;
        }
    }
}
