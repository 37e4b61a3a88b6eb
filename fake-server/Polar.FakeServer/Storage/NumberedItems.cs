namespace Polar.FakeServer.Storage;

/// <summary>An immutable array with gaps: items by the numbers that they were given, walked in the order of these. Only the way to a change is copied.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed class NumberedItems<T>
    where T : class
{
    private const int Bits = 4;
    private const int Width = 1 << Bits;

    private readonly object?[] _root;
    private readonly int _shift;

    // All numbers in the tree are below this one.
    private readonly long _end;

    // The last items stand by themselves, behind all those of the tree: most that are set are new ones.
    private readonly Tail? _tail;
    private readonly int _used;

    private NumberedItems(object?[] root, int shift, long end, Tail? tail, int used) => (_root, _shift, _end, _tail, _used) = (root, shift, end, tail, used);

    public static NumberedItems<T> Empty { get; } = new([], 0, 0, null, 0);

    /// <summary>The items in the order of their numbers.</summary>
    public IEnumerable<T> All => _tail is null ? Walk(_root, _shift) : Walk(_root, _shift).Concat(_tail.Items.Take(_used).OfType<T>());

    /// <summary>The item with the least number; null where there is none.</summary>
    public T? First => (T?)FirstOf(_root, _shift) ?? (_tail is null ? null : _tail.Items.Take(_used).FirstOrDefault(item => item is not null));

    /// <summary>The item with a number; null where there is none.</summary>
    public T? Find(long number)
    {
        if (_tail is { } tail && number >= tail.Start)
        {
            return number - tail.Start < _used ? tail.Items[number - tail.Start] : null;
        }

        if (number >> _shift >= Width)
        {
            return null;
        }

        object? slot = _root;
        for (var shift = _shift; slot is object?[] slots; shift -= Bits)
        {
            var index = (int)(number >> shift) & (Width - 1);
            slot = index < slots.Length ? slots[index] : null;
        }

        return (T?)slot;
    }

    public NumberedItems<T> Set(long number, T item)
    {
        var start = number & ~(Width - 1L);
        return _tail?.Start == start ? WithLast((int)(number - start), item)
            : start >= (_tail is null ? _end : _tail.Start) ? Whole().Begun(start).WithLast((int)(number - start), item)
            : WithTree(With(Lifted(number, out var shift), shift, number, item), shift, Math.Max(_end, number + 1));
    }

    public NumberedItems<T> Remove(long number) => _tail?.Start == (number & ~(Width - 1L))
        ? WithLast((int)(number - _tail.Start), null)
        : WithTree(Without(_root, _shift, number) ?? [], _shift, _end);

    /// <summary>The items of these ascending numbers, made in one go.</summary>
    public static NumberedItems<T> Of(ReadOnlySpan<long> numbers, ReadOnlySpan<T> items)
    {
        if (numbers.IsEmpty)
        {
            return Empty;
        }

        var shift = 0;
        while (numbers[^1] >> shift >= Width)
        {
            shift += Bits;
        }

        return new NumberedItems<T>(Slots(numbers, items, shift), shift, numbers[^1] + 1, null, 0);
    }

    /// <summary>
    /// What is different in another version: the item of a number there, null where it has none. What both have in common is not looked at.
    /// </summary>
    public IEnumerable<(long Number, T? Item)> ChangesTo(NumberedItems<T> other)
    {
        var (before, after) = (Whole(), other.Whole());
        var shift = Math.Max(before._shift, after._shift);
        return Changes(before.Lifted(shift), after.Lifted(shift), shift, 0);
    }

    private NumberedItems<T> WithTree(object?[] root, int shift, long end) => new(root, shift, end, _tail, _used);

    private NumberedItems<T> Begun(long start) => new(_root, _shift, _end, new Tail(start), 0);

    private NumberedItems<T> WithLast(int place, T? item)
    {
        // Whoever comes first takes the free places; another version that branches off here goes on in a copy.
        var tail = place >= _used && Interlocked.CompareExchange(ref _tail!.Taken, place + 1, _used) == _used ? _tail! : _tail!.Copy(_used, Math.Max(_used, place + 1));
        tail.Items[place] = item;
        return new NumberedItems<T>(_root, _shift, _end, tail, Math.Max(_used, place + 1));
    }

    /// <summary>The same items, all of them in the tree.</summary>
    private NumberedItems<T> Whole()
    {
        if (_tail is not { } tail)
        {
            return this;
        }

        object?[] leaf = tail.Items[.._used];
        if (Array.TrueForAll(leaf, item => item is null))
        {
            return new NumberedItems<T>(_root, _shift, _end, null, 0);
        }

        var root = Lifted(tail.Start, out var shift);
        return new NumberedItems<T>(shift == 0 ? leaf : WithLeaf(root, shift, tail.Start, leaf), shift, tail.Start + _used, null, 0);
    }

    /// <summary>The tree, high enough for a number.</summary>
    private object?[] Lifted(long number, out int shift)
    {
        var root = _root;
        for (shift = _shift; number >> shift >= Width; shift += Bits)
        {
            root = root.Length == 0 ? [] : [root];
        }

        return root;
    }

    private static object?[] WithLeaf(object?[] slots, int shift, long number, object?[] leaf)
    {
        var index = (int)(number >> shift) & (Width - 1);
        var changed = new object?[Math.Max(slots.Length, index + 1)];
        Array.Copy(slots, changed, slots.Length);
        changed[index] = shift == Bits ? leaf : WithLeaf((object?[]?)changed[index] ?? [], shift - Bits, number, leaf);
        return changed;
    }

    private static object? FirstOf(object?[] slots, int shift)
    {
        var found = Array.Find(slots, slot => slot is not null);
        return found is null || shift == 0 ? found : FirstOf((object?[])found, shift - Bits);
    }

    private static object?[] Slots(ReadOnlySpan<long> numbers, ReadOnlySpan<T> items, int shift)
    {
        var slots = new object?[(int)(numbers[^1] >> shift & (Width - 1)) + 1];
        for (var start = 0; start < numbers.Length;)
        {
            var (index, end) = ((int)(numbers[start] >> shift) & (Width - 1), start + 1);
            while (end < numbers.Length && ((int)(numbers[end] >> shift) & (Width - 1)) == index)
            {
                end++;
            }

            slots[index] = shift == 0 ? items[start] : Slots(numbers[start..end], items[start..end], shift - Bits);
            start = end;
        }

        return slots;
    }

    private static IEnumerable<(long Number, T? Item)> Changes(object?[] before, object?[] after, int shift, long number)
    {
        for (var index = 0; index < Math.Max(before.Length, after.Length); index++)
        {
            var (old, now) = (index < before.Length ? before[index] : null, index < after.Length ? after[index] : null);
            if (ReferenceEquals(old, now))
            {
                continue;
            }

            var place = number + ((long)index << shift);
            if (shift == 0)
            {
                yield return (place, (T?)now);
                continue;
            }

            foreach (var change in Changes((object?[]?)old ?? [], (object?[]?)now ?? [], shift - Bits, place))
            {
                yield return change;
            }
        }
    }

    private object?[] Lifted(int shift)
    {
        var root = _root;
        for (var level = _shift; level < shift && root.Length > 0; level += Bits)
        {
            root = [root];
        }

        return root;
    }

    private static object?[] With(object?[] slots, int shift, long number, T item)
    {
        var index = (int)(number >> shift) & (Width - 1);
        var changed = new object?[Math.Max(slots.Length, index + 1)];
        Array.Copy(slots, changed, slots.Length);
        changed[index] = shift == 0 ? item : With((object?[]?)changed[index] ?? [], shift - Bits, number, item);
        return changed;
    }

    private static object?[]? Without(object?[] slots, int shift, long number)
    {
        var index = (int)(number >> shift) & (Width - 1);
        var changed = (object?[])slots.Clone();
        changed[index] = shift == 0 ? null : Without((object?[])changed[index]!, shift - Bits, number);
        return Array.TrueForAll(changed, slot => slot is null) ? null : changed;
    }

    private static IEnumerable<T> Walk(object?[] slots, int shift)
    {
        foreach (var slot in slots)
        {
            if (slot is null)
            {
                continue;
            }

            if (shift == 0)
            {
                yield return (T)slot;
                continue;
            }

            foreach (var item in Walk((object?[])slot, shift - Bits))
            {
                yield return item;
            }
        }
    }

    /// <summary>Items that versions share, each of which knows how many of the places it has.</summary>
    private sealed class Tail(long start)
    {
        /// <summary>How many places some version uses.</summary>
        public int Taken;

        /// <summary>The number of the first place.</summary>
        public long Start => start;

        public T?[] Items { get; } = new T?[Width];

        public Tail Copy(int used, int taken)
        {
            var copy = new Tail(start) { Taken = taken };
            Array.Copy(Items, copy.Items, used);
            return copy;
        }
    }
}
