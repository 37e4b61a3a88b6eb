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

    /// <summary>A way through a tree from left to right that may pass a whole node at once.</summary>
    private sealed class Walk
    {
        private readonly Stack<(Node Node, int Index)> _above = new();

        public Walk(Node? root)
        {
            IsDone = root is null;
            Node = root;
        }

        public bool IsDone { get; private set; }

        /// <summary>The node that is next; null where one item is.</summary>
        public Node? Node { get; private set; }

        /// <summary>The least item of what is next.</summary>
        public T Least => Node is { } node ? node.Least : _above.Peek().Node.ItemAt(_above.Peek().Index);

        /// <summary>How many levels are below what is next; 0 for an item.</summary>
        public int Height => Node?.Height ?? 0;

        /// <summary>Goes to the first part of the node that is next; false for an item, which has no parts.</summary>
        public bool TryDescend()
        {
            if (Node is not { } node)
            {
                return false;
            }

            _above.Push((node, 0));
            Node = node.Children?[0];
            return true;
        }

        /// <summary>Goes on behind what is next.</summary>
        public void Pass()
        {
            while (_above.TryPop(out var above))
            {
                var next = above.Index + 1;
                if (next < above.Node.Width)
                {
                    _above.Push((above.Node, next));
                    Node = above.Node.Children?[next];
                    return;
                }
            }

            IsDone = true;
            Node = null;
        }
    }

    private sealed class Node
    {
        private readonly T[] _items;

        private Node(T[] items, Node[]? children, int[]? ends)
        {
            _items = items;
            Children = children;
            Ends = ends;
            (Least, Count) = children is null ? (items[0], items.Length) : (children[0].Least, ends![^1]);
        }

        /// <summary>Null for a leaf.</summary>
        public Node[]? Children { get; }

        /// <summary>How many items there are up to the end of each child.</summary>
        public int[]? Ends { get; }

        public int Count { get; }

        /// <summary>How many items a leaf has; else how many children.</summary>
        public int Width => Children?.Length ?? _items.Length;

        public T Least { get; }

        public int Height => Children is { } children ? children[0].Height + 1 : 1;

        public static Node OfItems(T[] items) => new(items, null, null);

        public static Node OfChildren(Node[] children)
        {
            var (ends, count) = (new int[children.Length], 0);
            for (var index = 0; index < children.Length; index++)
            {
                ends[index] = count += children[index].Count;
            }

            return new Node([], children, ends);
        }

        /// <summary>An item of a leaf.</summary>
        public T ItemAt(int index) => _items[index];

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

            return node._items[rank];
        }

        /// <summary>Of a leaf, the place of an item; else the child that it belongs into.</summary>
        public (int Index, bool IsThere) Find(T item, IComparer<T> order)
        {
            if (Children is not { } children)
            {
                var found = Array.BinarySearch(_items, item, order);
                return (found < 0 ? ~found : found, found >= 0);
            }

            var (low, high) = (0, children.Length);
            while (high - low > 1)
            {
                var middle = (low + high) / 2;
                (low, high) = order.Compare(children[middle].Least, item) <= 0 ? (middle, high) : (low, middle);
            }

            return (low, false);
        }

        /// <summary>The node with an item, and the one beside it where it has grown too wide.</summary>
        public (Node Left, Node? Right) With(T item, IComparer<T> order)
        {
            var (index, isThere) = Find(item, order);
            if (Children is not { } children)
            {
                return isThere ? (this, null)
                    : _items.Length < Widest ? (OfItems(Inserted(_items, index, item)), null)
                    : index == _items.Length ? (this, OfItems([item]))
                    : Halves(Inserted(_items, index, item), OfItems);
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
                return !isThere ? this : _items.Length == 1 ? null : OfItems(Removed(_items, index));
            }

            var child = children[index].Without(item, order);
            return child == children[index] ? this
                : child is not null ? OfChildren(Replaced(children, index, child))
                : children.Length == 1 ? null
                : OfChildren(Removed(children, index));
        }

        public IEnumerable<T> Walk() => Children is { } children ? children.SelectMany(child => child.Walk()) : _items;

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
