using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime;
using Polar.FakeServer;

namespace Polar.Benchmarks;

/// <summary>What usage costs a fake: how fast it is taken, and what millions of events leave in memory.</summary>
internal static class IngestReport
{
    public const string Name = "ingest";

    private const int WarmUpBatches = 40;
    private const int Batches = 200;
    private const int Rounds = 5;
    private const int ManyBatches = 5000;
    private const int Step = 250;
    private const int Megabyte = 1_048_576;

    private static readonly TimeSpan s_idleCompiler = TimeSpan.FromSeconds(1.5);

    /// <summary>Measures one part.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string part, TextWriter output)
    {
        Func<TextWriter, Task>? run = part switch
        {
            "server" => output => SpeedAsync(output, listens: false),
            "socket" => output => SpeedAsync(output, listens: true),
            "memory" => MemoryAsync,
            _ => null,
        };
        if (run is null)
        {
            await output.WriteLineAsync("There are ingest server, ingest socket and ingest memory.");
            return 1;
        }

        await run(output);
        return 0;
    }

    /// <summary>
    /// The pace once the compiler has been idle for a while, among the million events that have come by then: rounds of two hundred batches, of which the
    /// one in the middle counts.
    /// </summary>
    private static async Task SpeedAsync(TextWriter output, bool listens)
    {
        await using var fake = await Ingest.OpenAsync(listens);
        var sent = await WarmUpAsync(fake);
        var (allocated, times) = (0L, new List<TimeSpan>());
        for (var round = 0; round < Rounds; round++)
        {
            byte[][] bodies = [.. Enumerable.Range(sent, Batches).Select(Ingest.Body)];
            var before = GC.GetTotalAllocatedBytes();
            times.Add(await Ingest.SendAsync(fake, bodies));
            allocated += GC.GetTotalAllocatedBytes() - before;
            sent += Batches;
        }

        const int Events = Batches * Ingest.BatchSize;
        double[] paces = [.. times.Select(time => Events / time.TotalSeconds).Order()];
        await output.WriteLineAsync(
            $"{Events} events in batches of {Ingest.BatchSize} {(listens ? "over a socket" : "through the test server")}, behind {(sent * Ingest.BatchSize) - (Rounds * Events)} others: "
            + $"{paces[Rounds / 2]:0} a second ({paces[0]:0} to {paces[^1]:0} in {Rounds} rounds), {allocated / (Events * Rounds)} bytes allocated for each");
    }

    /// <summary>Sends batches until the compiler has been idle for a while.</summary>
    /// <returns>How many were sent.</returns>
    private static async Task<int> WarmUpAsync(FakePolar fake)
    {
        var (sent, compiled, idle) = (0, 0L, Stopwatch.StartNew());
        while (idle.Elapsed < s_idleCompiler)
        {
            await Ingest.SendAsync(fake, [.. Enumerable.Range(sent, WarmUpBatches).Select(Ingest.Body)]);
            sent += WarmUpBatches;
            if (JitInfo.GetCompiledMethodCount() is var now && now != compiled)
            {
                (compiled, idle) = (now, Stopwatch.StartNew());
            }
        }

        return sent;
    }

    /// <summary>Five million events, and what a customer's list costs with many and with few of them.</summary>
    private static async Task MemoryAsync(TextWriter output)
    {
        await using var fake = await Ingest.OpenAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var time = TimeSpan.Zero;
        for (var batch = 0; batch < ManyBatches; batch += Step)
        {
            byte[][] bodies = [.. Enumerable.Range(batch, Step).Select(Ingest.Body)];
            time += await Ingest.SendAsync(fake, bodies);
        }

        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        using var process = Process.GetCurrentProcess();
        await output.WriteLineAsync(
            $"{Ingest.Count(fake)} events: {kept / Megabyte} MB are kept, {kept / Ingest.Count(fake)} bytes for each; {time.TotalSeconds:0.0} s; "
            + $"{process.PeakWorkingSet64 / Megabyte} MB of memory at most");
        foreach (var (what, path) in new[]
        {
            ("the latest events", "/v1/events/"),
            ("the latest events of a customer", "/v1/events/?external_customer_id=customer-7"),
            ("a page far behind", "/v1/events/?page=40000&limit=100"),
            ("the names of events", "/v1/events/names"),
        })
        {
            await output.WriteLineAsync($"{what}: {(await ReadAsync(fake, path)).TotalMilliseconds:0.00} ms");
        }
    }

    private static async Task<TimeSpan> ReadAsync(FakePolar fake, string path)
    {
        const int Repetitions = 20;
        using var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);
        var best = TimeSpan.MaxValue;
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var started = Stopwatch.GetTimestamp();
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
            response.EnsureSuccessStatusCode();
            await response.Content.ReadAsByteArrayAsync();
            var time = Stopwatch.GetElapsedTime(started);
            best = time < best ? time : best;
        }

        return best;
    }
}
