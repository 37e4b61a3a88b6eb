using System.CommandLine;
using System.Globalization;
using Polar.FakeServer.Composition;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake replay monday.jsonl</c>: repeats a recording on a fake of its own, and compares.</summary>
internal static class ReplayCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "replay",
            "Repeat a recording of serve --record on a fake of its own, and compare: the same answers to the byte, the same world. Example: polar-fake replay monday.jsonl");
        var file = new Argument<FileInfo>("file") { Description = "The recording." };
        command.Add(file);
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(file)!, terminal));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file, Terminal terminal)
    {
        FakeReplay replay;
        try
        {
            replay = await LongWork.RunAsync(terminal, $"Repeating {file.Name}", progress => FakeService.ReplayAsync(file.FullName, change: null, progress)).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return CommandLine.Refuse(terminal, $"\"{file}\" cannot be read.");
        }
        catch (FormatException wrong)
        {
            return CommandLine.Refuse(terminal, $"\"{file}\" cannot be replayed. {wrong.Message}");
        }
        catch (ArgumentException)
        {
            return CommandLine.Refuse(terminal, $"\"{file}\" was recorded with a payment processor or tax service of a program's own; replay it there, with FakePolar.ReplayAsync.");
        }

        if (replay.Difference is { } difference)
        {
            return CommandLine.Fail(terminal, difference);
        }

        var calls = string.Create(CultureInfo.InvariantCulture, $"{replay.Calls} {(replay.Calls == 1 ? "call" : "calls")} repeated: the same answers");
        terminal.Write(replay.IsComplete ? $"{calls}, the same world at the end." : $"{calls}. The recording has no end: the fake was killed, or still runs.");
        return ExitCode.Success;
    }
}
