using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Polar.FakeServer;

namespace Polar.Benchmarks;

/// <summary>
/// How long whole processes take to their first answer: <c>polar-fake serve</c> up to a list over the socket, and a program that starts its first fake.
/// Time on the wall and time of the processor, since other programs disturb the first alone.
/// </summary>
internal static class StartReport
{
    public const string Name = "start";

    /// <summary>Has this program be one of those that are measured.</summary>
    public const string ChildOption = "--first-fake";

    private const int Rounds = 15;
    private const string Tool = "fake-server/Polar.FakeServer.Tool/bin/Release/net10.0/polar-fake.dll";

    /// <summary>Without sample data, and with it.</summary>
    private static readonly bool[] s_choices = [true, false];

    /// <summary>Measures all, one after the other in each round, so that whatever disturbs the machine disturbs all of them.</summary>
    /// <param name="tools">Further builds of the tool: where it is installed, <c>~/.dotnet/tools/polar-fake</c>.</param>
    /// <param name="output">Where to write.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> tools, TextWriter output)
    {
        string[] all = [Tool, .. tools];
        if (Array.Find(all, path => !File.Exists(path)) is { } missing)
        {
            await output.WriteLineAsync($"There is no {missing}; it is built by: dotnet fsi build.fsx serve --help");
            return 2;
        }

        var own = Environment.ProcessPath!;
        var program = typeof(StartReport).Assembly.Location;
        (string Name, Func<Task<Start>> Measure)[] subjects =
        [
            .. from tool in all
               from isEmpty in s_choices
               select ($"{tool} serve{(isEmpty ? " --empty" : "")}", (Func<Task<Start>>)(() => ServeAsync(tool, isEmpty))),
            .. from isEmpty in s_choices
               select ($"a program's first fake, {(isEmpty ? "empty" : "with sample data")}", (Func<Task<Start>>)(() => ProgramAsync(own, program, isEmpty))),
        ];
        var taken = subjects.ToDictionary(subject => subject.Name, _ => new List<Start>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, measure) in subjects)
            {
                var start = await measure();

                // The first one of each reads files that nobody has read yet.
                if (round > 0)
                {
                    taken[name].Add(start);
                }
            }
        }

        await output.WriteLineAsync($"Of {Rounds} processes each, the median and the least: to the first list of products, and processor time by then");
        foreach (var (name, starts) in taken)
        {
            await output.WriteLineAsync($"{name}: {Text(starts, start => start.Wall)} ms, {Text(starts, start => start.Processor)} ms");
        }

        return 0;
    }

    /// <summary>Starts a fake as a program's first one, and makes one call; says how long that took it.</summary>
    public static async Task<int> BeChildAsync(bool isEmpty, TextWriter output)
    {
        var started = Stopwatch.GetTimestamp();
        await using var fake = await FakePolar.StartAsync(new FakePolarOptions { Empty = isEmpty });
        var page = (await fake.Client.Products.ListAsync()).GetValueOrThrow();
        var taken = Stopwatch.GetElapsedTime(started);
        using var own = Process.GetCurrentProcess();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{taken.TotalMilliseconds} {own.TotalProcessorTime.TotalMilliseconds} {page.Pagination.TotalCount}"));
        return 0;
    }

    private static string Text(IEnumerable<Start> starts, Func<Start, double> value)
    {
        var ordered = starts.Select(value).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{ordered[ordered.Count / 2]:0} ({ordered[0]:0})");
    }

    private static async Task<Start> ServeAsync(string tool, bool isEmpty)
    {
        string[] options = ["serve", "--port", "0", "--json", .. isEmpty ? ["--empty"] : Array.Empty<string>()];
        var start = tool.EndsWith(".dll", StringComparison.Ordinal) ? new ProcessStartInfo("dotnet", [tool, .. options]) : new ProcessStartInfo(tool, options);
        start.RedirectStandardOutput = true;
        var began = Stopwatch.GetTimestamp();
        using var running = Process.Start(start)!;
        try
        {
            var said = await running.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("It ended before it served.");
            using var http = new HttpClient { BaseAddress = new Uri(JsonElement.Parse(said).GetProperty("url").GetString()!) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FakePolarOptions.DefaultAccessToken);
            using var answer = await http.GetAsync("/v1/products/");
            answer.EnsureSuccessStatusCode();
            var wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            running.Refresh();
            return new Start(wall, running.TotalProcessorTime.TotalMilliseconds);
        }
        finally
        {
            running.Kill();
            await running.WaitForExitAsync();
        }
    }

    private static async Task<Start> ProgramAsync(string own, string program, bool isEmpty)
    {
        string[] options = [ChildOption, isEmpty ? "empty" : "usual"];
        var start = Path.GetFileNameWithoutExtension(own) == "dotnet" ? new ProcessStartInfo(own, [program, .. options]) : new ProcessStartInfo(own, options);
        start.RedirectStandardOutput = true;
        using var running = Process.Start(start)!;
        var said = (await running.StandardOutput.ReadToEndAsync()).Split(' ');
        await running.WaitForExitAsync();
        return new Start(double.Parse(said[0], CultureInfo.InvariantCulture), double.Parse(said[1], CultureInfo.InvariantCulture));
    }

    /// <summary>One process.</summary>
    /// <param name="Wall">Milliseconds to its first answer.</param>
    /// <param name="Processor">Milliseconds of processor time by then.</param>
    private sealed record Start(double Wall, double Processor);
}
