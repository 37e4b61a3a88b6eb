using System.Buffers;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>A writer with a buffer that a thread uses again and again, so that writing a value allocates little but what is asked for.</summary>
internal sealed class WireScratch : IDisposable
{
    private const int FirstCapacity = 4096;

    /// <summary>A buffer that one huge value has made is not kept for the small ones.</summary>
    private const int MostKept = 1 << 20;

    [ThreadStatic]
    private static WireScratch? s_idle;

    private readonly ArrayBufferWriter<byte> _buffer = new(FirstCapacity);

    private WireScratch() => Writer = Wire.CreateWriter(_buffer);

    public Utf8JsonWriter Writer { get; }

    /// <summary>What has been written so far; only until this is given back.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            Writer.Flush();
            return _buffer.WrittenSpan;
        }
    }

    /// <summary>The thread's own, or a new one where that is in use: a value may write another as a whole.</summary>
    public static WireScratch Rent()
    {
        var scratch = s_idle ?? new WireScratch();
        s_idle = null;
        return scratch;
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        if (_buffer.Capacity <= MostKept)
        {
            _buffer.ResetWrittenCount();
            Writer.Reset();
            s_idle = this;
        }
    }
}
