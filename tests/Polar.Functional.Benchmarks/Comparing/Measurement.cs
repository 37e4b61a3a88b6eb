using System.Diagnostics;
using System.Runtime;

namespace Polar.Benchmarks.Comparing;

/// <summary>
/// Measures contenders against each other in steady state: nothing is measured before the compiler has been idle for a while under full load (then
/// the last tier is reached), and the contenders take turns of a few milliseconds, so that whatever disturbs the machine disturbs all of them alike.
/// </summary>
internal sealed class Measurement(IReadOnlyList<Contender> contenders)
{
    private const int Rounds = 101;

    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan s_idleCompiler = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_longestWarmup = TimeSpan.FromSeconds(40);

    /// <summary>Warms up and measures.</summary>
    public async Task<Samples> TakeAsync()
    {
        await WarmUpAsync();
        var sizes = await CalibrateAsync();
        var samples = new Samples([.. contenders.Select(contender => contender.Name)], Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                // Every other round goes backwards, so that nobody always runs behind the same one.
                var index = round % 2 == 0 ? turn : contenders.Count - 1 - turn;
                samples.Add(index, round, await RunAsync(contenders[index], sizes[index]));
            }
        }

        return samples;
    }

    private async Task WarmUpAsync()
    {
        var clock = Stopwatch.StartNew();
        var sinceCompiled = Stopwatch.StartNew();
        var compiled = JitInfo.GetCompiledMethodCount();
        while (sinceCompiled.Elapsed < s_idleCompiler)
        {
            foreach (var contender in contenders)
            {
                await contender.RunAsync();
                if (contender.ClearAsync is { } clearAsync)
                {
                    await clearAsync();
                }
            }

            var now = JitInfo.GetCompiledMethodCount();
            if (now != compiled)
            {
                compiled = now;
                sinceCompiled.Restart();
            }

            if (clock.Elapsed > s_longestWarmup)
            {
                throw new InvalidOperationException($"The compiler was still at work after {s_longestWarmup.TotalSeconds} seconds; nothing was measured.");
            }
        }
    }

    /// <summary>How often each contender fits into one turn.</summary>
    private async Task<int[]> CalibrateAsync()
    {
        var sizes = new int[contenders.Count];
        for (var index = 0; index < sizes.Length; index++)
        {
            var size = 1;
            while ((await RunAsync(contenders[index], size)).Seconds * size * contenders[index].Calls < s_turn.TotalSeconds / 2)
            {
                size *= 2;
            }

            sizes[index] = size;
        }

        return sizes;
    }

    private static async Task<Sample> RunAsync(Contender contender, int size)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var started = Stopwatch.GetTimestamp();
        for (var call = 0; call < size; call++)
        {
            await contender.RunAsync();
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var bytes = GC.GetTotalAllocatedBytes() - allocated;
        if (contender.ClearAsync is { } clearAsync)
        {
            await clearAsync();
        }

        var calls = size * contender.Calls;
        return new Sample(seconds / calls, bytes / calls);
    }
}
