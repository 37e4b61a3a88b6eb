using System.Text;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Execution;

/// <summary>All randomness of a world, as a value: the same seed gives the same ids, tokens and keys.</summary>
/// <param name="State">Where the sequence stands.</param>
internal readonly record struct RandomSource(ulong State)
{
    /// <summary>The next number of the sequence (SplitMix64) and the source behind it.</summary>
    public (ulong Number, RandomSource Next) Draw()
    {
        var state = unchecked(State + 0x9E3779B97F4A7C15UL);
        var mixed = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
        return (mixed ^ (mixed >> 31), new RandomSource(state));
    }
}

/// <summary>Draws from a world's randomness during a transaction.</summary>
internal sealed class RandomDraw(RandomSource source)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int TokenLetters = 37;
    private const int ChecksumLetters = 6;

    public RandomSource Source { get; private set; } = source;

    public ulong Number()
    {
        (var number, Source) = Source.Draw();
        return number;
    }

    public int Below(int limit) => (int)(Number() % (ulong)limit);

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var index = 0; index < count; index++)
        {
            bytes[index] = (byte)Number();
        }

        return bytes;
    }

    /// <summary>A UUID of version 4.</summary>
    public Guid Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Number());
        BitConverter.TryWriteBytes(bytes[8..], Number());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    public string Text(int length, string letters = Letters)
    {
        var text = new StringBuilder(length);
        for (var index = 0; index < length; index++)
        {
            text.Append(letters[Below(letters.Length)]);
        }

        return text.ToString();
    }

    /// <summary>A token as Polar makes them: prefix, 37 letters, and their checksum.</summary>
    public string Token(string prefix)
    {
        var letters = Text(TokenLetters);
        return prefix + letters + Checksum(letters);
    }

    /// <summary>The CRC-32 of the text in base 62, six digits.</summary>
    public static string Checksum(string text)
    {
        var crc = uint.MaxValue;
        foreach (var letter in Encoding.ASCII.GetBytes(text))
        {
            crc ^= letter;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        crc = ~crc;
        var digits = new StringBuilder();
        for (; crc > 0; crc /= 62)
        {
            digits.Insert(0, Base62[(int)(crc % 62)]);
        }

        return digits.ToString().PadLeft(ChecksumLetters, '0');
    }
}
