using Microsoft.Data.Sqlite;
using Polar.FakeServer.Execution;
using SQLitePCL;

namespace Polar.FakeServer.Persistence;

/// <summary>
/// A file that a world is kept in: an SQLite database in which a row of the world, a job, an event is one entry, and whatever steps have changed is one
/// transaction. One process has it at a time.
/// </summary>
internal sealed class DataFile : IWorldStore, IDisposable
{
    private const int NoCheckpointOnClose = 1006;

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly bool _isNew;
    private readonly Dictionary<string, long> _ids = [];
    private KeptClock _clock = new(null, false, 0);
    private DataStatements? _statements;
    private WorldWriter? _writer;
    private bool _isClosed;
    private bool _fails;

    private DataFile(string path, SqliteConnection connection, bool isNew, bool survivesPowerLoss)
    {
        Path = path;
        _connection = connection;
        _isNew = isNew;
        SurvivesPowerLoss = survivesPowerLoss;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Whether what is written outlives the machine's end too, rather than only the process's.</summary>
    public bool SurvivesPowerLoss { get; }

    /// <summary>How SQLite writes: <c>wal</c>.</summary>
    public string JournalMode { get; private set; } = "";

    /// <summary>When SQLite waits for the disk: <c>full</c> at each commit, <c>normal</c> only when the log is folded into the file.</summary>
    public string Synchronous { get; private set; } = "";

    /// <summary>Opens a file, or begins one. A file that cannot be used is left as it is.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="survivesPowerLoss">Whether every commit waits for the disk.</param>
    /// <exception cref="FakeDataException">It cannot be used.</exception>
    public static DataFile Open(string path, bool survivesPowerLoss)
    {
        var whole = DataFileChecks.Require(path);
        SqliteConnection? connection = null;
        try
        {
            connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = whole,
                Mode = SqliteOpenMode.ReadWriteCreate,
                Pooling = false,
                DefaultTimeout = 1,
            }.ToString());
            connection.Open();

            // What turns out to be of no use is not to be touched by the closing either.
            var hasLog = new FileInfo(whole + "-wal") is { Exists: true, Length: > 0 };
            Require(raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, hasLog ? 1 : 0, out _));
            DataStatements.Do(connection, "PRAGMA locking_mode=EXCLUSIVE");
            DataStatements.Do(connection, "BEGIN IMMEDIATE");
            var isNew = DataStatements.Ask(connection, "SELECT count(*) FROM sqlite_master") == "0";
            DataStatements.Do(connection, "ROLLBACK");
            return new DataFile(whole, connection, isNew, survivesPowerLoss);
        }
        catch (SqliteException fault)
        {
            connection?.Dispose();
            throw DataFileChecks.Unusable(whole, fault);
        }
    }

    /// <summary>The world that is kept in it; null where none is so far.</summary>
    /// <param name="rememberedEvents">How many published events the world remembers.</param>
    /// <exception cref="FakeDataException">The file is damaged.</exception>
    public KeptWorld? Load(int rememberedEvents)
    {
        if (_isNew)
        {
            return null;
        }

        try
        {
            var kept = DataReader.Read(_connection, rememberedEvents, _ids);
            _clock = kept.Clock;
            Begin();
            foreach (var list in WorldLayout.Lists)
            {
                // A table that was made up later is empty so far.
                _writer!.AddList(list.Name);
            }

            _statements!.Forget(EntryKey.Of(_ids[EventLogPiece.Name], 0), EntryKey.Of(_ids[EventLogPiece.Name], kept.World.Events.Dropped));
            return kept;
        }
        catch (FormatException fault)
        {
            throw new FakeDataException($"The data file {Path} is damaged: {fault.Message}", fault);
        }
        catch (SqliteException fault)
        {
            throw DataFileChecks.Unusable(Path, fault);
        }
    }

    /// <summary>Keeps a first world in it, as a whole or not at all.</summary>
    /// <exception cref="FakeDataException">It cannot be written.</exception>
    public void Create(KeptWorld first)
    {
        try
        {
            DataStatements.Do(_connection, "BEGIN IMMEDIATE");
            DataStatements.Do(_connection, DataFileChecks.Schema);
            Prepare();
            foreach (var list in WorldLayout.Lists)
            {
                _writer!.AddList(list.Name);
            }

            _clock = first.Clock;
            _writer!.SetFact("origin", first.Origin);
            _writer.SetFact("clock", first.Clock);
            _writer.Write(World.Empty(default), first.World);
            _writer.SetFact("random", first.World.Random.State);
            _writer.SetFact("parked_jobs", ParkedEntry.Of(first.World));
            DataStatements.Do(_connection, "COMMIT");
            Begin();
        }
        catch (SqliteException fault)
        {
            throw DataFileChecks.Unusable(Path, fault);
        }
    }

    /// <inheritdoc/>
    public void Keep(World before, World after, long clock)
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            var isCommitted = false;
            try
            {
                _statements!.Begin();
                _writer!.Write(before, after);
                if (_fails)
                {
                    throw new SqliteException("The disk has gone.", DataFileChecks.InputOutput);
                }

                if (before.Random != after.Random)
                {
                    _writer.SetFact("random", after.Random.State);
                }

                if (!ReferenceEquals(before.ParkedJobs, after.ParkedJobs))
                {
                    _writer.SetFact("parked_jobs", ParkedEntry.Of(after));
                }

                if (clock != _clock.Position)
                {
                    _writer.SetFact("clock", _clock with { Position = clock });
                }

                _statements.Commit();
                isCommitted = true;
                _clock = _clock with { Position = clock };
            }
            catch (SqliteException fault)
            {
                throw new FakeDataException(
                    $"What was asked has not happened: the data file {Path} could not be written ({DataFileChecks.Reason(fault)}).", fault);
            }
            finally
            {
                if (!isCommitted)
                {
                    _statements!.Rollback();
                }
            }
        }
    }

    /// <summary>Closes the file; what SQLite has beside it is folded into it.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _writer?.Dispose();
            _statements?.Dispose();
            _connection.Dispose();
        }
    }

    /// <summary>Closes a file in which nothing was kept so far, and takes it away if it was not there before.</summary>
    public void Abandon()
    {
        var isEmpty = _isNew && _statements is null;
        Dispose();
        if (isEmpty || (_isNew && new FileInfo(Path) is { Exists: true, Length: 0 }))
        {
            File.Delete(Path);
        }
    }

    /// <summary>Lets the file grow by so many pages at most, as a disk that is nearly full does.</summary>
    internal void LimitGrowth(int pages)
    {
        lock (_turn)
        {
            var count = long.Parse(DataStatements.Ask(_connection, "PRAGMA page_count"), System.Globalization.CultureInfo.InvariantCulture);
            DataStatements.Ask(_connection, $"PRAGMA max_page_count={(pages < 0 ? uint.MaxValue - 1 : count + pages)}");
        }
    }

    /// <summary>Has every write fail from now on, or no more, as a disk that has gone does.</summary>
    internal void FailWrites(bool fails)
    {
        lock (_turn)
        {
            _fails = fails;
        }
    }

    private static void Require(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteException("SQLite could not be set up.", result);
        }
    }

    private void Begin()
    {
        DataStatements.Ask(_connection, "PRAGMA journal_mode=WAL");
        DataStatements.Do(_connection, SurvivesPowerLoss ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");

        // Told as SQLite has it, not as it was asked to.
        JournalMode = DataStatements.Ask(_connection, "PRAGMA journal_mode");
        Synchronous = DataStatements.Ask(_connection, "PRAGMA synchronous") switch
        {
            "2" => "full",
            "1" => "normal",
            var other => other,
        };
        Require(raw.sqlite3_db_config(_connection.Handle, NoCheckpointOnClose, 0, out _));
        Prepare();
    }

    private void Prepare()
    {
        _statements ??= new DataStatements(_connection);
        _writer ??= new WorldWriter(_statements, _ids);
    }
}
