using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Shop;

/// <summary>Polar in an ASP.NET Core application.</summary>
public static class HostExamples
{
    public static void Register(WebApplicationBuilder builder)
    {
        // example: configuration
        builder.Services.AddPolar(builder.Configuration.GetSection("Polar"));
        // end
    }

    public static void RegisterInCode(WebApplicationBuilder builder, string token)
    {
        // example: options in code
        builder.Services.AddPolar(options =>
        {
            options.AccessToken = token;
            options.Server = PolarServer.Sandbox;
            options.Timeout = TimeSpan.FromSeconds(10);
        });
        // end
    }

    public static void RegisterKeyed(WebApplicationBuilder builder)
    {
        // example: keyed clients
        foreach (var shop in builder.Configuration.GetSection("Shops").GetChildren())
        {
            builder.Services.AddPolar(shop, shop.Key);
        }
        // end
    }

    // example: keyed service
    public sealed class Ledger([FromKeyedServices("Europe")] PolarClient polar)
    {
        public async Task<long> CountOrdersAsync(CancellationToken cancellation)
        {
            var orders = await polar.Orders.ListAsync(new() { Limit = 1 }, cancellationToken: cancellation);
            return orders.Match(ok: page => page.Pagination.TotalCount, error: _ => 0);
        }
    }
    // end

    public static void RegisterWithHandler(WebApplicationBuilder builder, Func<DelegatingHandler> handler)
    {
        // example: handler of your own
        builder.Services.AddPolar(builder.Configuration.GetSection("Polar"))
            .AddHttpMessageHandler(handler);
        // end
    }

    public static void MapCheckout(WebApplication app)
    {
        // example: endpoint
        app.MapGet("/buy/{product:guid}", async (Guid product, PolarClient polar, CancellationToken cancellation) =>
        {
            var checkout = await polar.Checkouts.CreateAsync(
                new CheckoutCreate { Products = [product] }, cancellationToken: cancellation);

            return checkout.Match(
                ok: open => Results.Redirect(open.Url),
                error: error => error.ToProblem());
        });
        // end
    }

    public static void MapWebhook(WebApplication app, string secret, Action<string> log)
    {
        // example: webhook by hand
        app.MapPost("/webhooks/polar", async (HttpRequest request) =>
        {
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer);
            var body = buffer.ToArray();

            var refusal = PolarWebhook.Verify(
                body,
                request.Headers["webhook-id"],
                request.Headers["webhook-timestamp"],
                request.Headers["webhook-signature"],
                [secret]);

            if (refusal is not null)
            {
                return Results.Text(refusal.Message, statusCode: 403);
            }

            if (!PolarWebhook.TryParse(body, out var delivered, out var fault))
            {
                return Results.BadRequest(fault.ToString());
            }

            switch (delivered)
            {
                case WebhookEvent.OrderPaid paid:
                    log(string.Create(CultureInfo.InvariantCulture, $"Order {paid.Payload.Data.Id} is paid."));
                    break;
                case WebhookEvent.CustomerStateChanged changed:
                    log($"Customer {changed.Payload.Data.Id} has changed.");
                    break;
                default:
                    log($"Nothing to do for {delivered.Type}.");
                    break;
            }

            return Results.Accepted();
        });
        // end
    }
}
