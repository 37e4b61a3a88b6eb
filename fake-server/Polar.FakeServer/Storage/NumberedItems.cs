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

    private NumberedItems(object?[] root, int shift)
    {
        _root = root;
        _shift = shift;
    }

    public static NumberedItems<T> Empty { get; } = new([], 0);

    /// <summary>The items in the order of their numbers.</summary>
    public IEnumerable<T> All => Walk(_root, _shift);

    /// <summary>The item with a number; null where there is none.</summary>
    public T? Find(long number)
    {
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
        var (root, shift) = (_root, _shift);
        for (; number >> shift >= Width; shift += Bits)
        {
            root = root.Length == 0 ? [] : [root];
        }

        return new NumberedItems<T>(With(root, shift, number, item), shift);
    }

    public NumberedItems<T> Remove(long number) => new(Without(_root, _shift, number) ?? [], _shift);

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

        return new NumberedItems<T>(Slots(numbers, items, shift), shift);
    }

    /// <summary>
    /// What is different in another version: the item of a number there, null where it has none. What both have in common is not looked at.
    /// </summary>
    public IEnumerable<(long Number, T? Item)> ChangesTo(NumberedItems<T> other)
    {
        var shift = Math.Max(_shift, other._shift);
        return Changes(Lifted(shift), other.Lifted(shift), shift, 0);
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
}
