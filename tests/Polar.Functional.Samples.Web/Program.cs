// example: webhooks program
using Polar.Functional.AspNetCore;
using Polar.Functional.Contracts;
using Polar.Functional.CSharp;
using WebhookEvent = Polar.Functional.WebhookEvent;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPolar(builder.Configuration.GetSection("Polar"));
builder.Services.AddPolarWebhooks(builder.Configuration.GetSection("Polar:Webhooks"));
builder.Services.AddHealthChecks().AddPolar();

var app = builder.Build();

app.MapPolarWebhooks("/webhooks/polar", (delivery, cancellation) =>
{
    switch (delivery.Event)
    {
        case WebhookEvent.OrderPaid paid:
            app.Logger.LogInformation("Order {Order} is paid.", paid.Payload.Data.Id);
            break;
        case WebhookEvent.CustomerStateChanged changed:
            app.Logger.LogInformation("Customer {Customer} has changed.", changed.Payload.Data.Id);
            break;
        default:
            app.Logger.LogInformation("Nothing to do for {Type}.", delivery.Event.Type);
            break;
    }

    return Task.CompletedTask;
});

app.MapGet("/buy/{product:guid}", async (Guid product, PolarClient polar, CancellationToken cancellation) =>
{
    var checkout = await polar.Checkouts.CreateAsync(new CheckoutCreate { Products = [product] }, cancellationToken: cancellation);
    return checkout.Match(ok: open => Results.Redirect(open.Url), error: error => error.ToProblem());
});

app.MapHealthChecks("/health");
app.Run();
// end
