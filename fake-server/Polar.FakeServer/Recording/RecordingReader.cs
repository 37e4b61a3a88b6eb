using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Recording;

/// <summary>Reads a recording, line by line.</summary>
internal sealed class RecordingReader : IDisposable
{
    private readonly StreamReader _lines;
    private readonly long _length;
    private int _line;

    private RecordingReader(StreamReader lines)
    {
        _lines = lines;
        _length = Math.Max(1, lines.BaseStream.Length);
    }

    /// <summary>How much of the file has been read, from 0 to 1.</summary>
    public double Progress => (double)_lines.BaseStream.Position / _length;

    /// <summary>The number of the line that was read last, from 1.</summary>
    public int Line => _line;

    /// <summary>Opens a recording.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static RecordingReader Open(string path) => new(new StreamReader(
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)));

    /// <summary>The header.</summary>
    /// <exception cref="FormatException">The file is no recording.</exception>
    public async Task<RecordingHeader> ReadHeaderAsync() =>
        await ReadAsync(RecordingHeader.Read).ConfigureAwait(false) ?? throw new FormatException("It is empty.");

    /// <summary>The next step; null at the end, and where the last line was not finished because the fake was killed.</summary>
    /// <exception cref="FormatException">The line is no step.</exception>
    public async Task<(DateTimeOffset Time, RecordedStep Step)?> ReadStepAsync() =>
        await ReadAsync(static line => Tuple.Create(StepJson.Read(line))).ConfigureAwait(false) is { Item1: var step } ? step : null;

    public void Dispose() => _lines.Dispose();

    private async Task<T?> ReadAsync<T>(Func<JsonObject, T> read)
        where T : class
    {
        if (await _lines.ReadLineAsync().ConfigureAwait(false) is not { } text)
        {
            return null;
        }

        _line++;
        try
        {
            return read(JsonNode.Parse(text) as JsonObject ?? throw new FormatException("it is no object"));
        }
        catch (JsonException wrong)
        {
            if (_line > 1 && await _lines.ReadLineAsync().ConfigureAwait(false) is null)
            {
                return null;
            }

            throw Wrong("it is no JSON", wrong);
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidOperationException or ArgumentException)
        {
            throw Wrong(wrong is FormatException ? wrong.Message.TrimEnd('.') : "it is not as recordings are", wrong);
        }
    }

    private FormatException Wrong(string why, Exception inner) => new($"Line {_line}: {why}.", inner);
}
