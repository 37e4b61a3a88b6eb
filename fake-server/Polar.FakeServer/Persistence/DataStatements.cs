using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Polar.FakeServer.Persistence;

/// <summary>What is done to a data file again and again.</summary>
internal sealed class DataStatements(SqliteConnection connection) : IDisposable
{
    private readonly SqlStatement _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly SqlStatement _commit = new(connection, "COMMIT");
    private readonly SqlStatement _rollback = new(connection, "ROLLBACK");
    private readonly SqlStatement _set = new(connection, "INSERT OR REPLACE INTO entries (id, data, sum) VALUES (?1, ?2, ?3)");
    private readonly SqlStatement _remove = new(connection, "DELETE FROM entries WHERE id = ?1");
    private readonly SqlStatement _forget = new(connection, "DELETE FROM entries WHERE id >= ?1 AND id < ?2");
    private readonly SqlStatement _setList = new(connection, "INSERT OR REPLACE INTO lists (id, name, next, sum) VALUES (?1, ?2, ?3, ?4)");
    private readonly SqlStatement _setFact = new(connection, "INSERT OR REPLACE INTO facts (name, data, sum) VALUES (?1, ?2, ?3)");

    /// <summary>Does something once.</summary>
    public static void Do(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Asks for one value.</summary>
    public static string Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    /// <summary>Takes back what was done since the beginning, if SQLite has not done so itself.</summary>
    public void Rollback()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // It has.
            return;
        }
    }

    public void Set(long id, ReadOnlySpan<byte> json) => _set.Bind(1, id).Bind(2, json).Bind(3, EntrySum.Of(id, json)).Run();

    public void Remove(long id) => _remove.Bind(1, id).Run();

    /// <summary>Removes all from one id to another, this one excluded.</summary>
    public void Forget(long from, long to) => _forget.Bind(1, from).Bind(2, to).Run();

    public void SetList(long list, string name, long next) =>
        _setList.Bind(1, list).Bind(2, name).Bind(3, next).Bind(4, EntrySum.OfList(list, name, next)).Run();

    public void SetFact(string name, ReadOnlySpan<byte> json) => _setFact.Bind(1, name).Bind(2, json).Bind(3, EntrySum.OfFact(name, json)).Run();

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _set.Dispose();
        _remove.Dispose();
        _forget.Dispose();
        _setList.Dispose();
        _setFact.Dispose();
    }
}
