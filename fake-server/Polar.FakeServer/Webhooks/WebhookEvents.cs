using System.Text;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Webhooks;

/// <summary>What becomes of a published event: its body, and a message for each endpoint that wants it.</summary>
internal static class WebhookEvents
{
    /// <summary>Adds a message for each endpoint that wants an event, to be sent once the step's world is the fake's.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="published">The event.</param>
    /// <param name="faults">What goes wrong with it on its way.</param>
    public static void Accept(Transaction transaction, PublishedEvent published, WebhookFaultRules faults)
    {
        if (transaction.World.WebhookEndpoints.Count == 0)
        {
            return;
        }

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
            if (transaction.World.WebhookEvents.Count > WebhookDeliveryRules.MostKept)
            {
                transaction.Remove(transaction.World.WebhookEvents.First!);
            }

            published.Add(message.Id);
            Send(transaction, message, faults.IsEmpty ? null : faults.Take(message.Type, endpoint.Id, ofAttempts: false));
        }
    }

    /// <summary>Has a message delivered: at once, or as the fault that befalls it has it. What was held back for it comes right behind it.</summary>
    private static void Send(Transaction transaction, WebhookMessage message, FakeWebhookFault? fault)
    {
        var held = transaction.World.Jobs.Find(HeldDeliveryJob.KeyOf(message.EndpointId));
        switch (fault?.Kind)
        {
            case FakeWebhookFaultKind.Skip:
                transaction.Save(message with { Skipped = true });
                return;
            case FakeWebhookFaultKind.Reorder when held is null:
                transaction.Schedule(transaction.Now + HeldDeliveryJob.Longest, new HeldDeliveryJob(message.Id, message.EndpointId));
                return;
            case FakeWebhookFaultKind.Delay:
                transaction.Schedule(transaction.Now + fault.Delay, new WebhookRetryJob(new DeliveryRequest(message.Id, message.EndpointId, IsRedelivery: false)));
                return;
            default:
                transaction.Deliver(message.Id, isRedelivery: false);
                break;
        }

        if (fault?.Kind == FakeWebhookFaultKind.Duplicate)
        {
            transaction.Deliver(message.Id, isRedelivery: true);
        }

        if (held is not null)
        {
            transaction.Enqueue(held);
        }
    }

    private static bool Wants(WebhookEndpointRow endpoint, PublishedEvent published) =>
        !endpoint.IsDeleted && endpoint.Resource.Enabled && endpoint.Resource.Events.Any(type => type.Value == published.Type);

    /// <summary>The body in the endpoint's format; null where that has none for the event.</summary>
    private static ReadOnlyMemory<byte>? BodyFor(WebhookEndpointRow endpoint, PublishedEvent published, World world)
    {
        if (endpoint.Resource.Format == WebhookFormat.Raw)
        {
            return published.Body(endpoint.Resource.ApiVersion);
        }

        return ChatMessage.Of(published, world.Organizations[published.Organization].Resource.Name) is { } message
            ? Encoding.UTF8.GetBytes(endpoint.Resource.Format == WebhookFormat.Discord ? ChatBodies.Discord(message) : ChatBodies.Slack(message))
            : (ReadOnlyMemory<byte>?)null;
    }
}
