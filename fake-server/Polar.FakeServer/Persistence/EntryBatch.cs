using System.Buffers;
using System.Text.Json;

namespace Polar.FakeServer.Persistence;

/// <summary>Entries of a list as they were read, to be checked and made into what they are beside other batches.</summary>
/// <param name="list">The list.</param>
/// <param name="id">The list's id in the file.</param>
internal sealed class EntryBatch(WorldList list, long id)
{
    private const int MostEntries = 1000;
    private const int MostBytes = 512 * 1024;

    private static readonly JsonReaderOptions s_deep = new() { MaxDepth = 1000 };

    private readonly List<(int Start, int Length, long Sum)> _texts = [];
    private byte[] _bytes = [];
    private int _used;

    /// <summary>The entries' numbers, in their order.</summary>
    public List<long> Numbers { get; } = [];

    /// <summary>Whether it is large enough to be worth a thread's while.</summary>
    public bool IsFull => Numbers.Count >= MostEntries || _used >= MostBytes;

    /// <summary>Takes one more.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="json">What it is; it is copied.</param>
    /// <param name="sum">What was its sum when it was written.</param>
    public void Add(long number, ReadOnlySpan<byte> json, long sum)
    {
        if (_used + json.Length > _bytes.Length)
        {
            var more = ArrayPool<byte>.Shared.Rent(Math.Max(_used + json.Length, Math.Min(_bytes.Length * 4, MostBytes)));
            _bytes.AsSpan(0, _used).CopyTo(more);
            Release();
            _bytes = more;
        }

        json.CopyTo(_bytes.AsSpan(_used));
        Numbers.Add(number);
        _texts.Add((_used, json.Length, sum));
        _used += json.Length;
    }

    /// <summary>Makes all of them.</summary>
    /// <exception cref="FormatException">One is not what was written.</exception>
    public object[] Parse()
    {
        var parsed = new object[_texts.Count];
        for (var index = 0; index < parsed.Length; index++)
        {
            var (start, length, sum) = _texts[index];
            var json = _bytes.AsSpan(start, length);
            if (EntrySum.Of(EntryKey.Of(id, Numbers[index]), json) != sum)
            {
                throw new FormatException($"entry {Numbers[index]} of {list.Name} is not what was written.");
            }

            parsed[index] = Parse(list.Codec, json, list.Name, Numbers[index]);
        }

        Release();
        return parsed;
    }

    private void Release()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    /// <summary>Makes one entry.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static object Parse(Codec codec, ReadOnlySpan<byte> json, string list, long number)
    {
        try
        {
            var reader = new Utf8JsonReader(json, s_deep);
            reader.Read();
            return codec.Read(ref reader);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or ArgumentException or InvalidCastException)
        {
            throw new FormatException($"entry {number} of {list}: {fault.Message.TrimEnd('.')}.", fault);
        }
    }
}
