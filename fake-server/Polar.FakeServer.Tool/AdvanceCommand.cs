using System.CommandLine;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake advance P1M</c>: moves a running fake's clock.</summary>
internal static class AdvanceCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("advance", "Move the clock of a running fake; what falls due on the way happens. Example: polar-fake advance P1M");
        var duration = new Argument<string>("duration") { Description = "How far, as an ISO 8601 duration: P1M, P31D, PT12H." };
        command.Add(duration);
        RunningFake.Attach(command, terminal, async (fake, parsed, stop) =>
        {
            var moved = await fake.CallAsync(HttpMethod.Post, "/_fake/clock", stop, new JsonObject { ["advance"] = parsed.GetValue(duration) }).ConfigureAwait(false);
            terminal.Write($"{moved["now"]}");
            return ExitCode.Success;
        });
        return command;
    }
}
