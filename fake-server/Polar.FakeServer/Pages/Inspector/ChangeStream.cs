using System.Globalization;
using System.Text;
using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>Server-sent events for open pages: that something has changed, whereupon they look again. What it is, their own address tells them.</summary>
internal static class ChangeStream
{
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(250);

    /// <summary>So many looks without a change are followed by a word, so that a connection that is gone is noticed.</summary>
    private const int MostSilent = 60;

    public static Reply Of(ControlServices services) => new(200, default, "text/event-stream; charset=utf-8", ("Cache-Control", "no-store"))
    {
        Stream = (output, stop) => WriteAsync(services, output, stop),
    };

    private static async Task WriteAsync(ControlServices services, Stream output, CancellationToken stop)
    {
        var (seen, number, silent) = (State.Of(services), 0L, 0);
        await SendAsync(output, "retry: 1000\nevent: change\ndata: 0\n\n", stop).ConfigureAwait(false);
        using var looks = new PeriodicTimer(s_rest, services.Engine.Settings.Feed.SystemClock);
        while (await looks.WaitForNextTickAsync(stop).ConfigureAwait(false))
        {
            var now = State.Of(services);
            if (now != seen)
            {
                (seen, silent) = (now, 0);
                await SendAsync(output, string.Create(CultureInfo.InvariantCulture, $"event: change\ndata: {++number}\n\n"), stop).ConfigureAwait(false);
            }
            else if (++silent == MostSilent)
            {
                silent = 0;
                await SendAsync(output, ": still here\n\n", stop).ConfigureAwait(false);
            }
        }
    }

    private static async Task SendAsync(Stream output, string text, CancellationToken stop)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), stop).ConfigureAwait(false);
        await output.FlushAsync(stop).ConfigureAwait(false);
    }

    /// <summary>All that pages show, as cheaply as it can be compared: a world is another object once anything in it has changed.</summary>
    private sealed record State(World World, long Requests, int Faults, int WebhookFaults, int Snapshots)
    {
        public static State Of(ControlServices services) => new(
            services.Engine.World, services.Requests.Count, services.Faults.All.Count, services.WebhookFaults.All.Count, services.Snapshots.All.Count);
    }
}
