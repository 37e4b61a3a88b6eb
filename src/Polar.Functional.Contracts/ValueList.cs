using System.Collections;
using System.Runtime.CompilerServices;

namespace Polar.Functional.Contracts;

/// <summary>An immutable list; two lists are equal when their items are.</summary>
/// <typeparam name="T">An item's type.</typeparam>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _items;

    internal ValueList(T[] items) => _items = items;

    /// <summary>The list without items.</summary>
    public static ValueList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <summary>A list of the array's items, copied.</summary>
    /// <param name="items">The items.</param>
    public static implicit operator ValueList<T>(T[] items) => ValueList.Create<T>(items);

    /// <summary>A list of one item.</summary>
    /// <param name="item">The item.</param>
    public static implicit operator ValueList<T>(T item) => new([item]);

    /// <summary>Compares the items.</summary>
    /// <param name="left">A list.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they hold equal items in the same order.</returns>
    public static bool operator ==(ValueList<T>? left, ValueList<T>? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares the items.</summary>
    /// <param name="left">A list.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they differ in an item or in the order.</returns>
    public static bool operator !=(ValueList<T>? left, ValueList<T>? right) => !(left == right);

    /// <summary>The items as a span.</summary>
    /// <returns>A view, not a copy.</returns>
    public ReadOnlySpan<T> AsSpan() => _items;

    /// <inheritdoc/>
    public bool Equals(ValueList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <summary>The items between brackets.</summary>
    /// <returns>Text for a person.</returns>
    public override string ToString() => $"[{string.Join(", ", _items)}]";
}

/// <summary>Makes lists.</summary>
public static class ValueList
{
    /// <summary>A list of the given items; what a collection expression calls.</summary>
    /// <typeparam name="T">An item's type.</typeparam>
    /// <param name="items">The items, copied.</param>
    /// <returns>The list.</returns>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) =>
        items.IsEmpty ? ValueList<T>.Empty : new ValueList<T>(items.ToArray());

    /// <summary>A list of a sequence's items.</summary>
    /// <typeparam name="T">An item's type.</typeparam>
    /// <param name="items">The items.</param>
    /// <returns>The list.</returns>
    public static ValueList<T> ToValueList<T>(this IEnumerable<T> items) =>
        items as ValueList<T> ?? new ValueList<T>([.. items]);
}
