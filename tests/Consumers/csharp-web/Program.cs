using Polar.FakeServer;
using Polar.Functional;
using Polar.Functional.Contracts;
using Polar.Functional.CSharp;

// A shop that takes Polar's settings from its configuration and Polar's webhooks on a route, against a fake that listens.
await using var fake = await FakePolar.ListenAsync(0, new FakePolarOptions { Empty = true });
var builder = WebApplication.CreateBuilder(args);
builder.Configuration["Polar:AccessToken"] = fake.AccessToken;
builder.Configuration["Polar:Server"] = fake.Address.ToString();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddPolar(options =>
{
    options.AccessToken = builder.Configuration["Polar:AccessToken"];
    options.Server = PolarServer.At(new Uri(builder.Configuration["Polar:Server"]!));
});
var secret = "";
var received = new TaskCompletionSource<string>();
await using var app = builder.Build();
app.MapPost("/webhooks/polar", async (HttpRequest request) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    var headers = request.Headers;
    var refusal = PolarWebhook.Verify(
        body.ToArray(), headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], [secret]);
    received.TrySetResult(
        refusal is not null ? refusal.Message
        : PolarWebhook.TryParse(body.ToArray(), out var found, out var fault) ? found.GetType().Name
        : fault.ToString());
    return Results.Accepted();
});
await app.StartAsync();

var polar = app.Services.GetRequiredService<PolarClient>();
var endpoint = (await polar.Webhooks.CreateWebhookEndpointAsync(new WebhookEndpointCreate
{
    Url = $"{app.Urls.First()}/webhooks/polar",
    Format = WebhookFormat.Raw,
    Events = [WebhookEventType.CustomerCreated],
})).GetValueOrThrow();
secret = endpoint.Secret;
(await polar.Customers.CreateAsync(new CustomerIndividualCreate { Email = "web@acme.dev" })).GetValueOrThrow();
var seen = await received.Task.WaitAsync(TimeSpan.FromSeconds(30));
Console.WriteLine($"received {seen}");
return seen.Contains("CustomerCreated", StringComparison.Ordinal) ? 0 : 1;
