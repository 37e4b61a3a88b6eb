using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Webhooks;

/// <summary>What becomes of a published event: its body, and an event row for each endpoint that wants it.</summary>
internal static class WebhookEvents
{
    /// <summary>Adds an event for each endpoint that wants something of what a step published.</summary>
    /// <param name="transaction">The step.</param>
    /// <returns>Which they are; they are to be sent once the step's world is the fake's.</returns>
    public static IReadOnlyList<Guid> Accept(Transaction transaction)
    {
        var deliveries = new List<Guid>();
        foreach (var published in transaction.Events)
        {
            foreach (var endpoint in transaction.World.WebhookEndpoints.Of(published.Organization))
            {
                if (!Wants(endpoint, published) || BodyFor(endpoint, published, transaction.World) is not { } payload)
                {
                    continue;
                }

                var row = transaction.Save(new WebhookMessage
                {
                    Id = transaction.NewId(),
                    OrganizationId = published.Organization,
                    CreatedAt = published.Timestamp,
                    EndpointId = endpoint.Id,
                    Type = published.Type,
                    ApiVersion = endpoint.Resource.ApiVersion,
                    Payload = payload,
                });
                deliveries.Add(row.Id);
            }
        }

        return deliveries;
    }

    /// <summary>The body of an event, for a version of the API.</summary>
    public static string Body(PublishedEvent published, string apiVersion)
    {
        JsonScalar timestamp = published.Timestamp;
        return $"{{\"type\":\"{published.Type}\",\"timestamp\":\"{timestamp}\",\"api_version\":\"{apiVersion}\",\"data\":{published.Data}}}";
    }

    private static bool Wants(WebhookEndpointRow endpoint, PublishedEvent published) =>
        !endpoint.IsDeleted && endpoint.Resource.Enabled && endpoint.Resource.Events.Any(type => type.Value == published.Type);

    /// <summary>The body in the endpoint's format; null where that has none for the event.</summary>
    private static string? BodyFor(WebhookEndpointRow endpoint, PublishedEvent published, World world)
    {
        if (endpoint.Resource.Format == WebhookFormat.Raw)
        {
            return Body(published, endpoint.Resource.ApiVersion);
        }

        return ChatMessage.Of(published, world.Organizations[published.Organization].Resource.Name) is not { } message ? null
            : endpoint.Resource.Format == WebhookFormat.Discord ? ChatBodies.Discord(message)
            : ChatBodies.Slack(message);
    }
}
