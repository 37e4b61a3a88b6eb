using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Persistence;

/// <summary>Reads a world out of a data file. While the next entries are read, those before are made on other threads.</summary>
internal static class DataReader
{
    // Beyond that the reading thread lends a hand: what is read and not made yet is memory that nobody needs.
    private const int MostWaiting = 4;

    /// <summary>Reads all.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="rememberedEvents">How many published events the world remembers.</param>
    /// <param name="ids">Takes the ids of the lists, by their names.</param>
    /// <exception cref="FormatException">It is not what was written.</exception>
    public static KeptWorld Read(SqliteConnection connection, int rememberedEvents, Dictionary<string, long> ids)
    {
        RequireOrder(connection);
        var lists = ReadLists(connection, ids);
        var facts = new Dictionary<string, byte[]>();
        using (var read = new SqlStatement(connection, "SELECT name, data, sum FROM facts"))
        {
            while (read.Next())
            {
                var (name, json) = (read.Text(0), read.Bytes(1).ToArray());
                facts.Add(name, EntrySum.OfFact(name, json) == read.Number(2) ? json : throw new FormatException($"the fact '{name}' is not what was written."));
            }
        }

        var world = WorldLayout.Restore(
            Fact<ulong>(facts, "random"), rememberedEvents, lists, Fact<ImmutableArray<ParkedEntry>>(facts, "parked_jobs"));
        return new KeptWorld(world, Fact<WorldOrigin>(facts, "origin"), Fact<KeptClock>(facts, "clock"));
    }

    /// <summary>What SQLite has built around the entries must be whole: sums cannot tell that one is missing.</summary>
    private static void RequireOrder(SqliteConnection connection)
    {
        var told = DataStatements.Ask(connection, "PRAGMA quick_check(1)");
        if (told != "ok")
        {
            throw new FormatException(told.ReplaceLineEndings(" ").Replace("*** in database main *** ", "", StringComparison.Ordinal).TrimEnd('.') + ".");
        }
    }

    private static Dictionary<string, KeptList> ReadLists(SqliteConnection connection, Dictionary<string, long> ids)
    {
        var known = WorldLayout.Lists.ToDictionary(list => list.Name);
        var nexts = new Dictionary<string, long>();
        using (var read = new SqlStatement(connection, "SELECT id, name, next, sum FROM lists"))
        {
            while (read.Next())
            {
                var (id, name, next) = (read.Number(0), read.Text(1), read.Number(2));
                ids.Add(name, EntrySum.OfList(id, name, next) == read.Number(3) ? id : throw new FormatException($"the list '{name}' is not what was written."));
                nexts.Add(name, next);
            }
        }

        var batches = new List<(string List, EntryBatch Batch, Task<object[]> Parsed)>();
        var waiting = 0;
        using var entries = new SqlStatement(connection, "SELECT id, data, sum FROM entries WHERE id >= ?1 AND id < ?2 ORDER BY id");
        foreach (var (name, id) in ids)
        {
            var list = known.GetValueOrDefault(name) ?? throw new FormatException($"it has a list '{name}' that is not known.");
            var batch = new EntryBatch(list, id);
            entries.Bind(1, EntryKey.Of(id, 0)).Bind(2, EntryKey.Of(id + 1, 0));
            while (entries.Next())
            {
                batch.Add(EntryKey.NumberOf(entries.Number(0)), entries.Bytes(1), entries.Number(2));
                if (batch.IsFull)
                {
                    batches.Add((name, batch, Parsed(batch)));
                    batch = new EntryBatch(list, id);
                }
            }

            batches.Add((name, batch, batch.Numbers.Count == 0 ? Task.FromResult<object[]>([]) : Parsed(batch)));
        }

        return batches.GroupBy(batch => batch.List).ToDictionary(
            list => list.Key,
            list => new KeptList(
                new KeptEntries([.. list.SelectMany(batch => batch.Batch.Numbers)], [.. list.SelectMany(batch => batch.Parsed.GetAwaiter().GetResult())]),
                nexts[list.Key]));

        Task<object[]> Parsed(EntryBatch batch)
        {
            if (Volatile.Read(ref waiting) >= MostWaiting)
            {
                return Task.FromResult(batch.Parse());
            }

            Interlocked.Increment(ref waiting);
            return Task.Run(() =>
            {
                var parsed = batch.Parse();
                Interlocked.Decrement(ref waiting);
                return parsed;
            });
        }
    }

    private static T Fact<T>(Dictionary<string, byte[]> facts, string name) => facts.TryGetValue(name, out var json)
        ? (T)EntryBatch.Parse(Codecs.Of(typeof(T)), json, name, 0)
        : throw new FormatException($"it has no fact '{name}'.");
}
