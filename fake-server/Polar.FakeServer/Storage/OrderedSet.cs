using System.Collections;
using System.Runtime.InteropServices;

namespace Polar.FakeServer.Storage;

/// <summary>An immutable set whose items stand in an order and are found by rank too: a tree that is copied only along the way to a change.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed partial class OrderedSet<T> : IReadOnlyList<T>
{
    private const int Widest = 32;

    private readonly IComparer<T> _order;

    // The last items stand by themselves, behind all those of the tree: most sets are added to at the end, and most have one item.
    private readonly Node? _root;
    private readonly Tail? _tail;
    private readonly int _used;
    private readonly T _single;

    // Queues and logs lose their first items: of the first leaf so many are in the set no more, fewer than it has.
    private readonly int _gone;

    private OrderedSet(IComparer<T> order, Node? root, int gone, Tail? tail, int used, T single) =>
        (_order, _root, _gone, _tail, _used, _single) = (order, root, gone, tail, used, single);

    public int Count => TreeCount + _used;

    public T this[int index] => (uint)index >= (uint)Count ? throw new ArgumentOutOfRangeException(nameof(index))
        : index < TreeCount ? _root!.At(index + _gone)
        : Last[index - TreeCount];

    private int TreeCount => (_root?.Count ?? 0) - _gone;

    /// <summary>The items behind those of the tree.</summary>
    private ReadOnlySpan<T> Last => _tail is null ? MemoryMarshal.CreateReadOnlySpan(in _single, _used) : _tail.Items.AsSpan(0, _used);

    /// <summary>A tree of all items.</summary>
    private Node? Tree => WithTree(_gone == 0 ? _root : _root!.WithoutFirst(_gone), 0) is var whole && whole._used == 0 ? whole._root : whole.Pushed();

    /// <summary>The set without items.</summary>
    public static OrderedSet<T> Empty(IComparer<T> order) => new(order, null, 0, null, 0, default!);

    /// <summary>The set of items that are in this order already, none twice, made in one go.</summary>
    public static OrderedSet<T> OfSorted(IComparer<T> order, ReadOnlySpan<T> items)
    {
        if (items.Length == 1)
        {
            return new OrderedSet<T>(order, null, 0, null, 1, items[0]);
        }

        var level = new List<Node>((items.Length + Widest - 1) / Widest);
        for (var start = 0; start < items.Length; start += Widest)
        {
            level.Add(Node.OfItems(items[start..Math.Min(start + Widest, items.Length)].ToArray()));
        }

        while (level.Count > 1)
        {
            level = [.. level.Chunk(Widest).Select(Node.OfChildren)];
        }

        return new OrderedSet<T>(order, level.Count == 0 ? null : level[0], 0, null, 0, default!);
    }

    /// <summary>
    /// What is different in another version: the items that only it has, and those that it has no more. What both have in common is not looked at.
    /// </summary>
    public IEnumerable<(T Item, bool IsThere)> ChangesTo(OrderedSet<T> other)
    {
        var (before, after) = (new Walk(Tree), new Walk(other.Tree));
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
        if (IsAmongLast(item))
        {
            var found = Last.BinarySearch(item, _order);
            return TreeCount + (found < 0 ? ~found : found);
        }

        var count = -_gone;
        for (var node = _root; node is not null;)
        {
            var (index, _) = node.Find(item, _order);
            if (node.Children is not { } children)
            {
                return Math.Max(0, count + index);
            }

            count += index == 0 ? 0 : node.Ends![index - 1];
            node = children[index];
        }

        return 0;
    }

    public bool Contains(T item) => CountBefore(item) is var rank && rank < Count && _order.Compare(this[rank], item) == 0;

    public OrderedSet<T> Add(T item)
    {
        if (Count == 0 || _order.Compare(this[Count - 1], item) < 0)
        {
            return AtEnd(item);
        }

        if (!IsAmongLast(item))
        {
            return AddedToTree(item);
        }

        var found = Last.BinarySearch(item, _order);
        return found >= 0 ? this
            : _used < Widest ? WithLast(new Tail([.. Last[..~found], item, .. Last[~found..]]), _used + 1)
            : new OrderedSet<T>(_order, Pushed(), _gone, null, 0, default!).AddedToTree(item);
    }

    public OrderedSet<T> Remove(T item)
    {
        if (IsAmongLast(item))
        {
            var found = Last.BinarySearch(item, _order);
            return found < 0 ? this
                : _used == 1 ? WithLast(null, 0)
                : WithLast(new Tail([.. Last[..found], .. Last[(found + 1)..]]), _used - 1);
        }

        if (_root is null)
        {
            return this;
        }

        var order = _order.Compare(item, _root.At(_gone));
        var (root, gone) = order switch
        {
            < 0 => (_root, _gone),
            0 => (_root, _gone + 1),
            _ => (_root.Without(item, _order), _gone),
        };
        if (gone > 0 && gone == root!.FirstLeaf.Width)
        {
            (root, gone) = (root.WithoutFirst(gone), 0);
        }

        return WithTree(root, gone);
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

    public IEnumerator<T> GetEnumerator()
    {
        if (_root is not null)
        {
            foreach (var item in _gone == 0 ? _root.Walk() : _root.Walk().Skip(_gone))
            {
                yield return item;
            }
        }

        for (var index = 0; index < _used; index++)
        {
            yield return _tail is null ? _single : _tail.Items[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether an item's place is among the last ones, be it there or not.</summary>
    private bool IsAmongLast(T item) => _used > 0 && (_root is null || _order.Compare(Last[0], item) <= 0);

    private OrderedSet<T> AtEnd(T item)
    {
        if (_used is 0 or Widest)
        {
            return new OrderedSet<T>(_order, _used == 0 ? _root : Pushed(), _gone, null, 1, item);
        }

        // Whoever comes first takes the free place; another version that branches off here goes on in a copy.
        var tail = _tail is { } shared && _used < shared.Items.Length && Interlocked.CompareExchange(ref shared.Taken, _used + 1, _used) == _used
            ? shared
            : Tail.Of(Last);
        tail.Items[_used] = item;
        return WithLast(tail, _used + 1);
    }

    private OrderedSet<T> AddedToTree(T item)
    {
        var leaf = _root!.FirstLeaf;
        if (_gone > 0 && _order.Compare(item, leaf.ItemAt(leaf.Width - 1)) < 0)
        {
            // The first leaf is to become another one, and that is to have no items that are gone.
            return WithTree(_root.WithoutFirst(_gone), 0).Add(item);
        }

        var (left, right) = _root.With(item, _order);
        return WithTree(right is null ? left : Node.OfChildren([left, right]), _gone);
    }

    private OrderedSet<T> WithLast(Tail? tail, int used) => new(_order, _root, _gone, tail, used, default!);

    private OrderedSet<T> WithTree(Node? root, int gone)
    {
        while (root is { Children: [var only] })
        {
            root = only;
        }

        return root == _root && gone == _gone ? this : new OrderedSet<T>(_order, root, gone, _tail, _used, _single);
    }

    /// <summary>The tree with the last items in it.</summary>
    private Node Pushed()
    {
        var leaf = Node.OfItems(Last.ToArray());
        if (_root is null)
        {
            return leaf;
        }

        var (left, right) = _root.Append(leaf);
        return right is null ? left : Node.OfChildren([left, right]);
    }

    /// <summary>Items that versions share, each of which knows how many of them it has.</summary>
    private sealed class Tail(T[] items)
    {
        private const int Least = 4;

        /// <summary>How many places some version uses.</summary>
        public int Taken = items.Length;

        public T[] Items => items;

        /// <summary>Room for these items and more; one more is taken already.</summary>
        public static Tail Of(ReadOnlySpan<T> items)
        {
            var room = new T[Math.Clamp(items.Length * 2, Least, Widest)];
            items.CopyTo(room);
            return new Tail(room) { Taken = items.Length + 1 };
        }
    }
}
