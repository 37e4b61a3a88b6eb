using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Polar.FakeServer;
using Polar.FakeServer.Billing.Orders;

namespace Polar.Benchmarks;

/// <summary>Years of renewals in one move of the clock: how long they take, what they leave in memory, and what an endpoint that answers at once adds.</summary>
internal static class Renewals
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A fake with so many customers, each of whom has bought a monthly subscription, a minute apart.</summary>
    public static async Task<FakePolar> OpenAsync(int subscriptions, Uri? endpoint = null, HttpMessageHandler? handler = null)
    {
        var fake = await FakePolar.StartAsync(
            new FakePolarOptions { Empty = true, StartTime = s_start, FreezeClock = true, WebhookUrl = endpoint, WebhookHandler = handler });
        using var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);
        var product = (await SendAsync(
            http, "/v1/products/", """{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":1000}]}""")).Text("id");
        for (var number = 0; number < subscriptions; number++)
        {
            await BuyAsync(http, product, number);
            await fake.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        return fake;
    }

    /// <summary>Moves the clock by so many years.</summary>
    public static async Task<RenewalCost> RunAsync(FakePolar fake, int years)
    {
        using var process = Process.GetCurrentProcess();
        var (orders, bytes, busy, paused, started) = (
            Orders(fake), GC.GetTotalAllocatedBytes(), process.TotalProcessorTime, GC.GetTotalPauseDuration(), Stopwatch.GetTimestamp());
        await fake.Clock.AdvanceAsync($"P{years}Y");
        var time = Stopwatch.GetElapsedTime(started);
        process.Refresh();
        return new RenewalCost(
            time,
            process.TotalProcessorTime - busy,
            GC.GetTotalPauseDuration() - paused,
            Orders(fake) - orders,
            GC.GetTotalAllocatedBytes() - bytes,
            process.PeakWorkingSet64);
    }

    private static int Orders(FakePolar fake) => fake.World.Table<OrderRow>().Count;

    public static async Task BuyAsync(HttpClient http, string product, int number, string more = "", string card = "tok_visa")
    {
        var customer = await SendAsync(http, "/v1/customers/", $$"""{"email":"customer{{number}}@acme.dev","name":"Customer {{number}}"}""");
        var checkout = await SendAsync(http, "/v1/checkouts/", $$"""{"products":["{{product}}"],"customer_id":"{{customer.Text("id")}}"{{more}} }""");
        await SendAsync(
            http,
            $"/v1/checkouts/client/{checkout.Text("client_secret")}/confirm",
            $$"""{"confirmation_token_id":"{{card}}","customer_billing_name":"Ada Lovelace","customer_billing_address":{"country":"SE"} }""");
    }

    public static async Task<JsonElement> SendAsync(HttpClient http, string path, string json, HttpMethod? method = null, bool mayFail = false)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(json, new MediaTypeHeaderValue("application/json")),
        };
        using var response = await http.SendAsync(request);
        if (!mayFail)
        {
            response.EnsureSuccessStatusCode();
        }

        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());
    }

    public static string Text(this JsonElement answer, string member) => answer.GetProperty(member).GetString()!;
}

/// <summary>What renewals cost.</summary>
internal sealed record RenewalCost(
    TimeSpan Time, TimeSpan ProcessorTime, TimeSpan Paused, int Orders, long AllocatedBytes, long PeakBytes)
{
    public override string ToString() =>
        $"{Orders} orders in {Time.TotalSeconds:0.00} s ({ProcessorTime.TotalSeconds:0.00} s of processors, {Paused.TotalSeconds:0.00} s paused for the collector), {AllocatedBytes / 1_048_576} MB allocated, {PeakBytes / 1_048_576} MB at most";
}
