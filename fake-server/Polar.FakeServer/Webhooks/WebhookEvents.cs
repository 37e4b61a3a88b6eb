using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What becomes of a published event: its body, and an event row for each endpoint that wants it.</summary>
internal static class WebhookEvents
{
    /// <summary>Writes down what a step published: an event for each endpoint that wants it.</summary>
    /// <param name="world">The world as the step made it.</param>
    /// <param name="transaction">The step.</param>
    /// <returns>The world with those events, and which they are; they are to be sent once that world is the fake's.</returns>
    public static (World World, IReadOnlyList<Guid> Deliveries) Accept(World world, Transaction transaction)
    {
        if (transaction.Events.Count == 0)
        {
            return (world, []);
        }

        var deliveries = new List<Guid>();
        var random = new RandomDraw(world.Random);
        foreach (var published in transaction.Events)
        {
            foreach (var endpoint in world.WebhookEndpoints.Of(published.Organization))
            {
                if (!Wants(endpoint, published) || BodyFor(endpoint, published, world) is not { } payload)
                {
                    continue;
                }

                var row = new WebhookEventRow
                {
                    Id = random.Uuid(),
                    OrganizationId = published.Organization,
                    CreatedAt = published.Timestamp,
                    EndpointId = endpoint.Id,
                    Type = published.Type,
                    ApiVersion = endpoint.Shown.ApiVersion,
                    Payload = payload,
                };
                world = world with { WebhookEvents = world.WebhookEvents.Add(row) };
                deliveries.Add(row.Id);
            }
        }

        return (world with { Random = random.Source }, deliveries);
    }

    /// <summary>The body of an event, for a version of the API.</summary>
    public static string Body(PublishedEvent published, string apiVersion)
    {
        JsonScalar timestamp = published.Timestamp;
        return $"{{\"type\":\"{published.Type}\",\"timestamp\":\"{timestamp}\",\"api_version\":\"{apiVersion}\",\"data\":{published.Data}}}";
    }

    private static bool Wants(WebhookEndpointRow endpoint, PublishedEvent published) =>
        !endpoint.IsDeleted && endpoint.Shown.Enabled && endpoint.Shown.Events.Any(type => type.Value == published.Type);

    /// <summary>The body in the endpoint's format; null where that has none for the event.</summary>
    private static string? BodyFor(WebhookEndpointRow endpoint, PublishedEvent published, World world)
    {
        if (endpoint.Shown.Format == WebhookFormat.Raw)
        {
            return Body(published, endpoint.Shown.ApiVersion);
        }

        return ChatMessage.Of(published, world.Organizations[published.Organization].Shown.Name) is not { } message ? null
            : endpoint.Shown.Format == WebhookFormat.Discord ? ChatBodies.Discord(message)
            : ChatBodies.Slack(message);
    }
}
