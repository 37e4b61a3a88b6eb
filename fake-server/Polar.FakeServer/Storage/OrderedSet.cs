using System.Collections;

namespace Polar.FakeServer.Storage;

/// <summary>An immutable set whose items stand in an order and are found by rank too: a tree that is copied only along the way to a change.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed partial class OrderedSet<T> : IReadOnlyList<T>
{
    private const int Widest = 32;

    private readonly IComparer<T> _order;
    private readonly Node? _root;

    private OrderedSet(IComparer<T> order, Node? root)
    {
        _order = order;
        _root = root;
    }

    public int Count => _root?.Count ?? 0;

    public T this[int index] => _root is { } root && (uint)index < (uint)root.Count ? root.At(index) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The set without items.</summary>
    public static OrderedSet<T> Empty(IComparer<T> order) => new(order, null);

    /// <summary>The set of items that are in this order already, none twice, made in one go.</summary>
    public static OrderedSet<T> OfSorted(IComparer<T> order, ReadOnlySpan<T> items)
    {
        var level = new List<Node>((items.Length + Widest - 1) / Widest);
        for (var start = 0; start < items.Length; start += Widest)
        {
            level.Add(Node.OfItems(items[start..Math.Min(start + Widest, items.Length)].ToArray()));
        }

        while (level.Count > 1)
        {
            level = [.. level.Chunk(Widest).Select(Node.OfChildren)];
        }

        return new OrderedSet<T>(order, level.Count == 0 ? null : level[0]);
    }

    /// <summary>
    /// What is different in another version: the items that only it has, and those that it has no more. What both have in common is not looked at.
    /// </summary>
    public IEnumerable<(T Item, bool IsThere)> ChangesTo(OrderedSet<T> other)
    {
        var (before, after) = (new Walk(_root), new Walk(other._root));
        while (!before.IsDone || !after.IsDone)
        {
            if (!before.IsDone && !after.IsDone && before.Node is not null && ReferenceEquals(before.Node, after.Node))
            {
                before.Pass();
                after.Pass();
                continue;
            }

            var order = before.IsDone ? 1 : after.IsDone ? -1 : _order.Compare(before.Least, after.Least);
            var (descendsBefore, descendsAfter) = order switch
            {
                < 0 => (true, false),
                > 0 => (false, true),
                _ => (before.Height >= after.Height, after.Height >= before.Height),
            };
            if ((descendsBefore && before.TryDescend()) | (descendsAfter && after.TryDescend()))
            {
                continue;
            }

            if (order <= 0)
            {
                if (order < 0)
                {
                    yield return (before.Least, false);
                }

                before.Pass();
            }

            if (order >= 0)
            {
                if (order > 0)
                {
                    yield return (after.Least, true);
                }

                after.Pass();
            }
        }
    }

    /// <summary>How many items stand before this one, whether or not it is in the set.</summary>
    public int CountBefore(T item)
    {
        var count = 0;
        for (var node = _root; node is not null;)
        {
            var (index, _) = node.Find(item, _order);
            if (node.Children is not { } children)
            {
                return count + index;
            }

            count += index == 0 ? 0 : node.Ends![index - 1];
            node = children[index];
        }

        return count;
    }

    public bool Contains(T item) => CountBefore(item) is var rank && rank < Count && _order.Compare(this[rank], item) == 0;

    public OrderedSet<T> Add(T item)
    {
        if (_root is null)
        {
            return new OrderedSet<T>(_order, Node.OfItems([item]));
        }

        var (left, right) = _root.With(item, _order);
        return left == _root && right is null ? this : new OrderedSet<T>(_order, right is null ? left : Node.OfChildren([left, right]));
    }

    public OrderedSet<T> Remove(T item)
    {
        var root = _root?.Without(item, _order);
        if (root == _root)
        {
            return this;
        }

        while (root is { Children: [var only] })
        {
            root = only;
        }

        return new OrderedSet<T>(_order, root);
    }

    /// <summary>The items of both.</summary>
    public OrderedSet<T> Union(OrderedSet<T> other)
    {
        var (large, small) = Count < other.Count ? (other, this) : (this, other);
        foreach (var item in small)
        {
            large = large.Add(item);
        }

        return large;
    }

    public IEnumerator<T> GetEnumerator() => _root is null ? Enumerable.Empty<T>().GetEnumerator() : _root.Walk().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
