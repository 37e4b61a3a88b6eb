using System.Diagnostics;
using System.Net.Http.Headers;
using Polar.FakeServer;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;

namespace Polar.Benchmarks;

/// <summary>Years of business as it is: a quarter of the subscriptions have a discount, an eighth are late once, a tenth never pay again, a sixth are
/// teams with seats, and a fifth change their product or their seats every year.</summary>
internal static class MixedRenewals
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A fake with so many subscriptions, bought a minute apart.</summary>
    public static async Task<FakePolar> OpenAsync(int subscriptions)
    {
        var fake = await FakePolar.StartAsync(new FakePolarOptions { Empty = true, StartTime = s_start, FreezeClock = true });
        using var http = Client(fake);
        string[] products =
        [
            await ProductAsync(http, "Pro", """{"amount_type":"fixed","price_amount":1000}"""),
            await ProductAsync(http, "Max", """{"amount_type":"fixed","price_amount":3000}"""),
            await ProductAsync(http, "Team", """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":700}]}}"""),
        ];
        var discount = (await Renewals.SendAsync(
            http, "/v1/discounts/", """{"name":"Partners","type":"percentage","basis_points":1500,"duration":"forever"}""")).Text("id");
        for (var number = 0; number < subscriptions; number++)
        {
            var isTeam = number % 6 == 5;
            var more = $"{(number % 4 == 0 ? $",\"discount_id\":\"{discount}\"" : "")}{(isTeam ? ",\"seats\":3" : "")}";
            var card = number % 10 == 9 ? "ctoken_decline_renewal" : number % 8 == 7 ? "ctoken_decline_2" : "ctoken_ok";
            await Renewals.BuyAsync(http, products[isTeam ? 2 : number % 2], number, more, card);
            await fake.Clock.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        return fake;
    }

    /// <summary>Moves the clock by so many years, with changes at the beginning of each.</summary>
    public static async Task<RenewalCost> RunAsync(FakePolar fake, int years)
    {
        using var process = Process.GetCurrentProcess();
        using var http = Client(fake);
        var products = fake.World.Table<SubscriptionRow>().All.Where(row => row.Seats is null).Select(row => row.ProductId).Distinct().ToArray();
        var (orders, bytes, busy, paused, started) = (
            Orders(fake), GC.GetTotalAllocatedBytes(), process.TotalProcessorTime, GC.GetTotalPauseDuration(), Stopwatch.GetTimestamp());
        for (var year = 0; year < years; year++)
        {
            await fake.Clock.AdvanceAsync("P10D");
            foreach (var (index, row) in fake.World.Table<SubscriptionRow>().All.Where(row => row.EndedAt is null).ToArray().Index())
            {
                if (index % 5 == 0)
                {
                    var other = products.FirstOrDefault(product => product != row.ProductId);
                    await Renewals.SendAsync(
                        http,
                        $"/v1/subscriptions/{row.Id}",
                        row.Seats is { } seats ? $"{{\"seats\":{(seats % 5) + 1}}}" : $"{{\"product_id\":\"{other}\"}}",
                        HttpMethod.Patch,
                        mayFail: true);
                }
            }

            await fake.Clock.AdvanceAsync("P355D");
        }

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

    private static HttpClient Client(FakePolar fake)
    {
        var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);
        return http;
    }

    private static async Task<string> ProductAsync(HttpClient http, string name, string price) => (await Renewals.SendAsync(
        http, "/v1/products/", $"{{\"name\":\"{name}\",\"recurring_interval\":\"month\",\"prices\":[{price}]}}")).Text("id");
}
