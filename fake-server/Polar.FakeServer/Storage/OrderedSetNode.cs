namespace Polar.FakeServer.Storage;

/// <content>What the tree is made of.</content>
internal sealed partial class OrderedSet<T>
{
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

        public Node FirstLeaf => Children is { } children ? children[0].FirstLeaf : this;

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

        /// <summary>The node with a leaf behind all that it has, and the one beside it where it has grown too wide.</summary>
        public (Node Left, Node? Right) Append(Node leaf)
        {
            if (Children is not { } children)
            {
                return (this, leaf);
            }

            var (left, right) = children[^1].Append(leaf);
            var replaced = left == children[^1] ? children : Replaced(children, children.Length - 1, left);
            return right is null ? (OfChildren(replaced), null)
                : replaced.Length < Widest ? (OfChildren([.. replaced, right]), null)
                : (OfChildren(replaced), OfChildren([right]));
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

        /// <summary>The node without so many of the first leaf's items; null where nothing is left of it.</summary>
        public Node? WithoutFirst(int count)
        {
            if (Children is not { } children)
            {
                return count == _items.Length ? null : OfItems(_items[count..]);
            }

            var child = children[0].WithoutFirst(count);
            return child is not null ? OfChildren(Replaced(children, 0, child))
                : children.Length == 1 ? null
                : OfChildren(children[1..]);
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
