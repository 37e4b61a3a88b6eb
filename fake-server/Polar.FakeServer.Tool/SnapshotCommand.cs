using System.CommandLine;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake snapshot</c>: keeps a running fake's world and goes back to it.</summary>
internal static class SnapshotCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal) =>
        new("snapshot", "Keep the world of a running fake in its memory and go back to it. Example: polar-fake snapshot save before-renewal")
        {
            Save(terminal),
            Restore(terminal),
            List(terminal),
            Delete(terminal),
        };

    private static Argument<string> Name() => new("name") { Description = "Its name." };

    private static Command Save(Terminal terminal)
    {
        var command = new Command("save", "Keep the world as it is now. Example: polar-fake snapshot save before-renewal");
        var name = Name();
        command.Add(name);
        RunningFake.Attach(command, terminal, async (fake, parsed, stop) =>
        {
            Show(terminal, await fake.CallAsync(HttpMethod.Post, "/_fake/snapshots", stop, new JsonObject { ["name"] = parsed.GetValue(name) }).ConfigureAwait(false));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Restore(Terminal terminal)
    {
        var command = new Command("restore", "Go back to the world that was kept. Example: polar-fake snapshot restore before-renewal");
        var name = Name();
        command.Add(name);
        RunningFake.Attach(command, terminal, async (fake, parsed, stop) =>
        {
            var path = $"/_fake/snapshots/{Uri.EscapeDataString(parsed.GetValue(name)!)}/restore";
            Show(terminal, await fake.CallAsync(HttpMethod.Post, path, stop).ConfigureAwait(false));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var command = new Command("list", "List what is kept. Example: polar-fake snapshot list");
        RunningFake.Attach(command, terminal, async (fake, _, stop) =>
        {
            var kept = await fake.CallAsync(HttpMethod.Get, "/_fake/snapshots", stop).ConfigureAwait(false);
            foreach (var snapshot in kept["snapshots"]!.AsArray())
            {
                Show(terminal, snapshot!);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Command Delete(Terminal terminal)
    {
        var command = new Command("delete", "Let one go. Example: polar-fake snapshot delete before-renewal");
        var name = Name();
        command.Add(name);
        RunningFake.Attach(command, terminal, async (fake, parsed, stop) =>
        {
            await fake.CallAsync(HttpMethod.Delete, $"/_fake/snapshots/{Uri.EscapeDataString(parsed.GetValue(name)!)}", stop).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Show(Terminal terminal, JsonNode snapshot) => terminal.Write($"{snapshot["name"]}  {snapshot["clock"]}");
}
