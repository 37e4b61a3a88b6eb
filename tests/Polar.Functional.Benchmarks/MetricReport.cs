using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Polar.FakeServer;

namespace Polar.Benchmarks;

/// <summary>What all metrics of a year of business take, asked for as an app does.</summary>
internal static class MetricReport
{
    public const string Name = "metrics";

    private const int Orders = 100_000;
    private const int Calls = 9;

    private static readonly TimeSpan s_most = TimeSpan.FromMilliseconds(300);

    private static readonly (string Title, string Query)[] s_questions =
    [
        ("by day", "&interval=day"),
        ("by day in New York", "&interval=day&timezone=America/New_York"),
        ("by week", "&interval=week"),
        ("by month", "&interval=month"),
        ("one metric by day", "&interval=day&metrics=revenue"),
    ];

    /// <summary>Measures it.</summary>
    /// <returns>The process's exit code: 1 where a call took longer than is promised.</returns>
    public static async Task<int> RunAsync(TextWriter output)
    {
        await using var fake = await FakePolar.StartAsync(new FakePolarOptions { Empty = true, FreezeClock = true });
        using var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);
        var product = JsonElement.Parse(await http.ReadAsync(
            "/v1/products/", """{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":1900}]}"""));
        await MetricHistory.WriteAsync(fake, product.GetProperty("id").GetGuid(), Orders);
        await output.WriteLineAsync($"All metrics of a year with {Orders} orders and {Orders} events:");
        var kept = true;
        foreach (var (title, query) in s_questions)
        {
            var (first, median, size) = await MeasureAsync(http, $"/v1/metrics/?start_date=2025-01-01&end_date=2025-12-31{query}");
            kept &= median <= s_most;
            await output.WriteLineAsync(
                $"{title}: {median.TotalMilliseconds:0} ms (the first time {first.TotalMilliseconds:0} ms), {size / 1024} KB; at most {s_most.TotalMilliseconds:0} ms");
        }

        return kept ? 0 : 1;
    }

    private static async Task<(TimeSpan First, TimeSpan Median, int Size)> MeasureAsync(HttpClient http, string path)
    {
        var (times, size) = (new List<TimeSpan>(), 0);
        for (var call = 0; call < Calls; call++)
        {
            var started = Stopwatch.GetTimestamp();
            size = (await http.ReadAsync(path)).Length;
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        return (times[0], times.Order().ElementAt(Calls / 2), size);
    }
}
