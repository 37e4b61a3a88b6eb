using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Webhooks;

/// <summary>What came of an attempt to deliver an event was noted.</summary>
/// <param name="Request">The delivery.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Answer">The endpoint's answer, where one was asked.</param>
internal sealed record DeliveryStep(DeliveryRequest Request, DeliveryOutcome Outcome, WebhookAnswer Answer = default) : RecordedStep
{
    /// <summary>What the world makes of it.</summary>
    public void Note(Transaction transaction)
    {
        switch (Outcome)
        {
            case DeliveryOutcome.Skipped:
                WebhookDeliveryRules.Skip(transaction, Request.EventId);
                break;
            case DeliveryOutcome.Unsent:
                WebhookDeliveryRules.RecordUnsent(transaction, Request.EventId);
                break;
            default:
                WebhookDeliveryRules.Record(transaction, Request, Answer);
                break;
        }
    }
}

/// <summary>What can come of a delivery.</summary>
internal enum DeliveryOutcome
{
    /// <summary>The endpoint was asked.</summary>
    Attempted,

    /// <summary>The endpoint is switched off.</summary>
    Skipped,

    /// <summary>The endpoint is not on this machine.</summary>
    Unsent,
}

/// <summary>An endpoint that is a function was registered.</summary>
/// <param name="Types">The types of events that it wants; none for all.</param>
internal sealed record ReceiverStep(IReadOnlyList<string> Types) : RecordedStep
{
    /// <summary>Registers it.</summary>
    public WebhookEndpointRow Add(Transaction transaction, Guid organization) => WebhookRules.Add(transaction, organization, new WebhookEndpointCreate
    {
        Url = $"http://localhost/{transaction.NewId()}",
        Name = "In the test",
        Format = WebhookFormat.Raw,
        Events = Types.Count == 0 ? WebhookEventType.KnownValues : Types.Select(type => new WebhookEventType(type)).ToValueList(),
    });
}

/// <summary>An endpoint that is a function wants no more.</summary>
/// <param name="Endpoint">The endpoint.</param>
internal sealed record ReceiverEndStep(Guid Endpoint) : RecordedStep;
