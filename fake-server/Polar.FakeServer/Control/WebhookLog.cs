using System.Text.Json;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Webhooks;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>
/// The webhook log as it is shown: events and attempts to deliver them, oldest first. Only what is on the page is written down, and sent as it is.
/// </summary>
/// <param name="world">The world at one moment: events and deliveries that belong together.</param>
/// <param name="query">What is asked for.</param>
internal sealed class WebhookLog(World world, WebhookLogQuery query) : ReplyContent
{
    private const int Unsent = 32 * 1024;

    private static readonly Func<Task> s_keep = static () => Task.CompletedTask;

    /// <inheritdoc/>
    public override bool IsStreamed => true;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer) => WriteAsync(writer, s_keep).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override async Task WriteAsync(Utf8JsonWriter writer, Func<Task> flush)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("events");
        var eventCount = await WritePageAsync(writer, flush, Events(), world.Events.Count, Write).ConfigureAwait(false);
        writer.WriteEndArray();
        writer.WriteStartArray("deliveries");
        var deliveryCount = await WritePageAsync(writer, flush, Deliveries(), world.WebhookDeliveries.Count, Write).ConfigureAwait(false);
        writer.WriteEndArray();
        writer.WriteStartObject("pagination");
        writer.WriteNumber("events", eventCount);
        writer.WriteNumber("deliveries", deliveryCount);
        writer.WriteNumber("max_page", Math.Max(1, (Math.Max(eventCount, deliveryCount) + query.Limit - 1) / query.Limit));
        writer.WriteEndObject();
        writer.WriteNumber("dropped_events", world.Events.Dropped);
        writer.WriteEndObject();
    }

    private bool IsUnfiltered => query is { Type: null, Endpoint: null, Failed: null };

    private IEnumerable<PublishedEvent> Events() => IsUnfiltered ? world.Events : world.Events.Where(Matches);

    private IEnumerable<WebhookDeliveryRow> Deliveries() => IsUnfiltered ? world.WebhookDeliveries.All : world.WebhookDeliveries.All.Where(Matches);

    /// <summary>Writes a page of entries.</summary>
    /// <returns>How many entries there are in all.</returns>
    private async Task<long> WritePageAsync<T>(Utf8JsonWriter writer, Func<Task> flush, IEnumerable<T> entries, long all, Action<Utf8JsonWriter, T> write)
    {
        var (start, count) = ((query.Page - 1L) * query.Limit, 0L);
        foreach (var entry in entries)
        {
            if (count >= start + query.Limit && IsUnfiltered)
            {
                return all;
            }

            if (count >= start && count < start + query.Limit)
            {
                write(writer, entry);
                if (writer.BytesPending >= Unsent)
                {
                    await flush().ConfigureAwait(false);
                }
            }

            count++;
        }

        return count;
    }

    private bool Matches(PublishedEvent published) =>
        (query.Type is null || published.Type == query.Type)
        && (query.Endpoint is null && query.Failed is null || published.Messages.Any(id =>
            world.WebhookEvents.Find(id) is { } message
            && (query.Endpoint is null || message.EndpointId == query.Endpoint)
            && (query.Failed is null || query.Failed == (message.Attempts > 0 && message.Succeeded != true))));

    private bool Matches(WebhookDeliveryRow delivery) =>
        (query.Endpoint is null || delivery.EndpointId == query.Endpoint)
        && (query.Failed is null || query.Failed == !delivery.Succeeded)
        && (query.Type is null || TypeOf(delivery) == query.Type);

    private string? TypeOf(WebhookDeliveryRow delivery) => world.WebhookEvents.Find(delivery.EventId)?.Type;

    private static void Write(Utf8JsonWriter writer, PublishedEvent published)
    {
        writer.WriteStartObject();
        writer.WriteString("type", published.Type);
        writer.WriteString("timestamp", Text(published.Timestamp));
        writer.WriteString("organization_id", published.Organization);
        writer.WritePropertyName("data");
        writer.WriteRawValue(published.Data.Span, skipInputValidation: true);
        foreach (var (name, value) in published.Details)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }

    private void Write(Utf8JsonWriter writer, WebhookDeliveryRow delivery)
    {
        writer.WriteStartObject();
        writer.WriteString("event_id", delivery.EventId);
        writer.WriteString("endpoint_id", delivery.EndpointId);
        writer.WriteString("type", TypeOf(delivery));
        writer.WriteString("timestamp", Text(delivery.CreatedAt));
        writer.WriteBoolean("succeeded", delivery.Succeeded);
        if (delivery.HttpCode is { } code)
        {
            writer.WriteNumber("http_code", code);
        }
        else
        {
            writer.WriteNull("http_code");
        }

        writer.WriteString("response", delivery.Response);
        writer.WriteEndObject();
    }

    private static string Text(DateTimeOffset instant) => ((JsonScalar)instant).ToString();
}
