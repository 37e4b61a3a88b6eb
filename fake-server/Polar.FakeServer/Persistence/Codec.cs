using System.Text.Json;

namespace Polar.FakeServer.Persistence;

/// <summary>Writes values of one type as JSON and reads the same values again: all that a value holds, hidden members too.</summary>
internal abstract class Codec
{
    /// <summary>Writes a value, which is not null.</summary>
    public abstract void Write(Utf8JsonWriter writer, object value);

    /// <summary>Reads a value, which is not null; the reader stands on its first token and ends on its last.</summary>
    /// <exception cref="FormatException">It is no such value.</exception>
    public abstract object Read(ref Utf8JsonReader reader);

    /// <summary>Whether a value is what a member holds that nobody has set, so that it need not be written.</summary>
    public virtual bool IsDefault(object value) => false;

    /// <summary>Complains of a value that is null within where its type says that it never is.</summary>
    /// <exception cref="FormatException">There is one.</exception>
    public virtual void Check(object value)
    {
    }

    /// <summary>Writes a value, or null.</summary>
    public void WriteNullable(Utf8JsonWriter writer, object? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            Write(writer, value);
        }
    }

    /// <summary>Reads a value, or null.</summary>
    public virtual object? ReadNullable(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : Read(ref reader);

    /// <summary>The codecs of what a value may have in it.</summary>
    public virtual IEnumerable<Codec> Parts => [];

    /// <summary>What is told of JSON of another kind than was expected.</summary>
    protected static FormatException Unexpected(ref Utf8JsonReader reader, string expected) =>
        new($"There is {reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "a text",
            JsonTokenType.Number => "a number",
            JsonTokenType.Null => "null",
            _ => "something else",
        }} instead of {expected}.");
}
