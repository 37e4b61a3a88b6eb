using System.CommandLine;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake import</c>: has a running fake go to the world of a document.</summary>
internal static class ImportCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("import", "Have a running fake go to a world that was exported, the clock too. Example: polar-fake import world.json");
        var file = new Argument<string>("file") { Description = "The file that export wrote." };
        command.Add(file);
        RunningFake.Attach(command, terminal, (fake, parsed, stop) => RunAsync(fake, parsed.GetValue(file)!, terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(RunningFake fake, string file, Terminal terminal, CancellationToken stop)
    {
        byte[] document;
        try
        {
            document = await File.ReadAllBytesAsync(file, stop).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return CommandLine.Refuse(terminal, $"\"{file}\" cannot be read.");
        }

        using var content = new ByteArrayContent(document) { Headers = { ContentType = new("application/json") } };
        var health = await LongWork
            .RunAsync(terminal, "Importing", _ => fake.SendAsync(HttpMethod.Post, "/_fake/import", content, token: null, stop))
            .ConfigureAwait(false);
        terminal.Write($"Imported; the clock stands at {health["clock"]}.");
        return ExitCode.Success;
    }
}
