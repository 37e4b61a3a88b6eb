using System.Security.Cryptography;
using System.Text;

namespace Polar.FakeServer.Storage;

/// <summary>What ids of rows are made of, and what they are found by.</summary>
internal static class RowId
{
    /// <summary>What an id is found by among many.</summary>
    public static long HashOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BitConverter.ToInt64(bytes) ^ long.RotateLeft(BitConverter.ToInt64(bytes[8..]), 17);
    }

    /// <summary>The id that always stands for the same texts in the same order.</summary>
    public static Guid Of(params ReadOnlySpan<string> texts)
    {
        var joined = Encoding.UTF8.GetBytes(string.Join('\0', texts));
        return new Guid(SHA256.HashData(joined).AsSpan(0, 16));
    }
}
