using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>The member names of an object in the order in which the server writes them.</summary>
internal sealed class WireNames
{
    private readonly byte[][] _names;
    private JsonEncodedText[]? _encoded;
    private Utf8Table? _table;
    private ExpectedName[]? _expected;

    /// <summary>Takes the names in their order.</summary>
    /// <param name="names">The names.</param>
    public WireNames(params string[] names) => _names = Array.ConvertAll(names, Encoding.UTF8.GetBytes);

    /// <summary>Writes a name.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="index">The name's place.</param>
    public void WriteTo(Utf8JsonWriter writer, int index) =>
        writer.WritePropertyName((_encoded ??= Array.ConvertAll(_names, name => JsonEncodedText.Encode(name)))[index]);

    /// <summary>The names as they are met.</summary>
    public ExpectedName[] Expected => _expected ??= Array.ConvertAll(_names, ExpectedName.Of);

    /// <summary>A name's place, or -1 for an unknown one.</summary>
    /// <param name="name">The name, without escapes.</param>
    public int Find(ReadOnlySpan<byte> name) => (_table ??= new Utf8Table(_names)).Find(name);

    /// <summary>A name's place, or -1 for an unknown one.</summary>
    /// <param name="name">The name.</param>
    public int Find(string name) => Find(Encoding.UTF8.GetBytes(name));

    /// <summary>Finds the name that the reader stands on and moves to its value.</summary>
    /// <param name="reader">The reader, on a name.</param>
    /// <param name="expected">The place that is tried first.</param>
    /// <returns>The name's place, or -1 for an unknown one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Match(ref Utf8JsonReader reader, int expected)
    {
        var names = _names;
        var match = (uint)expected < (uint)names.Length && reader.ValueSpan.SequenceEqual(names[expected]) ? expected : Search(ref reader);
        reader.Read();
        return match;
    }

    /// <summary>A name as text.</summary>
    /// <param name="index">The name's place.</param>
    /// <returns>The name.</returns>
    public string Text(int index) => Encoding.UTF8.GetString(_names[index]);

    /// <summary>The fault of an object, ending here, in which a required name was not seen.</summary>
    /// <param name="input">The input, on the object's end.</param>
    /// <param name="seen">A bit for each name that was seen.</param>
    /// <param name="required">A bit for each name that must be.</param>
    /// <returns>The exception to throw, about the first name missing.</returns>
    public WireException Missing(ref WireInput input, ulong seen, ulong required) =>
        WireReader.Missing(ref input, Text(System.Numerics.BitOperations.TrailingZeroCount(required & ~seen)));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Search(ref Utf8JsonReader reader)
    {
        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
        {
            return Find(reader.ValueSpan);
        }

        for (var index = 0; index < _names.Length; index++)
        {
            if (reader.ValueTextEquals(_names[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>A name in quotes and with its colon, to be compared with 32 bytes at once.</summary>
    /// <param name="Text">The name's first 32 bytes.</param>
    /// <param name="Mask">Which of them count.</param>
    /// <param name="Length">The length of all.</param>
    /// <param name="Rest">What stands behind the first 32 bytes, if anything does.</param>
    internal readonly record struct ExpectedName(Vector256<byte> Text, Vector256<byte> Mask, int Length, byte[]? Rest)
    {
        public static ExpectedName Of(byte[] name)
        {
            byte[] whole = [(byte)'"', .. name, (byte)'"', (byte)':'];
            var start = whole.AsSpan(0, Math.Min(whole.Length, Vector256<byte>.Count));
            Span<byte> text = stackalloc byte[Vector256<byte>.Count];
            Span<byte> mask = stackalloc byte[Vector256<byte>.Count];
            start.CopyTo(text);
            mask[..start.Length].Fill(byte.MaxValue);
            return new ExpectedName(
                Vector256.Create<byte>(text),
                Vector256.Create<byte>(mask),
                whole.Length,
                whole.Length > start.Length ? whole[start.Length..] : null);
        }
    }
}
