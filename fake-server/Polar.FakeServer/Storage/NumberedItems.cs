namespace Polar.FakeServer.Storage;

/// <summary>An immutable array with gaps: items by the numbers that they were given, walked in the order of these. Only the way to a change is copied.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed class NumberedItems<T>
    where T : class
{
    private const int Bits = 5;
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
