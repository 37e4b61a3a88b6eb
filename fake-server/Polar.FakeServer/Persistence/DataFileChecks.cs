using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Polar.FakeServer.Persistence;

/// <summary>What makes a file a data file, and the sentences for one that cannot be used.</summary>
internal static class DataFileChecks
{
    private const int HeaderLength = 100;
    private const int VersionPlace = 60;
    private const int ApplicationPlace = 68;

    /// <summary>"Polr": what the file says that it is of.</summary>
    private const int Application = 0x506F6C72;

    private const int Full = 13;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    /// <summary>SQLite's number for a disk that does not do what it should.</summary>
    public const int InputOutput = 10;

    private const int Corrupt = 11;
    /// <summary>
    /// The form of a file around the worlds in it. It goes up whenever a file is something else than before; how a world is kept has a number of its own.
    /// </summary>
    private const int Form = 2;

    private const int Version = (Form * 100) + WorldLayout.Version;

    private const int CannotOpen = 14;
    private const int NoDatabase = 26;

    /// <summary>What a new file has in it. An entry's id is its list's, and its number.</summary>
    public static string Schema { get; } = string.Create(CultureInfo.InvariantCulture, $"""
        PRAGMA application_id = {Application};
        PRAGMA user_version = {Version};
        CREATE TABLE facts (name TEXT PRIMARY KEY, data TEXT NOT NULL, sum INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE lists (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, next INTEGER NOT NULL, sum INTEGER NOT NULL);
        CREATE TABLE entries (id INTEGER PRIMARY KEY, data TEXT NOT NULL, sum INTEGER NOT NULL);
        """);

    /// <summary>Looks at a file without SQLite, which would touch it.</summary>
    /// <returns>Where it is, in full.</returns>
    /// <exception cref="FakeDataException">It cannot be a data file of this version.</exception>
    public static string Require(string path)
    {
        string whole;
        try
        {
            whole = Path.GetFullPath(path);
        }
        catch (ArgumentException fault)
        {
            throw new FakeDataException($"'{path}' is no name of a file.", fault);
        }

        if (Directory.Exists(whole))
        {
            throw new FakeDataException($"{whole} is a folder, and no data file.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(whole)))
        {
            throw new FakeDataException($"There is no folder {Path.GetDirectoryName(whole)} for the data file.");
        }

        try
        {
            RequireHeader(whole);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FakeDataException($"The data file {whole} cannot be read: {fault.Message.TrimEnd('.')}.", fault);
        }

        return whole;
    }

    /// <summary>Why a file cannot be used.</summary>
    public static FakeDataException Unusable(string path, SqliteException fault) => new(
        fault.SqliteErrorCode switch
        {
            Busy or Locked => $"The data file {path} is in use by another process.",
            Corrupt or NoDatabase => $"The data file {path} is damaged: {Reason(fault)}.",
            Full => $"The data file {path} cannot be written: the disk is full.",
            CannotOpen or ReadOnly => $"The data file {path} cannot be written: its folder or the file itself does not allow it.",
            _ => $"The data file {path} cannot be used: {Reason(fault)}.",
        },
        fault);

    /// <summary>What went wrong, in a few words.</summary>
    public static string Reason(SqliteException fault) => fault.SqliteErrorCode switch
    {
        Full => "the disk is full",
        ReadOnly => "it may not be written",
        InputOutput => "the disk does not take it",
        Corrupt => "it is damaged",
        _ => fault.Message.TrimEnd('.'),
    };

    private static void RequireHeader(string path)
    {
        // Where the first write was cut off SQLite takes it back, and the file is a new one.
        if (new FileInfo(path) is not { Exists: true, Length: > 0 } || new FileInfo(path + "-journal") is { Exists: true, Length: > 0 })
        {
            return;
        }

        var header = new byte[HeaderLength];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength
            || !header.AsSpan().StartsWith("SQLite format 3\0"u8)
            || BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationPlace)) != Application)
        {
            throw new FakeDataException($"{path} is no data file of a fake Polar.");
        }

        var version = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(VersionPlace));
        if (version != Version)
        {
            throw new FakeDataException(
                $"The data file {path} is of another version of the fake: its form is number {version}, and this version keeps number {Version}.");
        }
    }
}
