using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>Whole documents of the wire's JSON.</summary>
public static class Wire
{
    private static readonly JsonWriterOptions s_writerOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Reads a document that must be one value.</summary>
    /// <typeparam name="T">What is expected.</typeparam>
    /// <param name="utf8">The document.</param>
    /// <param name="value">The value, when it could be read.</param>
    /// <param name="error">Why it could not be read, otherwise.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryRead<T>(
        ReadOnlySpan<byte> utf8,
        [MaybeNullWhen(false)] out T value,
        [NotNullWhen(false)] out WireError? error)
        where T : IWire<T>
    {
        return TryRead(utf8, static (ref WireInput input) => T.Take(ref input), out value, out error);
    }

    /// <summary>Reads a document that must be an array of values.</summary>
    /// <typeparam name="T">What each item is.</typeparam>
    /// <param name="utf8">The document.</param>
    /// <param name="value">The items, when they could be read.</param>
    /// <param name="error">Why they could not be read, otherwise.</param>
    /// <returns>Whether they could be read.</returns>
    public static bool TryReadList<T>(
        ReadOnlySpan<byte> utf8,
        [MaybeNullWhen(false)] out ValueList<T> value,
        [NotNullWhen(false)] out WireError? error)
        where T : IWire<T> =>
        TryRead(utf8, static (ref WireInput input) => WireReader.List<T>(ref input, T.Take), out value, out error);

    /// <summary>Writes a value as UTF-8.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>Compact JSON; characters beyond ASCII stand for themselves.</returns>
    public static byte[] ToUtf8Bytes<T>(T value)
        where T : IWire<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        using var scratch = WireScratch.Rent();
        value.Write(scratch.Writer);
        return scratch.Written.ToArray();
    }

    /// <summary>Writes a value as text.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>Compact JSON.</returns>
    public static string ToJson<T>(T value)
        where T : IWire<T>
    {
        ArgumentNullException.ThrowIfNull(value);
        using var scratch = WireScratch.Rent();
        value.Write(scratch.Writer);
        return Encoding.UTF8.GetString(scratch.Written);
    }

    /// <summary>A writer with the wire's settings: compact, nothing beyond ASCII escaped.</summary>
    /// <param name="buffer">Where it writes.</param>
    /// <returns>The writer.</returns>
    public static Utf8JsonWriter CreateWriter(IBufferWriter<byte> buffer) => new(buffer, s_writerOptions);

    private static bool TryRead<T>(
        ReadOnlySpan<byte> utf8,
        ReadValue<T> read,
        [MaybeNullWhen(false)] out T value,
        [NotNullWhen(false)] out WireError? error)
    {
        if (TryReadShort(utf8, read, out value))
        {
            error = null;
            return true;
        }

        try
        {
            var reader = new Utf8JsonReader(utf8);
            reader.Read();
            var input = new WireInput(ref reader);
            value = read(ref input);
            while (reader.Read())
            {
                // The reader itself refuses anything but white space behind the value.
            }

            error = null;
            return true;
        }
        catch (WireException fault)
        {
            value = default;
            error = new WireError(WirePath.At(utf8, fault.Offset, fault.Member), fault.Message);
            return false;
        }
        catch (JsonException fault)
        {
            value = default;
            error = new WireError(WirePath.At(utf8, long.MaxValue, null), WireText.OfSyntaxFault(fault));
            return false;
        }
        catch (InvalidOperationException fault)
        {
            // Text that is not valid UTF-8 is found only when it is fetched.
            value = default;
            error = new WireError(WirePath.At(utf8, long.MaxValue, null), fault.Message);
            return false;
        }
    }

    /// <summary>The short way. What it refuses is read again in the other, which alone knows what to say of a fault.</summary>
    private static bool TryReadShort<T>(ReadOnlySpan<byte> utf8, ReadValue<T> read, [MaybeNullWhen(false)] out T value)
    {
        try
        {
            var input = new WireInput(utf8);
            value = read(ref input);
            input.EndDocument();
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            value = default;
            return false;
        }
    }
}
