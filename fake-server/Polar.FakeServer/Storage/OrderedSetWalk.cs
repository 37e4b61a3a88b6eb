namespace Polar.FakeServer.Storage;

/// <content>How two versions are walked side by side.</content>
internal sealed partial class OrderedSet<T>
{
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
}
