using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Polar.FakeServer;

namespace Polar.Benchmarks;

/// <summary>What meters cost: a customer's among few events and among many, and quantities over time.</summary>
internal static class MeterReport
{
    public const string Name = "meters";

    private const int OwnBatches = 10;
    private const int Repetitions = 30;
    private const string Year = "start_timestamp=2025-03-02T00:00:00Z&end_timestamp=2026-03-01T00:00:00Z&interval=day";

    private const string Nested =
        """{"conjunction":"and","clauses":[{"property":"name","operator":"like","value":"l"},{"conjunction":"or","clauses":[{"property":"model","operator":"eq","value":"small"},{"property":"tokens","operator":"gte","value":100}]}]}""";

    /// <summary>Measures one part.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string part, TextWriter output)
    {
        int? batches = part switch
        {
            "few" => 5,
            "million" => 1000,
            "many" => 5000,
            _ => null,
        };
        if (batches is null)
        {
            await output.WriteLineAsync("There are meters few, meters million and meters many.");
            return 1;
        }

        await MeasureAsync(batches.Value, output);
        return 0;
    }

    /// <summary>A customer with ten thousand events of its own among those of others, and two meters.</summary>
    private static async Task MeasureAsync(int batches, TextWriter output)
    {
        const int Step = 250;
        await using var fake = await Ingest.OpenAsync();
        using var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);
        var sum = await CreateAsync(http, "/v1/meters/", $$$"""{"name":"Tokens","filter":{{{Nested}}},"aggregation":{"func":"sum","property":"tokens"}}""");
        var unique = await CreateAsync(http, "/v1/meters/", $$$"""{"name":"Models","filter":{{{Nested}}},"aggregation":{"func":"unique","property":"tokens"}}""");
        for (var batch = 0; batch < batches; batch += Step)
        {
            byte[][] bodies = [.. Enumerable.Range(batch, Math.Min(Step, batches - batch)).Select(Ingest.Body)];
            await Ingest.SendAsync(fake, bodies);
        }

        var customer = await CreateAsync(http, "/v1/customers/", """{"email":"ada@acme.dev","external_id":"ada"}""");
        for (var batch = 0; batch < OwnBatches; batch++)
        {
            await PostAsync(http, "/v1/events/ingest", Own(batch, Ingest.BatchSize));
        }

        var own = batches * Ingest.BatchSize;
        await output.WriteLineAsync($"among {Ingest.Count(fake)} events, of a customer with {OwnBatches * Ingest.BatchSize}:");
        await TellAsync(output, "its meters", () => GetAsync(http, $"/v1/customer-meters/?customer_id={customer}"));
        await TellAsync(output, "its state", () => GetAsync(http, $"/v1/customers/{customer}/state"));
        await TellAsync(output, "one more event, counted by both meters", () => PostAsync(http, "/v1/events/ingest", Own(own++, 1)));
        foreach (var (what, meter) in new[] { ("sum", sum), ("distinct values", unique) })
        {
            await TellAsync(output, $"{what} by day over a year, of the customer", () => GetAsync(http, $"/v1/meters/{meter}/quantities?{Year}&customer_id={customer}"));
            await TellAsync(output, $"{what} by day over a year, of everybody", () => GetAsync(http, $"/v1/meters/{meter}/quantities?{Year}"), few: true);
        }
    }

    private static string Own(int batch, int count)
    {
        var text = new StringBuilder("{\"events\":[");
        for (var index = 0; index < count; index++)
        {
            var number = ((long)batch * count) + index;
            text.Append(index == 0 ? "" : ",").Append(System.Globalization.CultureInfo.InvariantCulture, $$$"""
                {"name":"api.call","external_customer_id":"ada","timestamp":"2025-{{{(number % 12) + 1:00}}}-{{{(number % 28) + 1:00}}}T10:00:00Z","metadata":{"model":"small","tokens":{{{number % 5000}}}}}
                """);
        }

        return text.Append("]}").ToString();
    }

    private static async Task TellAsync(TextWriter output, string what, Func<Task<byte[]>> call, bool few = false)
    {
        var times = new double[few ? 5 : Repetitions];
        for (var repetition = 0; repetition < times.Length; repetition++)
        {
            var started = Stopwatch.GetTimestamp();
            await call();
            times[repetition] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        Array.Sort(times);
        await output.WriteLineAsync($"  {what}: {times[0]:0.00} ms at best, {times[times.Length / 2]:0.00} ms in the middle");
    }

    private static async Task<string> CreateAsync(HttpClient http, string path, string body)
    {
        using var made = JsonDocument.Parse(await PostAsync(http, path, body));
        return made.RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<byte[]> PostAsync(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }

    private static async Task<byte[]> GetAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync();
    }
}
