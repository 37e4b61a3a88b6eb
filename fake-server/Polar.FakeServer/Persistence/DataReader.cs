using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Persistence;

/// <summary>Reads a world out of a data file.</summary>
internal static class DataReader
{
    private static readonly JsonReaderOptions s_deep = new() { MaxDepth = 1000 };

    /// <summary>Reads all.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="rememberedEvents">How many published events the world remembers.</param>
    /// <param name="ids">Takes the ids of the lists, by their names.</param>
    /// <exception cref="FormatException">It is not what was written.</exception>
    public static KeptWorld Read(SqliteConnection connection, int rememberedEvents, Dictionary<string, long> ids)
    {
        var lists = ReadLists(connection, ids);
        var facts = new Dictionary<string, byte[]>();
        using (var read = new SqlStatement(connection, "SELECT name, data FROM facts"))
        {
            while (read.Next())
            {
                facts.Add(read.Text(0), read.Bytes(1).ToArray());
            }
        }

        var world = WorldLayout.Restore(
            Fact<ulong>(facts, "random"), rememberedEvents, lists, Fact<ImmutableArray<ParkedEntry>>(facts, "parked_jobs"));
        return new KeptWorld(world, Fact<WorldOrigin>(facts, "origin"), Fact<KeptClock>(facts, "clock"));
    }

    private static Dictionary<string, KeptList> ReadLists(SqliteConnection connection, Dictionary<string, long> ids)
    {
        var known = WorldLayout.Lists.ToDictionary(list => list.Name);
        var nexts = new Dictionary<string, long>();
        using (var read = new SqlStatement(connection, "SELECT id, name, next FROM lists"))
        {
            while (read.Next())
            {
                ids.Add(read.Text(1), read.Number(0));
                nexts.Add(read.Text(1), read.Number(2));
            }
        }

        var lists = new Dictionary<string, KeptList>();
        using var entries = new SqlStatement(connection, "SELECT id, data FROM entries WHERE id >= ?1 AND id < ?2 ORDER BY id");
        foreach (var (name, id) in ids)
        {
            var list = known.GetValueOrDefault(name) ?? throw new FormatException($"it has a list '{name}' that is not known.");
            var (numbers, read) = (new List<long>(), new List<object>());
            entries.Bind(1, EntryKey.Of(id, 0)).Bind(2, EntryKey.Of(id + 1, 0));
            while (entries.Next())
            {
                numbers.Add(EntryKey.NumberOf(entries.Number(0)));
                read.Add(Parse(list.Codec, entries.Bytes(1), name, numbers[^1]));
            }

            lists.Add(name, new KeptList(new KeptEntries([.. numbers], [.. read]), nexts[name]));
        }

        return lists;
    }

    private static T Fact<T>(Dictionary<string, byte[]> facts, string name) => facts.TryGetValue(name, out var json)
        ? (T)Parse(Codecs.Of(typeof(T)), json, name, 0)
        : throw new FormatException($"it has no fact '{name}'.");

    private static object Parse(Codec codec, ReadOnlySpan<byte> json, string list, long number)
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
