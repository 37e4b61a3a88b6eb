using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Persistence;

/// <summary>Writes what has changed in a world into a data file, as part of the transaction that is open.</summary>
/// <param name="statements">What is done to the file.</param>
/// <param name="ids">The ids of its lists, by their names.</param>
internal sealed class WorldWriter(DataStatements statements, Dictionary<string, long> ids) : IDisposable
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private Utf8JsonWriter? _json;

    /// <summary>Adds a list, if the file does not have it yet.</summary>
    public void AddList(string name)
    {
        if (ids.TryAdd(name, ids.Count + 1))
        {
            statements.SetList(ids[name], name, 0);
        }
    }

    /// <summary>Makes the entries of one world those of another.</summary>
    public void Write(World before, World after)
    {
        foreach (var list in WorldLayout.Lists)
        {
            var id = ids[list.Name];
            foreach (var (number, entry) in list.Changes(before, after))
            {
                if (entry is null)
                {
                    statements.Remove(EntryKey.Of(id, number));
                }
                else
                {
                    statements.Set(EntryKey.Of(id, number), Json(list.Codec, entry));
                }
            }

            if (list.Next(after) is var next && next != list.Next(before))
            {
                statements.SetList(id, list.Name, next);
            }
        }
    }

    /// <summary>Writes a fact that stands beside the lists.</summary>
    public void SetFact<T>(string name, T value)
        where T : notnull => statements.SetFact(name, Json(Codecs.Of(typeof(T)), value));

    public void Dispose() => _json?.Dispose();

    private ReadOnlySpan<byte> Json(Codec codec, object value)
    {
        _json ??= new Utf8JsonWriter(_buffer, s_plain);
        _buffer.ResetWrittenCount();
        _json.Reset();
        codec.Write(_json, value);
        _json.Flush();
        return _buffer.WrittenSpan;
    }
}
