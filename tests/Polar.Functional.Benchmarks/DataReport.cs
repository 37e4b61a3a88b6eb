using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime;
using System.Text;
using Polar.FakeServer;

namespace Polar.Benchmarks;

/// <summary>What it costs to keep a world in a file: calls by many at once, and the start from a file with many rows.</summary>
internal static class DataReport
{
    public const string Name = "data";

    private const int Writers = 64;
    private const int Visits = 60;
    private const int Customers = 29_000;

    /// <summary>Measures one part: <c>data writers</c>, or with a file <c>data make</c> and, in another process, <c>data open</c>.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output)
    {
        switch (arguments)
        {
            case ["writers"]:
                await WriteAsync("in memory", null, FakeDataDurability.Machine, output);
                await WriteAsync("outlives the process", Temporary(), FakeDataDurability.Process, output);
                await WriteAsync("outlives a loss of power", Temporary(), FakeDataDurability.Machine, output);
                return 0;

            case ["make", var file]:
                await MakeAsync(file, output);
                return 0;

            case ["open", var file]:
                await OpenAsync(file, output);
                return 0;

            default:
                await output.WriteLineAsync("There are data writers, data make FILE and data open FILE.");
                return 1;
        }
    }

    private static string Temporary() => Path.Combine(Path.GetTempPath(), $"polar-data-{Path.GetRandomFileName()}.db");

    private static FakePolarOptions Options(string? file, FakeDataDurability durability = FakeDataDurability.Machine) =>
        new() { Empty = true, DataFile = file, DataDurability = durability };

    private static async Task WriteAsync(string what, string? file, FakeDataDurability durability, TextWriter output)
    {
        await using (var fake = await FakePolar.StartAsync(Options(file, durability)))
        {
            await VisitAsync(fake, 4, "warm");
            foreach (var writers in new[] { 1, Writers })
            {
                var started = Stopwatch.GetTimestamp();
                await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => VisitAsync(fake, Visits, $"{writers}-{writer}"))));
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                await output.WriteLineAsync($"{what}, {writers} at once: {writers * Visits / seconds:0} customers a second");
            }
        }

        if (file is not null)
        {
            File.Delete(file);
        }
    }

    private static async Task MakeAsync(string file, TextWriter output)
    {
        await using var fake = await FakePolar.StartAsync(Options(file, FakeDataDurability.Process));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => VisitAsync(fake, Customers / Writers, $"client-{writer}"))));
        using var document = System.Text.Json.JsonDocument.Parse(await fake.ExportAsync());
        var rows = document.RootElement.GetProperty("lists").EnumerateObject().Sum(list => list.Value.GetProperty("entries").EnumerateObject().Count());
        await output.WriteLineAsync($"{rows} rows, {new FileInfo(file).Length / 1024 / 1024} MB");
    }

    private static async Task OpenAsync(string file, TextWriter output)
    {
        var started = Stopwatch.GetTimestamp();
        await using (var fake = await FakePolar.StartAsync(Options(file)))
        {
            var opened = Stopwatch.GetElapsedTime(started);
            using var http = Client(fake);
            using var response = await http.GetAsync(new Uri("/v1/customers/?limit=1", UriKind.Relative));
            response.EnsureSuccessStatusCode();
            using var process = Process.GetCurrentProcess();
            await output.WriteLineAsync(
                $"opened in {opened.TotalMilliseconds:0} ms, first list {(DateTime.Now - process.StartTime).TotalMilliseconds:0} ms after the process began");
            await output.WriteLineAsync(
                $"of both cores: {process.TotalProcessorTime.TotalMilliseconds:0} ms, of which the compiler {JitInfo.GetCompilationTime().TotalMilliseconds:0} ms "
                + $"({JitInfo.GetCompiledMethodCount()} methods); collections stopped it for {GC.GetTotalPauseDuration().TotalMilliseconds:0} ms");
        }

        // What the first start has paid for is there already.
        started = Stopwatch.GetTimestamp();
        await using var again = await FakePolar.StartAsync(Options(file));
        await output.WriteLineAsync($"opened again by the same process in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
    }

    private static HttpClient Client(FakePolar fake)
    {
        var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);
        return http;
    }

    private static async Task VisitAsync(FakePolar fake, int visits, string name)
    {
        using var http = Client(fake);
        for (var visit = 0; visit < visits; visit++)
        {
            using var content = new StringContent(
                $$"""{"metadata":{"visit":{{visit}} },"email":"{{name}}-{{visit}}@acme.dev","name":"Client {{name}}","external_id":"{{name}}-{{visit}}"}""", Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri("/v1/customers/", UriKind.Relative), content);
            response.EnsureSuccessStatusCode();
        }
    }
}
