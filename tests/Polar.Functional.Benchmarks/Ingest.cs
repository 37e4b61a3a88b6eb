using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Polar.FakeServer;
using Polar.FakeServer.Usage.Events;

namespace Polar.Benchmarks;

/// <summary>Usage as merchants send it: batches of a thousand events of many customers, no two of them alike.</summary>
internal static class Ingest
{
    public const int BatchSize = 1000;

    private const int Customers = 10_000;

    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_models = ["small", "medium", "large", "huge"];

    /// <summary>A fake that nothing has happened to.</summary>
    public static Task<FakePolar> OpenAsync(bool listens = false)
    {
        var options = new FakePolarOptions { Empty = true, StartTime = s_start, FreezeClock = true, KeptRequests = 1 };
        return listens ? FakePolar.ListenAsync(0, options) : FakePolar.StartAsync(options);
    }

    /// <summary>The body of one batch. Events are spread over a year; each has an id of the merchant's and four values.</summary>
    public static byte[] Body(int batch)
    {
        var text = new StringBuilder("{\"events\":[", BatchSize * 256);
        for (var index = 0; index < BatchSize; index++)
        {
            var number = ((long)batch * BatchSize) + index;
            var customer = number * 7919 % Customers;
            var moment = s_start.AddSeconds(-(number * 104_729 % 31_536_000));
            text.Append(index == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$$"""
                {"name":"{{{(number % 3 == 0 ? "upload" : "api.call")}}}","external_customer_id":"customer-{{{customer}}}","external_id":"event-{{{number}}}","timestamp":"{{{moment:yyyy-MM-dd'T'HH:mm:ss'Z'}}}","metadata":{"model":"{{{s_models[number % s_models.Length]}}}","tokens":{{{number % 5000}}},"price":0.{{{(number % 89) + 10}}},"cached":{{{(number % 2 == 0 ? "true" : "false")}}}}}
                """);
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    /// <summary>Sends batches, one after the other.</summary>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> SendAsync(FakePolar fake, IReadOnlyList<byte[]> bodies)
    {
        using var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);
        var started = Stopwatch.GetTimestamp();
        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.PostAsync(new Uri("/v1/events/ingest", UriKind.Relative), content);
            response.EnsureSuccessStatusCode();
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>How many events a fake has.</summary>
    public static int Count(FakePolar fake) => fake.World.UsageEvents.Count;
}
