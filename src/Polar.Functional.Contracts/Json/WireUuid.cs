using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polar.Functional.Contracts;

/// <summary>Reads UUIDs, of which a page of orders has thousands, sixteen digits at a time.</summary>
internal static class WireUuid
{
    private const int Length = 36;
    private const int SecondHalf = 19;

    /// <summary>Reads a UUID in its usual form, 36 characters; others are left to the slower ways.</summary>
    public static bool TryRead(ReadOnlySpan<byte> token, out Guid value)
    {
        value = default;
        if (!BitConverter.IsLittleEndian || token.Length != Length || token[8] != '-' || token[13] != '-' || token[18] != '-' || token[23] != '-')
        {
            return false;
        }

        ref var first = ref MemoryMarshal.GetReference(token);

        // The digits without the dashes: all but the last two, and the last one, of a half fit into one load.
        var high = Vector128.Shuffle(Vector128.LoadUnsafe(ref first), Vector128.Create((byte)0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 0, 0))
            .WithElement(14, token[16]).WithElement(15, token[17]);
        var low = Vector128.Shuffle(Vector128.LoadUnsafe(ref first, SecondHalf), Vector128.Create((byte)0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0))
            .WithElement(15, token[35]);
        var (highDigits, lowDigits) = (Digits(high, out var areHigh), Digits(low, out var areLow));
        if (!areHigh || !areLow)
        {
            return false;
        }

        ReadOnlySpan<ulong> halves = [Packed(highDigits), Packed(lowDigits)];
        value = new Guid(MemoryMarshal.AsBytes(halves), bigEndian: true);
        return true;
    }

    /// <summary>The value of each hexadecimal digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Digits(Vector128<byte> text, out bool areDigits)
    {
        var decimals = text - Vector128.Create((byte)'0');
        var letters = (text | Vector128.Create((byte)0x20)) - Vector128.Create((byte)'a');
        var isDecimal = Vector128.LessThan(decimals, Vector128.Create((byte)10));
        var isLetter = Vector128.LessThan(letters, Vector128.Create((byte)6));
        areDigits = (isDecimal | isLetter) == Vector128<byte>.AllBitsSet;
        return Vector128.ConditionalSelect(isDecimal, decimals, letters + Vector128.Create((byte)10));
    }

    /// <summary>Sixteen digits as eight bytes, in the order of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Packed(Vector128<byte> digits)
    {
        // In each pair the first digit, in the lower byte of a little-endian number, is worth sixteen times the second.
        var pairs = digits.AsUInt16();
        var bytes = ((pairs << 4) | (pairs >> 8)) & Vector128.Create((ushort)0xFF);
        return Vector128.Narrow(bytes, bytes).AsUInt64().ToScalar();
    }
}
