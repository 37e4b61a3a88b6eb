using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Recording;

/// <summary>
/// A recording: a line of JSON for what the fake starts with, and one for each step. Each line is with the operating system before anybody hears of the
/// step, so a process that is killed loses nothing that it has answered.
/// </summary>
internal sealed class RecordingFile : IDisposable
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream _file;
    private readonly string _path;
    private long _count;
    private Exception? _fault;

    private RecordingFile(FileStream file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <summary>Begins a recording.</summary>
    /// <param name="path">The file, which is not there yet.</param>
    /// <param name="header">Its first line.</param>
    /// <exception cref="RecordingException">It cannot be written.</exception>
    public static RecordingFile Create(string path, JsonObject header)
    {
        try
        {
            // What is recorded has tokens in it, if only a fake's.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var file = new RecordingFile(new FileStream(path, options), path);
            file.Write(header);
            return file;
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new RecordingException($"The recording \"{path}\" is there already; name another file, or remove it.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new RecordingException($"The recording \"{path}\" cannot be written: {fault.Message.TrimEnd('.')}.", fault);
        }
    }

    /// <summary>Writes a step down.</summary>
    /// <exception cref="InvalidOperationException">It cannot be written, or one before could not.</exception>
    public void Write(DateTimeOffset time, RecordedStep step)
    {
        if (_fault is null)
        {
            try
            {
                Write(StepJson.Write(++_count, time, step));
                return;
            }
            catch (IOException fault)
            {
                _fault = fault;
            }
        }

        // A recording with a hole in it would be worse than a fake that answers no more.
        throw new InvalidOperationException($"The recording \"{_path}\" cannot be written any further.", _fault);
    }

    public void Dispose() => _file.Dispose();

    private void Write(JsonObject line) => _file.Write(Encoding.UTF8.GetBytes(line.ToJsonString(s_readable) + "\n"));
}
