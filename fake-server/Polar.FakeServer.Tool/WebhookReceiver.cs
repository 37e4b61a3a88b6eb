using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Polar.Functional;
using Polar.Functional.CSharp;

namespace Polar.FakeServer.Tool;

/// <summary>An app on loopback that takes deliveries as a real one should: it verifies the signature first, then reads the event.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedWebhook> _deliveries = new();
    private string _secret = "";

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    /// <summary>Where to deliver.</summary>
    public string Address => _app.Urls.First() + "/webhooks";

    /// <summary>How many deliveries came.</summary>
    public int Count { get; private set; }

    /// <summary>Starts to listen.</summary>
    /// <returns>The receiver.</returns>
    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver._app.StartAsync().ConfigureAwait(false);
        return receiver;
    }

    /// <summary>Takes only what is signed with this secret.</summary>
    /// <param name="secret">The endpoint's secret.</param>
    public void Expect(string secret) => _secret = secret;

    /// <summary>What came since the last time, in the order of arrival.</summary>
    /// <returns>The deliveries.</returns>
    public IEnumerable<ReceivedWebhook> TakeAll()
    {
        while (_deliveries.TryDequeue(out var delivery))
        {
            Count++;
            yield return delivery;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
        var body = buffer.ToArray();
        var headers = context.Request.Headers;
        var refusal = PolarWebhook.Verify(body, headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], [_secret]);
        if (refusal is not null)
        {
            _deliveries.Enqueue(new ReceivedWebhook(null, refusal.Message));
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (PolarWebhook.TryParse(body, out var @event, out var error))
        {
            _deliveries.Enqueue(new ReceivedWebhook(@event, ""));
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        else
        {
            _deliveries.Enqueue(new ReceivedWebhook(null, error.ToString()));
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }
}

/// <summary>What came to the receiver.</summary>
/// <param name="Event">The event; null when it was refused.</param>
/// <param name="Fault">Why it was refused.</param>
internal sealed record ReceivedWebhook(WebhookEvent? Event, string Fault);
