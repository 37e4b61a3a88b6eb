using System.Collections;

namespace Polar.FakeServer.Storage;

/// <summary>An immutable set whose items stand in an order and are found by rank too: a tree that is copied only along the way to a change.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed class OrderedSet<T> : IReadOnlyList<T>
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

    private sealed class Node
    {
        private Node(T[] items, Node[]? children, int[]? ends)
        {
            Items = items;
            Children = children;
            Ends = ends;
            Count = ends is null ? items.Length : ends[^1];
        }

        /// <summary>Null for a leaf.</summary>
        public Node[]? Children { get; }

        /// <summary>How many items there are up to the end of each child.</summary>
        public int[]? Ends { get; }

        public int Count { get; }

        /// <summary>The items of a leaf; else the least item of each child.</summary>
        private T[] Items { get; }

        public static Node OfItems(T[] items) => new(items, null, null);

        public static Node OfChildren(Node[] children)
        {
            var (least, ends, count) = (new T[children.Length], new int[children.Length], 0);
            for (var index = 0; index < children.Length; index++)
            {
                least[index] = children[index].Items[0];
                ends[index] = count += children[index].Count;
            }

            return new Node(least, children, ends);
        }

        public T At(int rank)
        {
            var node = this;
            while (node.Children is { } children)
            {
                var index = 0;
                while (node.Ends![index] <= rank)
                {
                    index++;
                }

                rank -= index == 0 ? 0 : node.Ends[index - 1];
                node = children[index];
            }

            return node.Items[rank];
        }

        /// <summary>Of a leaf, the place of an item; else the child that it belongs into.</summary>
        public (int Index, bool IsThere) Find(T item, IComparer<T> order)
        {
            var found = Array.BinarySearch(Items, item, order);
            return Children is null
                ? (found < 0 ? ~found : found, found >= 0)
                : (found < 0 ? Math.Max(~found - 1, 0) : found, found >= 0);
        }

        /// <summary>The node with an item, and the one beside it where it has grown too wide.</summary>
        public (Node Left, Node? Right) With(T item, IComparer<T> order)
        {
            var (index, isThere) = Find(item, order);
            if (Children is not { } children)
            {
                return isThere ? (this, null)
                    : Items.Length < Widest ? (OfItems(Inserted(Items, index, item)), null)
                    : index == Items.Length ? (this, OfItems([item]))
                    : Halves(Inserted(Items, index, item), OfItems);
            }

            var (left, right) = children[index].With(item, order);
            if (right is null)
            {
                return left == children[index] ? (this, null) : (OfChildren(Replaced(children, index, left)), null);
            }

            var replaced = left == children[index] ? children : Replaced(children, index, left);
            return replaced.Length < Widest ? (OfChildren(Inserted(replaced, index + 1, right)), null)
                : index + 1 == replaced.Length ? (OfChildren(replaced), OfChildren([right]))
                : Halves(Inserted(replaced, index + 1, right), OfChildren);
        }

        /// <summary>The node without an item; null where nothing is left of it.</summary>
        public Node? Without(T item, IComparer<T> order)
        {
            var (index, isThere) = Find(item, order);
            if (Children is not { } children)
            {
                return !isThere ? this : Items.Length == 1 ? null : OfItems(Removed(Items, index));
            }

            var child = children[index].Without(item, order);
            return child == children[index] ? this
                : child is not null ? OfChildren(Replaced(children, index, child))
                : children.Length == 1 ? null
                : OfChildren(Removed(children, index));
        }

        public IEnumerable<T> Walk() => Children is { } children ? children.SelectMany(child => child.Walk()) : Items;

        private static (Node Left, Node Right) Halves<TPart>(TPart[] parts, Func<TPart[], Node> make) =>
            (make(parts[..(parts.Length / 2)]), make(parts[(parts.Length / 2)..]));

        private static TPart[] Replaced<TPart>(TPart[] parts, int index, TPart part)
        {
            var replaced = (TPart[])parts.Clone();
            replaced[index] = part;
            return replaced;
        }

        private static TPart[] Inserted<TPart>(TPart[] parts, int index, TPart part)
        {
            var inserted = new TPart[parts.Length + 1];
            Array.Copy(parts, inserted, index);
            inserted[index] = part;
            Array.Copy(parts, index, inserted, index + 1, parts.Length - index);
            return inserted;
        }

        private static TPart[] Removed<TPart>(TPart[] parts, int index)
        {
            var removed = new TPart[parts.Length - 1];
            Array.Copy(parts, removed, index);
            Array.Copy(parts, index + 1, removed, index, removed.Length - index);
            return removed;
        }
    }
}
