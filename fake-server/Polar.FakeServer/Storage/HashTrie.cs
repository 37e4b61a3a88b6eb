namespace Polar.FakeServer.Storage;

/// <summary>An immutable dictionary: a trie over the bits of the keys' hashes, copied only along the way to a change. Its entries have no order.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
internal sealed partial class HashTrie<TKey, TValue>
    where TKey : notnull
{
    // Narrow branches: a change copies one a level, and copying is what a change costs.
    private const int Bits = 4;
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

    /// <summary>The dictionary of these entries, whose keys are all different, made in one go.</summary>
    public static HashTrie<TKey, TValue> Of(IEqualityComparer<TKey> comparer, IEnumerable<KeyValuePair<TKey, TValue>> entries)
    {
        Entry[] all = [.. entries.Select(entry => new Entry(comparer.GetHashCode(entry.Key), entry.Key, entry.Value, null))];
        return all.Length == 0 ? Empty(comparer) : new HashTrie<TKey, TValue>(comparer, Made(all, new Entry[all.Length], 0), all.Length);
    }

    public bool TryFind(TKey key, out TValue value) => TryFind(key, HashOf(key), out value);

    /// <summary>What the key stands by here; for several looks at one key it is worked out once.</summary>
    public int HashOf(TKey key) => _comparer.GetHashCode(key);

    public bool TryFind(TKey key, int hash, out TValue value)
    {
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
    public HashTrie<TKey, TValue> Set(TKey key, TValue value) => Set(key, HashOf(key), value);

    public HashTrie<TKey, TValue> Set(TKey key, int hash, TValue value)
    {
        var added = 0;
        var root = Set(_root, 0, new Entry(hash, key, value, null), ref added);
        return new HashTrie<TKey, TValue>(_comparer, root, Count + added);
    }

    /// <summary>The dictionary with many entries, whose keys differ. What they share of the way to them is copied once.</summary>
    public HashTrie<TKey, TValue> SetRange(IReadOnlyCollection<KeyValuePair<TKey, TValue>> entries)
    {
        if (entries.Count == 0)
        {
            return this;
        }

        var added = 0;
        Entry[] all = [.. entries.Select(entry => new Entry(_comparer.GetHashCode(entry.Key), entry.Key, entry.Value, null))];
        return new HashTrie<TKey, TValue>(_comparer, Set(_root, 0, all, new Entry[all.Length], ref added), Count + added);
    }

    public HashTrie<TKey, TValue> Remove(TKey key) => TryFind(key, out _)
        ? new HashTrie<TKey, TValue>(
            _comparer, Remove(_root, 0, _comparer.GetHashCode(key), key) is Branch root ? root : new Branch(0, []), Count - 1)
        : this;

    /// <summary>The branch of entries; both spans are of one length, and what is in them afterwards does not matter.</summary>
    // Run for every row of a world while a process begins: too early for the compiler to have come back to it.
    private static Branch Made(Span<Entry> entries, Span<Entry> spare, int shift)
    {
        Span<int> ends = stackalloc int[Mask + 1];
        ends.Clear();
        foreach (var entry in entries)
        {
            ends[(entry.Hash >>> shift) & Mask]++;
        }

        var (map, used, total) = (0u, 0, 0);
        for (var bits = 0; bits <= Mask; bits++)
        {
            (map, used) = ends[bits] == 0 ? (map, used) : (map | (1u << bits), used + 1);
            total += ends[bits];
            ends[bits] = total;
        }

        for (var index = entries.Length - 1; index >= 0; index--)
        {
            spare[--ends[(entries[index].Hash >>> shift) & Mask]] = entries[index];
        }

        var slots = new object[used];
        for (var (start, slot) = (0, 0); slot < used; slot++)
        {
            var end = start + 1;
            var isOneHash = true;
            while (end < spare.Length && (((spare[end].Hash ^ spare[start].Hash) >>> shift) & Mask) == 0)
            {
                isOneHash &= spare[end].Hash == spare[start].Hash;
                end++;
            }

            slots[slot] = isOneHash ? Chain(spare[start..end]) : Made(spare[start..end], entries[start..end], shift + Bits);
            start = end;
        }

        return new Branch(map, slots);
    }

    private static Entry Chain(ReadOnlySpan<Entry> entries)
    {
        var chain = entries[0];
        foreach (var entry in entries[1..])
        {
            chain = new Entry(entry.Hash, entry.Key, entry.Value, chain);
        }

        return chain;
    }

    private Branch Set(Branch branch, int shift, Entry entry, ref int added) =>
        branch.With(entry.Hash >>> shift, Set(branch.SlotOf(entry.Hash >>> shift), shift, entry, ref added));

    /// <summary>What takes the place of a slot when an entry is set there.</summary>
    private object Set(object? slot, int shift, Entry entry, ref int added)
    {
        switch (slot)
        {
            case null:
                added++;
                return entry;
            case Branch deeper:
                return Set(deeper, shift + Bits, entry, ref added);
            case Entry same when same.Hash == entry.Hash:
                var others = Without(same, entry.Key, out var isKnown);
                added += isKnown ? 0 : 1;
                return new Entry(entry.Hash, entry.Key, entry.Value, others);
            default:
                return Set(new Branch(0, []).With(((Entry)slot).Hash >>> (shift + Bits), slot), shift + Bits, entry, ref added);
        }
    }

    /// <summary>The branch with entries, which are brought into the order of their slots here; as many more serve as room for that.</summary>
    private Branch Set(Branch branch, int shift, Span<Entry> entries, Span<Entry> room, ref int added)
    {
        if (entries.Length == 1)
        {
            return Set(branch, shift, entries[0], ref added);
        }

        Span<int> ends = stackalloc int[1 << Bits];
        foreach (var entry in entries)
        {
            ends[(entry.Hash >>> shift) & Mask]++;
        }

        for (var (slot, end) = (0, 0); slot < ends.Length; slot++)
        {
            (ends[slot], end) = (end, end + ends[slot]);
        }

        entries.CopyTo(room);
        foreach (var entry in room[..entries.Length])
        {
            entries[ends[(entry.Hash >>> shift) & Mask]++] = entry;
        }

        var slots = branch.ToSlots();
        var map = branch.Map;
        for (var (slot, start) = (0, 0); slot < ends.Length; start = ends[slot++])
        {
            var group = entries[start..ends[slot]];
            if (group.Length > 0)
            {
                map |= 1u << slot;
                slots[slot] = Set(slots[slot], shift, group, room, ref added);
            }
        }

        return Branch.Of(map, slots);
    }

    private object Set(object? slot, int shift, Span<Entry> entries, Span<Entry> room, ref int added)
    {
        if (slot is Branch deeper)
        {
            return Set(deeper, shift + Bits, entries, room, ref added);
        }

        foreach (var entry in entries)
        {
            slot = Set(slot, shift, entry, ref added);
        }

        return slot!;
    }

    /// <summary>The branch without a key; what is alone in it instead of it, and null where nothing is.</summary>
    private object? Remove(Branch branch, int shift, int hash, TKey key)
    {
        var bits = hash >>> shift;
        var left = branch.SlotOf(bits) is Branch deeper ? Remove(deeper, shift + Bits, hash, key) : Without((Entry?)branch.SlotOf(bits), key, out _);
        var changed = left is null ? branch.Without(bits) : branch.With(bits, left);
        return changed.Slots switch
        {
            [] => null,
            [Entry only] when shift > 0 => only,
            _ => changed,
        };
    }

    /// <summary>The entries of one hash without that of the key.</summary>
    private Entry? Without(Entry? entry, TKey key, out bool isKnown)
    {
        isKnown = entry is not null && _comparer.Equals(entry.Key, key);
        return entry is null ? null
            : isKnown ? entry.Next
            : new Entry(entry.Hash, entry.Key, entry.Value, Without(entry.Next, key, out isKnown));
    }
}
