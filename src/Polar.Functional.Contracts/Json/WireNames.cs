using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>The member names of an object in the order in which the server writes them.</summary>
internal sealed class WireNames
{
    private readonly byte[][] _names;
    private JsonEncodedText[]? _encoded;
    private Utf8Table? _table;

    /// <summary>Takes the names in their order.</summary>
    /// <param name="names">The names.</param>
    public WireNames(params string[] names) => _names = Array.ConvertAll(names, Encoding.UTF8.GetBytes);

    /// <summary>A name, ready to be written.</summary>
    /// <param name="index">The name's place.</param>
    public JsonEncodedText this[int index] => (_encoded ??= Array.ConvertAll(_names, name => JsonEncodedText.Encode(name)))[index];

    /// <summary>Finds the name that the reader stands on and moves to its value.</summary>
    /// <param name="reader">The reader, on a name.</param>
    /// <param name="next">The place that is tried first; afterwards the one behind the match.</param>
    /// <returns>The name's place, or -1 for an unknown one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Match(ref Utf8JsonReader reader, ref int next)
    {
        var names = _names;
        var expected = next;
        var match = (uint)expected < (uint)names.Length && reader.ValueSpan.SequenceEqual(names[expected]) ? expected : Search(ref reader);
        if (match >= 0)
        {
            next = match + 1;
        }

        reader.Read();
        return match;
    }

    /// <summary>A name as text.</summary>
    /// <param name="index">The name's place.</param>
    /// <returns>The name.</returns>
    public string Text(int index) => Encoding.UTF8.GetString(_names[index]);

    /// <summary>The fault of an object, ending here, in which a required name was not seen.</summary>
    /// <param name="reader">The reader, on the object's end.</param>
    /// <param name="seen">A bit for each name that was seen.</param>
    /// <param name="required">A bit for each name that must be.</param>
    /// <returns>The exception to throw, about the first name missing.</returns>
    public WireException Missing(ref Utf8JsonReader reader, ulong seen, ulong required)
    {
        var index = System.Numerics.BitOperations.TrailingZeroCount(required & ~seen);
        return WireReader.Missing(ref reader, Text(index));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Search(ref Utf8JsonReader reader)
    {
        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
        {
            return (_table ??= new Utf8Table(_names)).Find(reader.ValueSpan);
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
}
