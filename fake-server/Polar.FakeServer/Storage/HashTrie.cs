using System.Numerics;

namespace Polar.FakeServer.Storage;

/// <summary>An immutable dictionary: a trie over the bits of the keys' hashes, copied only along the way to a change. Its entries have no order.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
internal sealed class HashTrie<TKey, TValue>
    where TKey : notnull
{
    private const int Bits = 5;
    private const int Mask = (1 << Bits) - 1;

    private readonly IEqualityComparer<TKey> _comparer;
    private readonly Branch _root;

    private HashTrie(IEqualityComparer<TKey> comparer, Branch root, int count)
    {
        _comparer = comparer;
        _root = root;
        Count = count;
    }

    public int Count { get; }

    /// <summary>The dictionary without entries.</summary>
    public static HashTrie<TKey, TValue> Empty(IEqualityComparer<TKey> comparer) => new(comparer, new Branch(0, []), 0);

    public bool TryFind(TKey key, out TValue value)
    {
        var hash = _comparer.GetHashCode(key);
        object? slot = _root;
        for (var shift = 0; slot is Branch branch; shift += Bits)
        {
            slot = branch.SlotOf(hash >>> shift);
        }

        for (var entry = (Entry?)slot; entry is not null; entry = entry.Next)
        {
            if (entry.Hash == hash && _comparer.Equals(entry.Key, key))
            {
                value = entry.Value;
                return true;
            }
        }

        value = default!;
        return false;
    }

    /// <summary>The dictionary with an entry: a new one, or instead of the one with its key.</summary>
    public HashTrie<TKey, TValue> Set(TKey key, TValue value)
    {
        var isNew = !TryFind(key, out _);
        var entry = new Entry(_comparer.GetHashCode(key), key, value, null);
        return new HashTrie<TKey, TValue>(_comparer, Set(_root, 0, entry), isNew ? Count + 1 : Count);
    }

    public HashTrie<TKey, TValue> Remove(TKey key) => TryFind(key, out _)
        ? new HashTrie<TKey, TValue>(
            _comparer, Remove(_root, 0, _comparer.GetHashCode(key), key) is Branch root ? root : new Branch(0, []), Count - 1)
        : this;

    private Branch Set(Branch branch, int shift, Entry entry)
    {
        var bits = entry.Hash >>> shift;
        return branch.SlotOf(bits) switch
        {
            null => branch.With(bits, entry),
            Branch deeper => branch.With(bits, Set(deeper, shift + Bits, entry)),
            Entry same when same.Hash == entry.Hash => branch.With(bits, new Entry(entry.Hash, entry.Key, entry.Value, Without(same, entry.Key))),
            var other => branch.With(bits, Set(new Branch(0, []).With(((Entry)other).Hash >>> (shift + Bits), other), shift + Bits, entry)),
        };
    }

    /// <summary>The branch without a key; what is alone in it instead of it, and null where nothing is.</summary>
    private object? Remove(Branch branch, int shift, int hash, TKey key)
    {
        var bits = hash >>> shift;
        var left = branch.SlotOf(bits) is Branch deeper ? Remove(deeper, shift + Bits, hash, key) : Without((Entry?)branch.SlotOf(bits), key);
        var changed = left is null ? branch.Without(bits) : branch.With(bits, left);
        return changed.Slots switch
        {
            [] => null,
            [Entry only] when shift > 0 => only,
            _ => changed,
        };
    }

    /// <summary>The entries of one hash without that of the key.</summary>
    private Entry? Without(Entry? entry, TKey key) => entry is null ? null
        : _comparer.Equals(entry.Key, key) ? entry.Next
        : new Entry(entry.Hash, entry.Key, entry.Value, Without(entry.Next, key));

    private sealed class Branch(uint map, object[] slots)
    {
        public object[] Slots => slots;

        public object? SlotOf(int bits) => (map & Bit(bits)) == 0 ? null : slots[Index(bits)];

        public Branch With(int bits, object slot)
        {
            var index = Index(bits);
            if ((map & Bit(bits)) != 0)
            {
                var replaced = (object[])slots.Clone();
                replaced[index] = slot;
                return new Branch(map, replaced);
            }

            var inserted = new object[slots.Length + 1];
            Array.Copy(slots, inserted, index);
            inserted[index] = slot;
            Array.Copy(slots, index, inserted, index + 1, slots.Length - index);
            return new Branch(map | Bit(bits), inserted);
        }

        public Branch Without(int bits)
        {
            var removed = new object[slots.Length - 1];
            var index = Index(bits);
            Array.Copy(slots, removed, index);
            Array.Copy(slots, index + 1, removed, index, removed.Length - index);
            return new Branch(map & ~Bit(bits), removed);
        }

        private static uint Bit(int bits) => 1u << (bits & Mask);

        private int Index(int bits) => BitOperations.PopCount(map & (Bit(bits) - 1));
    }

    /// <summary>An entry, and the others of its hash.</summary>
    private sealed class Entry(int hash, TKey key, TValue value, Entry? next)
    {
        public int Hash => hash;

        public TKey Key => key;

        public TValue Value => value;

        public Entry? Next => next;
    }
}
