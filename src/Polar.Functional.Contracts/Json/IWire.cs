using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>A type that reads and writes its own JSON, without reflection.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IWire<TSelf> : IWritable
    where TSelf : IWire<TSelf>
{
    /// <summary>Reads a value; the reader stands on its first token and ends on its last.</summary>
    /// <param name="reader">A reader over the whole document.</param>
    /// <returns>The value.</returns>
    /// <exception cref="WireException">The JSON is not such a value.</exception>
    static abstract TSelf Read(ref Utf8JsonReader reader);

    /// <summary>Reads a value in whichever way the input goes. Types that are read often do it themselves, others leave it to the reader.</summary>
    /// <param name="input">The input, on the value; it ends behind it, or on its last token.</param>
    /// <returns>The value.</returns>
    internal static virtual TSelf Take(ref WireInput input)
    {
        if (!input.IsShort)
        {
            return TSelf.Read(ref input.Reader);
        }

        var reader = new Utf8JsonReader(input.Written());
        reader.Read();
        return TSelf.Read(ref reader);
    }
}
