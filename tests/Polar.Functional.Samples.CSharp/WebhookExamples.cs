using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Shop;

/// <summary>Webhooks in an ASP.NET Core application.</summary>
public static class WebhookExamples
{
    public static void Register(WebApplicationBuilder builder)
    {
        // example: webhook service
        builder.Services.AddPolarWebhooks(builder.Configuration.GetSection("Polar:Webhooks"));
        builder.Services.AddScoped<OrderHandler>();
        // end
    }

    public static void Map(WebApplication app)
    {
        // example: webhook endpoint
        app.MapPolarWebhooks<OrderHandler>("/webhooks/polar");
        // end
    }

    // example: webhook handler
    public sealed class OrderHandler(Fulfilment fulfilment) : IPolarWebhookHandler
    {
        public Task HandleAsync(PolarWebhookDelivery delivery, CancellationToken cancellationToken) => delivery.Event switch
        {
            WebhookEvent.OrderPaid paid => fulfilment.ShipAsync(paid.Payload.Data.Id, cancellationToken),
            WebhookEvent.OrderRefunded refunded => fulfilment.TakeBackAsync(refunded.Payload.Data.Id, cancellationToken),
            _ => Task.CompletedTask,
        };
    }
    // end

    /// <summary>What the shop does when money came in.</summary>
    public sealed class Fulfilment
    {
        public ConcurrentQueue<Guid> Shipped { get; } = new();

        public Task ShipAsync(Guid order, CancellationToken cancellationToken)
        {
            Shipped.Enqueue(order);
            return Task.CompletedTask;
        }

        public ConcurrentQueue<Guid> TakenBack { get; } = new();

        public Task TakeBackAsync(Guid order, CancellationToken cancellationToken)
        {
            TakenBack.Enqueue(order);
            return Task.CompletedTask;
        }
    }

    // example: webhook log
    public sealed class DatabaseLog(IHandledEvents events) : IPolarWebhookLog
    {
        public async ValueTask<PolarWebhookStart> StartAsync(string id, CancellationToken cancellationToken) =>
            await events.TryInsertAsync(id, cancellationToken) ? PolarWebhookStart.Started
            : await events.IsCompleteAsync(id, cancellationToken) ? PolarWebhookStart.Handled
            : PolarWebhookStart.InProgress;

        public async ValueTask CompleteAsync(string id, CancellationToken cancellationToken) =>
            await events.MarkCompleteAsync(id, cancellationToken);

        public async ValueTask AbandonAsync(string id, CancellationToken cancellationToken) =>
            await events.DeleteAsync(id, cancellationToken);
    }
    // end

    /// <summary>A table with the event's id as its key.</summary>
    public interface IHandledEvents
    {
        Task<bool> TryInsertAsync(string id, CancellationToken cancellationToken);

        Task<bool> IsCompleteAsync(string id, CancellationToken cancellationToken);

        Task MarkCompleteAsync(string id, CancellationToken cancellationToken);

        Task DeleteAsync(string id, CancellationToken cancellationToken);
    }

    public static async Task<(int Genuine, int Forged)> DeliverAsync(HttpClient app, string secret, string json)
    {
        // example: webhook test
        async Task<int> PostAsync(string signedWith)
        {
            var body = System.Text.Encoding.UTF8.GetBytes(json);
            using var delivery = new HttpRequestMessage(HttpMethod.Post, "/webhooks/polar") { Content = new ByteArrayContent(body) };
            PolarWebhook.Sign(body, signedWith).AddTo(delivery.Headers);
            using var answer = await app.SendAsync(delivery);
            return (int)answer.StatusCode;
        }

        var genuine = await PostAsync(secret); // 202
        var forged = await PostAsync("another secret"); // 403
        // end
        return (genuine, forged);
    }
}
