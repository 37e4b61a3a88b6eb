using System.Diagnostics;
using System.Net.Http.Headers;
using Polar.FakeServer.Customers;

namespace Polar.Benchmarks;

/// <summary>What long business costs a fake: five years of renewals, the same with an endpoint that answers at once, and very many changes of one customer.</summary>
internal static class RenewalReport
{
    public const string Name = "renewals";

    private const int Subscriptions = 1000;
    private const int Years = 5;
    private const int YearsOfDeliveries = 1;
    private const int Changes = 200_000;
    private const int Megabyte = 1_048_576;

    /// <summary>Measures one part.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string part, TextWriter output)
    {
        Func<TextWriter, Task>? run = part switch
        {
            "plain" => PlainAsync,
            "mixed" => MixedAsync,
            "endpoint" => WithEndpointAsync,
            "handled" => HandledAsync,
            "changes" => ChangesAsync,
            _ => null,
        };
        if (run is null)
        {
            await output.WriteLineAsync("There are renewals plain, renewals mixed, renewals endpoint, renewals handled and renewals changes.");
            return 1;
        }

        await run(output);
        return 0;
    }

    private static async Task PlainAsync(TextWriter output)
    {
        await using var fake = await Renewals.OpenAsync(Subscriptions);
        await output.WriteLineAsync($"{Subscriptions} monthly subscriptions, {Years} years: {await Renewals.RunAsync(fake, Years)}");
    }

    private static async Task MixedAsync(TextWriter output)
    {
        await using var fake = await MixedRenewals.OpenAsync(Subscriptions);
        await output.WriteLineAsync(
            $"{Subscriptions} monthly subscriptions with discounts, seats, changes and dunning, {Years} years: {await MixedRenewals.RunAsync(fake, Years)}");
    }

    private static async Task WithEndpointAsync(TextWriter output)
    {
        await using var endpoint = await PlainEndpoint.StartAsync(keepsBodies: true);
        await using var fake = await Renewals.OpenAsync(Subscriptions, endpoint.Address);
        var before = endpoint.Bodies.Count;
        var cost = await Renewals.RunAsync(fake, YearsOfDeliveries);
        await output.WriteLineAsync($"The same with an endpoint that answers at once, {YearsOfDeliveries} year: {cost}");

        byte[][] bodies = [.. endpoint.Bodies.Skip(before)];
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var busy = process.TotalProcessorTime;
        var bare = await SendAsync(endpoint.Address, bodies);
        process.Refresh();
        await output.WriteLineAsync(
            $"A bare HttpClient with the same {bodies.Length} bodies in order: {bare.TotalSeconds:0.00} s "
            + $"({(process.TotalProcessorTime - busy).TotalSeconds:0.00} s of processors), so that is {cost.Time / bare:0.00} times as long");
    }

    /// <summary>What deliveries cost without the network: the difference to an endpoint is what HTTP costs.</summary>
    private static async Task HandledAsync(TextWriter output)
    {
        using var handler = new AnsweringHandler();
        await using var fake = await Renewals.OpenAsync(Subscriptions, new Uri("https://acme.dev/hook"), handler);
        await output.WriteLineAsync($"The same handed to a function, {YearsOfDeliveries} year: {await Renewals.RunAsync(fake, YearsOfDeliveries)}");
    }

    private static async Task ChangesAsync(TextWriter output)
    {
        await using var fake = await Renewals.OpenAsync(1);
        var customer = fake.World.Table<CustomerRow>().All.First().Id;
        using var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < Changes; number++)
        {
            using var content = new StringContent($"{{\"name\":\"Ada {number}\"}}", new MediaTypeHeaderValue("application/json"));
            using var response = await http.PatchAsync(new Uri($"/v1/customers/{customer}", UriKind.Relative), content);
            response.EnsureSuccessStatusCode();
        }

        var time = Stopwatch.GetElapsedTime(started);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        await output.WriteLineAsync($"{Changes} changes of one customer: {kept / Megabyte} MB more are kept; {time.TotalSeconds:0.00} s");
    }

    private static async Task<TimeSpan> SendAsync(Uri address, IReadOnlyList<byte[]> bodies)
    {
        using var http = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        foreach (var body in bodies)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await http.PostAsync(address, content);
            await response.Content.ReadAsByteArrayAsync();
        }

        return Stopwatch.GetElapsedTime(started);
    }

    private sealed class AnsweringHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));
    }
}
