using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Polar.FakeServer.Time;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake advance P1M</c>: moves a running fake's clock.</summary>
internal static class AdvanceCommand
{
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(200);

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
            var chosen = parsed.GetValue(duration)!;
            var moved = await LongWork.RunAsync(terminal, $"Advancing by {chosen}", progress => MoveAsync(fake, chosen, progress, terminal, stop)).ConfigureAwait(false);
            terminal.Write($"{moved["now"]}");
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<JsonObject> MoveAsync(RunningFake fake, string duration, IProgress<double> progress, Terminal terminal, CancellationToken stop)
    {
        var start = terminal.IsWatched ? await NowAsync(fake, stop).ConfigureAwait(false) : default;
        var moving = fake.CallAsync(HttpMethod.Post, "/_fake/clock", stop, new JsonObject { ["advance"] = duration });
        if (!terminal.IsWatched || !IsoDuration.IsOne(duration) || IsoDuration.After(start, duration) is not { } target || target <= start)
        {
            return await moving.ConfigureAwait(false);
        }

        while (await Task.WhenAny(moving, Task.Delay(s_glance, stop)).ConfigureAwait(false) != moving)
        {
            stop.ThrowIfCancellationRequested();
            progress.Report((await NowAsync(fake, stop).ConfigureAwait(false) - start) / (target - start));
        }

        return await moving.ConfigureAwait(false);
    }

    private static async Task<DateTimeOffset> NowAsync(RunningFake fake, CancellationToken stop) => DateTimeOffset.Parse(
        $"{(await fake.CallAsync(HttpMethod.Get, "/_fake/clock", stop).ConfigureAwait(false))["now"]}", CultureInfo.InvariantCulture);
}
