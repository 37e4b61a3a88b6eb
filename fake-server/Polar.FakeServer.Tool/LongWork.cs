using Spectre.Console;

namespace Polar.FakeServer.Tool;

/// <summary>Shows on a terminal how far something has come that takes its time; where nobody watches, nothing.</summary>
internal static class LongWork
{
    // What is done by then was not long.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Does something, and shows how far it has come.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="title">What is done.</param>
    /// <param name="work">Does it, and reports how far it has come, from 0 to 1; where that is never reported, only that something is done is shown.</param>
    /// <returns>What it came to.</returns>
    public static async Task<T> RunAsync<T>(Terminal terminal, string title, Func<IProgress<double>, Task<T>> work)
    {
        var progress = new Reached();
        var doing = work(progress);
        if (terminal.IsWatched && await Task.WhenAny(doing, Task.Delay(s_patience)).ConfigureAwait(false) != doing)
        {
            await ShowAsync(terminal, title, doing, progress).ConfigureAwait(false);
        }

        return await doing.ConfigureAwait(false);
    }

    private static async Task ShowAsync(Terminal terminal, string title, Task doing, Reached progress)
    {
        // Lines of the terminal are left whole; a bar has to know how wide it may be.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = terminal.Output.Profile.Out });
        await console.Progress().AutoClear(true).StartAsync(async context =>
        {
            var bar = context.AddTask(Markup.Escape(title), maxValue: 1);
            while (!doing.IsCompleted)
            {
                bar.IsIndeterminate = progress.Value is null;
                bar.Value = progress.Value ?? 0;
                context.Refresh();
                await Task.WhenAny(doing, Task.Delay(100)).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private sealed class Reached : IProgress<double>
    {
        private double _value = double.NaN;

        public double? Value => Volatile.Read(ref _value) is var value && double.IsNaN(value) ? null : value;

        public void Report(double value) => Volatile.Write(ref _value, Math.Clamp(value, 0, 1));
    }
}
