using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Polar.FakeServer;

namespace Polar.Benchmarks;

/// <summary>What a call costs in a fake with one organization, and in one with a thousand of them: organizations must not see, nor pay for, each other.</summary>
internal static class OrganizationReport
{
    public const string Name = "organizations";

    private const int Many = 1000;
    private const int Customers = 100;
    private const int Rounds = 41;
    private const int CallsOfRound = 20;

    /// <summary>A call among many organizations may take so many times what it takes in one that is alone.</summary>
    private const double Most = 1.5;

    /// <summary>Measures each kind of call, the two fakes in turns.</summary>
    /// <returns>The process's exit code: 1 where many cost more than one.</returns>
    public static async Task<int> RunAsync(TextWriter output)
    {
        await using var alone = await Place.MakeAsync(1);
        var started = Stopwatch.GetTimestamp();
        await using var among = await Place.MakeAsync(Many);
        await output.WriteLineAsync(
            $"{Many} organizations with {Customers} customers each made in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, {GC.GetTotalMemory(forceFullCollection: true) / 1_048_576} MB in use");
        (string Name, Func<Place, int, Task> Call, int Times)[] kinds =
        [
            ("list customers", (place, _) => place.Http.ReadAsync("/v1/customers/"), CallsOfRound),
            ("list customers by e-mail", (place, number) => place.Http.ReadAsync($"/v1/customers/?email=c{number % Customers}@acme.dev"), CallsOfRound),
            ("get a customer", (place, _) => place.Http.ReadAsync($"/v1/customers/{place.Customer}"), CallsOfRound),
            ("create a customer", (place, number) => place.Http.ReadAsync("/v1/customers/", $$"""{"email":"n{{number}}@acme.dev"}"""), CallsOfRound),
            ("create a checkout", (place, _) => place.Http.ReadAsync("/v1/checkouts/", $$"""{"products":["{{place.Product}}"]}"""), CallsOfRound),
            ("list organizations", (place, _) => place.Http.ReadAsync("/v1/organizations/"), CallsOfRound),
            ("a day of the clock", (place, _) => place.Fake.Clock.AdvanceAsync("P1D"), 1),
        ];
        var isKept = true;
        foreach (var (name, call, times) in kinds)
        {
            var (one, many) = await MeasureAsync(alone, among, call, times);
            var ratio = many / one;
            isKept &= ratio <= Most;
            await output.WriteLineAsync(
                $"{name}: {one.TotalMicroseconds:0} us in one, {many.TotalMicroseconds:0} us among {Many}, {ratio:0.00} times; at most {Most}{(ratio <= Most ? "" : ": TOO MUCH")}");
        }

        return isKept ? 0 : 1;
    }

    private static async Task<(TimeSpan One, TimeSpan Many)> MeasureAsync(Place alone, Place among, Func<Place, int, Task> call, int times)
    {
        var (one, many) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = -Rounds; round < Rounds; round++)
        {
            // Every other round backwards, and the first half only warms up.
            foreach (var (place, found) in round % 2 == 0 ? [(alone, one), (among, many)] : new[] { (among, many), (alone, one) })
            {
                var started = Stopwatch.GetTimestamp();
                for (var number = 0; number < times; number++)
                {
                    await call(place, place.NextNumber());
                }

                if (round >= 0)
                {
                    found.Add(Stopwatch.GetElapsedTime(started) / times);
                }
            }
        }

        return (one.Order().ElementAt(Rounds / 2), many.Order().ElementAt(Rounds / 2));
    }

    /// <summary>A fake with organizations, one of which is looked at.</summary>
    private sealed class Place : IAsyncDisposable
    {
        private int _number;

        public required FakePolar Fake { get; init; }

        public required HttpClient Http { get; init; }

        public required string Customer { get; init; }

        public required string Product { get; init; }

        public int NextNumber() => _number++;

        /// <summary>Makes so many organizations; the one in the middle is looked at.</summary>
        public static async Task<Place> MakeAsync(int organizations)
        {
            var fake = await FakePolar.StartAsync(new FakePolarOptions { Empty = true, FreezeClock = true });
            Place? place = null;
            for (var number = 0; number < organizations; number++)
            {
                var http = fake.CreateHttpClient();
                var organization = await fake.CreateOrganizationAsync($"organization-{number}");
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", organization.AccessToken);
                var product = Id(await http.ReadAsync("/v1/products/", """{"name":"Book","prices":[{"amount_type":"fixed","price_amount":1000}]}"""));
                var customer = "";
                for (var one = 0; one < Customers; one++)
                {
                    customer = Id(await http.ReadAsync("/v1/customers/", $$"""{"email":"c{{one}}@acme.dev","name":"Client {{one}}"}"""));
                }

                if (number == organizations / 2)
                {
                    place = new Place { Fake = fake, Http = http, Customer = customer, Product = product };
                }
                else
                {
                    http.Dispose();
                }
            }

            return place!;
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await Fake.DisposeAsync();
        }

        private static string Id(byte[] json)
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("id").GetString()!;
        }
    }
}
