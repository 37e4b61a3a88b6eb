using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Polar.FakeServer;
using Polar.FakeServer.Customers;

namespace Polar.Benchmarks;

/// <summary>What very many events cost: the log of them, and an endpoint that is not there.</summary>
internal static class WebhookReport
{
    public const string Name = "webhooks";

    private const int Logged = 200_000;
    private const int Undelivered = 100_000;
    private const int EventsOfStep = 1000;
    private const int Calls = 51;
    private const int Megabyte = 1_048_576;

    /// <summary>A page of the log may take so many times what it took when the log had just become full.</summary>
    private const double MostOfFullLog = 1.5;

    private static readonly TimeSpan s_mostOfMove = TimeSpan.FromSeconds(5);

    /// <summary>Measures both.</summary>
    /// <returns>The process's exit code: 1 where something is not as it is promised.</returns>
    public static async Task<int> RunAsync(TextWriter output)
    {
        var isLogCheap = await LogAsync(output);
        return await DeadEndpointAsync(output) && isLogCheap ? 0 : 1;
    }

    private static async Task<bool> LogAsync(TextWriter output)
    {
        await using var fake = await StartAsync();
        using var http = fake.CreateHttpClient();
        var limit = fake.World.Events.Limit;
        await PublishAsync(fake, limit);
        var (full, before) = (await MeasureAsync(http), GC.GetTotalMemory(forceFullCollection: true));
        await PublishAsync(fake, Logged - limit);
        var (later, kept) = (await MeasureAsync(http), GC.GetTotalMemory(forceFullCollection: true) - before);
        await output.WriteLineAsync(
            $"A page of the log after {limit} events: {full.TotalMicroseconds:0} us; after {Logged}: {later.TotalMicroseconds:0} us, {kept / Megabyte} MB more are kept; at most {MostOfFullLog} times as long");
        return later <= full * MostOfFullLog;
    }

    private static async Task<bool> DeadEndpointAsync(TextWriter output)
    {
        await using var fake = await StartAsync();
        using var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);
        var made = JsonElement.Parse(await http.ReadAsync(
            "/v1/webhooks/endpoints", $$"""{"url":"http://127.0.0.1:{{ClosedPort()}}/hook","format":"raw","events":["customer.updated"]}"""));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        await PublishAsync(fake, Undelivered);
        var published = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        await fake.Clock.AdvanceAsync("P1D");
        var moved = Stopwatch.GetElapsedTime(started);
        await fake.Webhooks.SettleAsync();
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        var endpoint = JsonElement.Parse(await http.ReadAsync($"/v1/webhooks/endpoints/{made.GetProperty("id").GetGuid()}"));
        var isOn = endpoint.GetProperty("enabled").GetBoolean();
        await output.WriteLineAsync(
            $"{Undelivered} events for an endpoint that is not there: {published.TotalSeconds:0.00} s, a day of the clock {moved.TotalSeconds:0.00} s, {kept / Megabyte} MB more are kept, the endpoint is {(isOn ? "still on" : "switched off")}");
        return !isOn && moved <= s_mostOfMove;
    }

    private static async Task<FakePolar> StartAsync()
    {
        var fake = await FakePolar.StartAsync(new FakePolarOptions { Empty = true, FreezeClock = true });
        using var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);
        await http.ReadAsync("/v1/customers/", """{"email":"ada@acme.dev","name":"Ada Lovelace"}""");
        return fake;
    }

    private static async Task PublishAsync(FakePolar fake, int events)
    {
        var row = fake.World.Customers.All.First();
        for (var published = 0; published < events; published += EventsOfStep)
        {
            await fake.ExecuteAsync(transaction =>
            {
                for (var number = 0; number < EventsOfStep; number++)
                {
                    transaction.Publish(row.OrganizationId, "customer.updated", _ => row.Resource);
                }

                return true;
            });
        }
    }

    private static async Task<TimeSpan> MeasureAsync(HttpClient http)
    {
        var times = new List<TimeSpan>();
        for (var call = 0; call < Calls; call++)
        {
            var started = Stopwatch.GetTimestamp();
            await http.ReadAsync("/_fake/webhooks?limit=100");
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        return times.Order().ElementAt(Calls / 2);
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
