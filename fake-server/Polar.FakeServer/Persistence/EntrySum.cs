using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Polar.FakeServer.Persistence;

/// <summary>
/// Sums that tell whether what is read from a data file is what was written. SQLite has none: it would not notice a changed byte in the middle of a row.
/// </summary>
internal static class EntrySum
{
    /// <summary>The sum of an entry (CRC-32C); the entry's id is part of it.</summary>
    public static long Of(long id, ReadOnlySpan<byte> json)
    {
        var sum = BitOperations.Crc32C(uint.MaxValue, (ulong)id);
        for (; json.Length >= sizeof(ulong); json = json[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(json));
        }

        foreach (var one in json)
        {
            sum = BitOperations.Crc32C(sum, one);
        }

        return sum;
    }

    /// <summary>The sum of a fact.</summary>
    public static long OfFact(string name, ReadOnlySpan<byte> json) => Of(Of(0, Encoding.UTF8.GetBytes(name)), json);

    /// <summary>The sum of a list.</summary>
    public static long OfList(long id, string name, long next) => Of(next, Encoding.UTF8.GetBytes($"{id} {name}"));
}
