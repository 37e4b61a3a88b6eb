using System.CommandLine;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake reset</c>: puts a running fake back to its start.</summary>
internal static class ResetCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("reset", "Put a running fake back to how it was at its start, the clock too. Example: polar-fake reset --url http://127.0.0.1:9000");
        RunningFake.Attach(command, terminal, async (fake, _, stop) =>
        {
            var health = await fake.CallAsync(HttpMethod.Post, "/_fake/reset", stop).ConfigureAwait(false);
            terminal.Write($"As at the start; the clock stands at {health["clock"]}.");
            return ExitCode.Success;
        });
        return command;
    }
}
