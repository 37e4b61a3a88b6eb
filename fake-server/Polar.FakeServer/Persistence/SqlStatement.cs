using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Polar.FakeServer.Persistence;

/// <summary>A statement that is prepared once and run again and again, with texts as the bytes that they are.</summary>
internal sealed class SqlStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqlStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Require(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    public SqlStatement Bind(int parameter, long number)
    {
        Require(raw.sqlite3_bind_int64(_statement, parameter, number));
        return this;
    }

    public SqlStatement Bind(int parameter, string text)
    {
        Require(raw.sqlite3_bind_text(_statement, parameter, text));
        return this;
    }

    public SqlStatement Bind(int parameter, ReadOnlySpan<byte> utf8)
    {
        Require(raw.sqlite3_bind_text(_statement, parameter, utf8));
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        while (Next())
        {
        }
    }

    /// <summary>Goes to the next row; false behind the last one, where it is ready to be run again.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public bool Next()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Require(result);
        }

        return false;
    }

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>The bytes of a text; they are gone with the next row.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Require(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), result, raw.sqlite3_extended_errcode(_database));
        }
    }
}
