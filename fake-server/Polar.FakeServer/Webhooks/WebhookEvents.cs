using System.Text;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Webhooks;

/// <summary>What becomes of a published event: its body, and a message for each endpoint that wants it.</summary>
internal static class WebhookEvents
{
    /// <summary>Adds a message for each endpoint that wants an event, to be sent once the step's world is the fake's.</summary>
    public static void Accept(Transaction transaction, PublishedEvent published)
    {
        foreach (var endpoint in transaction.World.WebhookEndpoints.Of(published.Organization))
        {
            if (!Wants(endpoint, published) || BodyFor(endpoint, published, transaction.World) is not { } payload)
            {
                continue;
            }

            PayloadArchiveJob.Ensure(transaction, published.Timestamp);
            var message = transaction.Save(new WebhookMessage
            {
                Id = transaction.NewId(),
                OrganizationId = published.Organization,
                CreatedAt = published.Timestamp,
                EndpointId = endpoint.Id,
                Type = published.Type,
                ApiVersion = endpoint.Resource.ApiVersion,
                Payload = payload,
            });
            published.Add(message.Id);
            transaction.Deliver(message.Id, isRedelivery: false);
        }
    }

    /// <summary>The body of an event, for a version of the API.</summary>
    public static byte[] Body(PublishedEvent published, string apiVersion)
    {
        JsonScalar timestamp = published.Timestamp;
        var head = $"{{\"type\":\"{published.Type}\",\"timestamp\":\"{timestamp}\",\"api_version\":\"{apiVersion}\",\"data\":";
        return [.. Encoding.UTF8.GetBytes(head), .. published.Data.Span, (byte)'}'];
    }

    private static bool Wants(WebhookEndpointRow endpoint, PublishedEvent published) =>
        !endpoint.IsDeleted && endpoint.Resource.Enabled && endpoint.Resource.Events.Any(type => type.Value == published.Type);

    /// <summary>The body in the endpoint's format; null where that has none for the event.</summary>
    private static byte[]? BodyFor(WebhookEndpointRow endpoint, PublishedEvent published, World world)
    {
        if (endpoint.Resource.Format == WebhookFormat.Raw)
        {
            return Body(published, endpoint.Resource.ApiVersion);
        }

        return ChatMessage.Of(published, world.Organizations[published.Organization].Resource.Name) is not { } message ? null
            : Encoding.UTF8.GetBytes(endpoint.Resource.Format == WebhookFormat.Discord ? ChatBodies.Discord(message) : ChatBodies.Slack(message));
    }
}
