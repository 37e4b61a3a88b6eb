using System.Numerics;

namespace Polar.FakeServer.Storage;

/// <content>What the trie is made of.</content>
internal sealed partial class HashTrie<TKey, TValue>
{
    private sealed class Branch(uint map, object[] slots)
    {
        public object[] Slots => slots;

        /// <summary>Which slots are taken, a bit for each.</summary>
        public uint Map => map;

        /// <summary>A branch of the slots that a map names.</summary>
        public static Branch Of(uint map, object?[] all)
        {
            var taken = new object[BitOperations.PopCount(map)];
            for (var (left, index) = (map, 0); left != 0; left &= left - 1)
            {
                taken[index++] = all[BitOperations.TrailingZeroCount(left)]!;
            }

            return new Branch(map, taken);
        }

        /// <summary>Every slot, taken or not.</summary>
        public object?[] ToSlots()
        {
            var all = new object?[1 << Bits];
            for (var (left, index) = (map, 0); left != 0; left &= left - 1)
            {
                all[BitOperations.TrailingZeroCount(left)] = slots[index++];
            }

            return all;
        }

        public object? SlotOf(int bits) => (map & Bit(bits)) == 0 ? null : slots[Index(bits)];

        public Branch With(int bits, object slot)
        {
            var index = Index(bits);
            if ((map & Bit(bits)) != 0)
            {
                var replaced = (object[])slots.Clone();
                replaced[index] = slot;
                return new Branch(map, replaced);
            }

            var inserted = new object[slots.Length + 1];
            Array.Copy(slots, inserted, index);
            inserted[index] = slot;
            Array.Copy(slots, index, inserted, index + 1, slots.Length - index);
            return new Branch(map | Bit(bits), inserted);
        }

        public Branch Without(int bits)
        {
            var removed = new object[slots.Length - 1];
            var index = Index(bits);
            Array.Copy(slots, removed, index);
            Array.Copy(slots, index + 1, removed, index, removed.Length - index);
            return new Branch(map & ~Bit(bits), removed);
        }

        private static uint Bit(int bits) => 1u << (bits & Mask);

        private int Index(int bits) => BitOperations.PopCount(map & (Bit(bits) - 1));
    }

    /// <summary>An entry, and the others of its hash.</summary>
    private sealed class Entry(int hash, TKey key, TValue value, Entry? next)
    {
        public int Hash => hash;

        public TKey Key => key;

        public TValue Value => value;

        public Entry? Next => next;
    }
}
