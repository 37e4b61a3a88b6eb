using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Polar.FakeServer;

namespace Shop;

/// <summary>Tests with the fake.</summary>
public static class TestingExamples
{
    public static async Task<PolarClient> ReachFakeAsync(FakePolar fake, IServiceCollection services)
    {
        // example: fake behind dependency injection
        services.AddPolar(options =>
            {
                options.AccessToken = fake.AccessToken;
                options.Server = PolarServer.At(fake.Address);
            })
            .ConfigurePrimaryHttpMessageHandler(() => fake.CreateHandler());
        // end
        await using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<PolarClient>();
    }

    public static async Task<IReadOnlyList<string>> ReceiveAsync()
    {
        // example: fake webhooks
        await using var fake = await FakePolar.StartAsync(new() { Empty = true });
        var heard = new List<string>();
        await using var receiver = await fake.Webhooks.ReceiveAsync((delivery, cancellation) =>
        {
            heard.Add(delivery.Body);
            return Task.FromResult(HttpStatusCode.Accepted);
        }, "customer.created");

        await fake.Client.Customers.CreateAsync(CustomerCreate.Individual("ada@acme.dev"));
        await fake.Webhooks.SettleAsync();
        // end
        return heard;
    }

    public static async Task<IReadOnlyList<string>> DuplicatedAsync()
    {
        // example: faults of webhooks
        await using var fake = await FakePolar.StartAsync(new() { Empty = true });
        var ids = new List<string>();
        await using var receiver = await fake.Webhooks.ReceiveAsync((delivery, cancellation) =>
        {
            ids.Add(delivery.Id);
            return Task.FromResult(HttpStatusCode.Accepted);
        }, "customer.created");

        using (fake.Faults.Add(new FakeWebhookFault { Kind = FakeWebhookFaultKind.Duplicate }))
        {
            await fake.Client.Customers.CreateAsync(CustomerCreate.Individual("ada@acme.dev"));
            await fake.Webhooks.SettleAsync();
        }

        // ids has one id, twice: an app must do its work once.
        // end
        return ids;
    }

    public static async Task<bool> RunAsync()
    {
        var isOk = false;

        // example: a test that prints
        await FakePolar.RunAsync(async fake =>
        {
            var created = await fake.Client.Customers.CreateAsync(CustomerCreate.Individual("ada@acme.dev"));
            isOk = created.IsOk; // what an assertion would look at
        }, new() { Empty = true });
        // end
        return isOk;
    }

    public static async Task<string?> ReplayAsync(string file)
    {
        // example: record and replay a fake
        await using (var fake = await FakePolar.StartAsync(new() { RecordTo = file }))
        {
            await fake.Client.Customers.CreateAsync(CustomerCreate.Individual("ada@acme.dev"));
            await fake.Clock.AdvanceAsync("P1M");
        }

        var replay = await FakePolar.ReplayAsync(file);
        string? difference = replay.Difference; // null: the same answers, the same world
        // end
        return difference;
    }

    public static async Task<int> RawAsync()
    {
        // example: raw requests
        await using var fake = await FakePolar.StartAsync(new() { Empty = true });
        using var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fake.AccessToken);

        using var body = JsonContent.Create(new { email = "ada@acme.dev" });
        await body.LoadIntoBufferAsync(); // now its length is known; without it, 411
        using var answer = await http.PostAsync("/v1/customers/", body);
        // end
        return (int)answer.StatusCode;
    }

    public static async Task<string> DeclinedAsync()
    {
        // example: declined card
        await using var fake = await FakePolar.StartAsync(new() { Empty = true });
        var product = (await fake.Client.Products.CreateAsync(new ProductCreateOneTime
        {
            Name = "E-book",
            Prices = [new ProductPriceFixedCreate { PriceAmount = 1900 }],
        })).GetValueOrThrow();
        var checkout = (await fake.Client.Checkouts.CreateAsync(new CheckoutCreate { Products = [product.Id] })).GetValueOrThrow();
        var confirmed = await fake.Client.Checkouts.ClientConfirmAsync(checkout.ClientSecret, new CheckoutConfirm
        {
            ConfirmationTokenId = "tok_decline",
            CustomerEmail = "ada@acme.dev",
            CustomerBillingName = "Ada Lovelace",
            CustomerBillingAddress = new AddressInput { Country = "SE" },
        });
        string said = confirmed.Match(ok: paid => paid.Status, error: refused => refused.Message);
        // end
        return said;
    }
}
