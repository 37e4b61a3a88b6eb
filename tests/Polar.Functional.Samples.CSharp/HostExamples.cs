using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Shop;

/// <summary>Polar in an ASP.NET Core application.</summary>
public static class HostExamples
{
    public static IHttpClientBuilder Register(WebApplicationBuilder builder)
    {
        // example: dependency injection
        var registered = builder.Services.AddPolar(options =>
        {
            options.AccessToken = builder.Configuration["Polar:AccessToken"];
            options.Server = PolarServer.Sandbox;
        });
        // end
        return registered;
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
                error: error => Results.Problem(error.Message));
        });
        // end
    }

    public static void MapWebhook(WebApplication app, string secret, Action<string> log)
    {
        // example: webhook
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
