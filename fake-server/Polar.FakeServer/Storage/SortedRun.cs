namespace Polar.FakeServer.Storage;

/// <content>One run of the map.</content>
internal sealed partial class SortedRuns
{
    /// <summary>Entries in order. Behind them there may be room, which whoever comes first fills; other versions go on in a copy.</summary>
    private sealed class Run
    {
        private const int LeastRoom = 4;

        private readonly Taken _taken;

        public Run(long[] keys, int[] places)
            : this(keys, places, keys.Length, new Taken { Count = keys.Length })
        {
        }

        private Run(long[] keys, int[] places, int length, Taken taken)
        {
            Keys = keys;
            Places = places;
            Length = length;
            _taken = taken;
        }

        /// <summary>The keys; those from <see cref="Length"/> on are not this run's.</summary>
        public long[] Keys { get; }

        public int[] Places { get; }

        public int Length { get; }

        /// <summary>The greatest key.</summary>
        public long Last => Keys[Length - 1];

        /// <summary>The run with another one behind it; null where that one begins earlier than this one ends.</summary>
        public Run? TryAppend(Run more)
        {
            if (more.Keys[0] < Last)
            {
                return null;
            }

            var length = Length + more.Length;
            var run = length <= Keys.Length && Interlocked.CompareExchange(ref _taken.Count, length, Length) == Length ? this : WithRoomFor(length);
            more.Keys.AsSpan(0, more.Length).CopyTo(run.Keys.AsSpan(Length));
            more.Places.AsSpan(0, more.Length).CopyTo(run.Places.AsSpan(Length));
            return new Run(run.Keys, run.Places, length, run._taken);
        }

        public static Run Merged(Run left, Run right)
        {
            var count = left.Length + right.Length;
            var (keys, places) = (GC.AllocateUninitializedArray<long>(count), GC.AllocateUninitializedArray<int>(count));
            var (a, b, at) = (0, 0, 0);
            while (a < left.Length && b < right.Length)
            {
                if (left.IsBehind(a, right, b))
                {
                    (keys[at], places[at++]) = (right.Keys[b], right.Places[b++]);
                }
                else
                {
                    (keys[at], places[at++]) = (left.Keys[a], left.Places[a++]);
                }
            }

            Array.Copy(left.Keys, a, keys, at, left.Length - a);
            Array.Copy(left.Places, a, places, at, left.Length - a);
            Array.Copy(right.Keys, b, keys, at, right.Length - b);
            Array.Copy(right.Places, b, places, at, right.Length - b);
            return new Run(keys, places);
        }

        public bool IsBehind(int index, Run other, int place) =>
            Keys[index] != other.Keys[place] ? Keys[index] > other.Keys[place] : Places[index] > other.Places[place];

        public int CountBefore(long key)
        {
            var (low, high) = (0, Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = Keys[middle] < key ? (middle + 1, high) : (low, middle);
            }

            return low;
        }

        private Run WithRoomFor(int length)
        {
            var room = Math.Max(LeastRoom, length + (length / 2));
            var (keys, places) = (GC.AllocateUninitializedArray<long>(room), GC.AllocateUninitializedArray<int>(room));
            Keys.AsSpan(0, Length).CopyTo(keys);
            Places.AsSpan(0, Length).CopyTo(places);
            return new Run(keys, places, Length, new Taken { Count = length });
        }

        /// <summary>How many places of both arrays some version uses.</summary>
        private sealed class Taken
        {
            public int Count;
        }
    }
}
