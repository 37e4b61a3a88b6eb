using System.Buffers;
using System.Text.Json;

namespace Polar.FakeServer.Rendering;

/// <summary>A buffer for JSON, with its writer. Each thread keeps one to use again and again.</summary>
internal sealed class JsonBuffer : IDisposable
{
    private const int FirstCapacity = 4096;

    /// <summary>A buffer that one huge answer has made is not kept for the small ones.</summary>
    private const int MostKept = 1 << 20;

    /// <summary>How everything is written: as Python does.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = PythonJsonEncoder.Instance, SkipValidation = true };

    [ThreadStatic]
    private static JsonBuffer? s_idle;

    private readonly ArrayBufferWriter<byte> _buffer = new(FirstCapacity);

    private JsonBuffer() => Writer = new Utf8JsonWriter(_buffer, Options);

    /// <summary>Writes as Python does.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>What has been written; only until the buffer is given back.</summary>
    public ReadOnlyMemory<byte> Written
    {
        get
        {
            Writer.Flush();
            return _buffer.WrittenMemory;
        }
    }

    /// <summary>The thread's own, or a new one where that is in use.</summary>
    public static JsonBuffer Rent()
    {
        var buffer = s_idle ?? new JsonBuffer();
        s_idle = null;
        return buffer;
    }

    /// <summary>Gives it back.</summary>
    public void Dispose()
    {
        if (_buffer.Capacity <= MostKept)
        {
            Writer.Reset();
            _buffer.ResetWrittenCount();
            s_idle = this;
        }
    }
}
