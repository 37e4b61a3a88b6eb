using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Persistence;

/// <summary>Reads one value.</summary>
internal delegate T ReadScalar<T>(ref Utf8JsonReader reader);

/// <summary>Values that are one JSON text, number or truth value.</summary>
/// <typeparam name="T">Their type.</typeparam>
/// <param name="name">What they are called in a complaint.</param>
/// <param name="token">What they are in JSON.</param>
/// <param name="write">Writes one.</param>
/// <param name="read">Reads one.</param>
/// <param name="isDefault">Whether one is what an unset member holds.</param>
internal sealed class ScalarCodec<T>(string name, JsonTokenType token, Action<Utf8JsonWriter, T> write, ReadScalar<T> read, Func<T, bool>? isDefault = null) : Codec
    where T : notnull
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => write(writer, (T)value);

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != token)
        {
            throw Unexpected(ref reader, name);
        }

        try
        {
            return read(ref reader);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or InvalidOperationException)
        {
            throw new FormatException($"There is {Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 100)])} instead of {name}.", fault);
        }
    }

    /// <inheritdoc/>
    public override bool IsDefault(object value) => isDefault?.Invoke((T)value) == true;
}

/// <summary>The scalars that rows are made of.</summary>
internal static class ScalarCodecs
{
    private const string Base64 = "base64:";

    private static readonly Guid s_noId = Guid.Empty;

    /// <summary>All of them, by their types.</summary>
    public static IReadOnlyDictionary<Type, Codec> All { get; } = new Dictionary<Type, Codec>
    {
        [typeof(bool)] = new FlagCodec(),
        [typeof(byte)] = new ScalarCodec<byte>(
            "a number", JsonTokenType.Number, (writer, value) => writer.WriteNumberValue(value), (ref reader) => reader.GetByte(), value => value == 0),
        [typeof(int)] = new ScalarCodec<int>(
            "a whole number", JsonTokenType.Number, (writer, value) => writer.WriteNumberValue(value), (ref reader) => reader.GetInt32(), value => value == 0),
        [typeof(long)] = new ScalarCodec<long>(
            "a whole number", JsonTokenType.Number, (writer, value) => writer.WriteNumberValue(value), (ref reader) => reader.GetInt64(), value => value == 0),
        [typeof(ulong)] = new ScalarCodec<ulong>(
            "a whole number", JsonTokenType.Number, (writer, value) => writer.WriteNumberValue(value), (ref reader) => reader.GetUInt64(), value => value == 0),
        [typeof(double)] = new ScalarCodec<double>(
            "a number",
            JsonTokenType.Number,
            (writer, value) => writer.WriteNumberValue(value),
            (ref reader) => reader.GetDouble(),
            value => BitConverter.DoubleToInt64Bits(value) == 0),
        [typeof(decimal)] = new ScalarCodec<decimal>(
            "a number",
            JsonTokenType.Number,
            (writer, value) => writer.WriteNumberValue(value),
            (ref reader) => reader.GetDecimal(),
            value => value == 0 && value.Scale == 0),
        [typeof(string)] = new ScalarCodec<string>(
            "a text", JsonTokenType.String, (writer, value) => writer.WriteStringValue(value), (ref reader) => reader.GetString()!),
        [typeof(Guid)] = new ScalarCodec<Guid>(
            "an id", JsonTokenType.String, (writer, value) => writer.WriteStringValue(value), (ref reader) => reader.GetGuid(), value => value == s_noId),
        [typeof(DateTimeOffset)] = new ScalarCodec<DateTimeOffset>(
            "a time",
            JsonTokenType.String,
            (writer, value) => writer.WriteStringValue(value),
            (ref reader) => reader.GetDateTimeOffset(),
            value => value.Ticks == 0 && value.Offset == TimeSpan.Zero),
        [typeof(TimeSpan)] = new ScalarCodec<TimeSpan>(
            "a length of time",
            JsonTokenType.String,
            (writer, value) => writer.WriteStringValue(value.ToString("c", CultureInfo.InvariantCulture)),
            (ref reader) => TimeSpan.ParseExact(reader.GetString()!, "c", CultureInfo.InvariantCulture),
            value => value == TimeSpan.Zero),
        [typeof(DateOnly)] = new ScalarCodec<DateOnly>(
            "a date",
            JsonTokenType.String,
            (writer, value) => writer.WriteStringValue(value.ToString("O", CultureInfo.InvariantCulture)),
            (ref reader) => DateOnly.ParseExact(reader.GetString()!, "O", CultureInfo.InvariantCulture),
            value => value == default),
        [typeof(RawJson)] = new ScalarCodec<RawJson>(
            "JSON as a text", JsonTokenType.String, (writer, value) => writer.WriteStringValue(value.Text), (ref reader) => RawJson.FromText(reader.GetString()!)),
        [typeof(byte[])] = new ScalarCodec<byte[]>("bytes as a text", JsonTokenType.String, (writer, value) => WriteBytes(writer, value), ReadBytes),
        [typeof(ReadOnlyMemory<byte>)] = new ScalarCodec<ReadOnlyMemory<byte>>(
            "bytes as a text", JsonTokenType.String, (writer, value) => WriteBytes(writer, value.Span), (ref reader) => ReadBytes(ref reader), value => value.IsEmpty),
        [typeof(ImmutableArray<byte>)] = new ScalarCodec<ImmutableArray<byte>>(
            "bytes as a text",
            JsonTokenType.String,
            (writer, value) => WriteBytes(writer, value.AsSpan()),
            (ref reader) => ImmutableCollectionsMarshal.AsImmutableArray(ReadBytes(ref reader)),
            value => value.IsDefault),
        [typeof(JsonScalar)] = new JsonScalarCodec(),
    };

    /// <summary>Bytes that are a text are shown as it, others in letters that stand for them.</summary>
    private static void WriteBytes(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes) && !bytes.StartsWith("base64:"u8))
        {
            writer.WriteStringValue(bytes);
        }
        else
        {
            writer.WriteStringValue(Base64 + Convert.ToBase64String(bytes));
        }
    }

    private static byte[] ReadBytes(ref Utf8JsonReader reader)
    {
        // Bodies of events are much of a file: no text is made of them on the way.
        var room = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var bytes = room.AsSpan(0, reader.CopyString(room));
            return bytes.StartsWith("base64:"u8) ? Convert.FromBase64String(Encoding.UTF8.GetString(bytes[Base64.Length..])) : bytes.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }
}

/// <summary>Truth values; there are two objects of them.</summary>
internal sealed class FlagCodec : Codec
{
    private static readonly object s_true = true;
    private static readonly object s_false = false;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteBooleanValue((bool)value);

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => s_true,
        JsonTokenType.False => s_false,
        _ => throw Unexpected(ref reader, "true or false"),
    };

    /// <inheritdoc/>
    public override bool IsDefault(object value) => !(bool)value;
}

/// <summary>Values of metadata: JSON as it is, save for a number that would come back as another kind of number.</summary>
internal sealed class JsonScalarCodec : Codec
{
    private static readonly SearchValues<char> s_marks = SearchValues.Create(".eE");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value)
    {
        var scalar = (JsonScalar)value;
        if (scalar.Kind == JsonScalarKind.Number && !scalar.ToString().AsSpan().ContainsAny(s_marks))
        {
            writer.WriteStartArray();
            scalar.Write(writer);
            writer.WriteEndArray();
        }
        else
        {
            scalar.Write(writer);
        }
    }

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var number = reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var exact) ? exact : JsonScalar.Read(ref reader);
            reader.Read();
            return number;
        }

        return reader.TokenType is JsonTokenType.StartObject ? throw Unexpected(ref reader, "a text, a number or a truth value") : JsonScalar.Read(ref reader);
    }

    /// <inheritdoc/>
    public override object ReadNullable(ref Utf8JsonReader reader) => Read(ref reader);

    /// <inheritdoc/>
    public override bool IsDefault(object value) => ((JsonScalar)value).IsNull;
}

/// <summary>Values that may be null; what an unset member holds is null, and nothing else.</summary>
/// <param name="codec">The codec of the values.</param>
internal sealed class NullableCodec(Codec codec) : Codec
{
    /// <inheritdoc/>
    public override IEnumerable<Codec> Parts => [codec];

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => codec.Write(writer, value);

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader) => codec.Read(ref reader);

    /// <inheritdoc/>
    public override void Check(object value) => codec.Check(value);
}

/// <summary>Values of an enumeration, by their names.</summary>
/// <param name="type">The enumeration.</param>
internal sealed class EnumCodec(Type type) : Codec
{
    private readonly object _default = Enum.ToObject(type, 0);

    private readonly (JsonEncodedText Name, object Value)[] _named =
        [.. Enum.GetNames(type).Select(name => (JsonEncodedText.Encode(name), Enum.Parse(type, name)))];

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => writer.WriteStringValue(value.ToString());

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Unexpected(ref reader, "a text");
        }

        foreach (var (name, named) in _named)
        {
            if (reader.ValueTextEquals(name.EncodedUtf8Bytes))
            {
                return named;
            }
        }

        // Several at once, or a number that has no name.
        var text = reader.GetString()!;
        return Enum.TryParse(type, text, out var value) ? value! : throw new FormatException($"There is '{text}' instead of one of {string.Join(", ", Enum.GetNames(type))}.");
    }

    /// <inheritdoc/>
    public override bool IsDefault(object value) => value.Equals(_default);
}

/// <summary>Values that have JSON of their own making.</summary>
/// <typeparam name="T">Their type.</typeparam>
internal sealed class OwnJsonCodec<T> : Codec
    where T : class, IOwnJson<T>
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value) => ((T)value).Write(writer);

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader) => T.Read(ref reader);
}
