using Microsoft.FSharp.Core;

namespace Polar.Functional.CSharp;

/// <summary>
/// Exchanges with Polar, recorded once and replayed in tests without a network. A file of one holds no secret: tokens, keys and passwords are
/// taken out of paths, queries and bodies as it is written. Safe for many threads.
/// </summary>
public sealed class PolarRecording
{
    private readonly Lock _lock = new();
    private readonly List<Exchange> _exchanges = [];

    /// <summary>A recording of nothing so far.</summary>
    public PolarRecording()
    {
    }

    private PolarRecording(IEnumerable<Exchange> exchanges) => _exchanges.AddRange(exchanges);

    /// <summary>How many exchanges there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _exchanges.Count;
            }
        }
    }

    /// <summary>Reads a recording from a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no recording.</exception>
    public static PolarRecording Load(string path) => Parse(File.ReadAllText(path));

    /// <summary>Reads a recording from a file's text.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="InvalidDataException">The text is no recording.</exception>
    public static PolarRecording Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var read = Recording.ofJson(json);
        return read.IsOk ? new PolarRecording(read.ResultValue) : throw new InvalidDataException(read.ErrorValue);
    }

    /// <summary>Writes the recording to a file, without secrets.</summary>
    /// <param name="path">The file; one that is there already is replaced.</param>
    public void Save(string path) => File.WriteAllText(path, ToJson());

    /// <summary>The recording as the text of a file, without secrets.</summary>
    /// <returns>JSON.</returns>
    public string ToJson() => Recording.toJson(Exchanges());

    internal void Add(Exchange exchange)
    {
        lock (_lock)
        {
            _exchanges.Add(exchange);
        }
    }

    internal Exchange[] Exchanges()
    {
        lock (_lock)
        {
            return [.. _exchanges];
        }
    }
}
