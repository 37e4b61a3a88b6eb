using System.CommandLine;
using System.Text;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake export</c>: the world of a running fake as one document.</summary>
internal static class ExportCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "export", "Write the world of a running fake as one JSON document, its secrets too, that import takes. Example: polar-fake export world.json");
        var file = new Argument<string?>("file") { Description = "The file; to the output where none is named.", Arity = ArgumentArity.ZeroOrOne };
        command.Add(file);
        RunningFake.Attach(command, terminal, (fake, parsed, stop) => RunAsync(fake, parsed.GetValue(file), terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(RunningFake fake, string? file, Terminal terminal, CancellationToken stop)
    {
        using var document = new MemoryStream();
        await LongWork.RunAsync(terminal, "Exporting", async _ =>
        {
            await fake.CopyAsync("/_fake/export", document, stop).ConfigureAwait(false);
            return document.Length;
        }).ConfigureAwait(false);
        if (file is null)
        {
            terminal.Write(Encoding.UTF8.GetString(document.GetBuffer(), 0, (int)document.Length).TrimEnd('\n'));
            return ExitCode.Success;
        }

        try
        {
            // What is there stays until the new one is whole.
            var half = file + ".part";
            await File.WriteAllBytesAsync(half, document.ToArray(), stop).ConfigureAwait(false);
            File.Move(half, file, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return CommandLine.Refuse(terminal, $"\"{file}\" cannot be written: {fault.Message.TrimEnd('.')}.");
        }

        return ExitCode.Success;
    }
}
