using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Webhooks;

/// <summary>What was on its way to endpoints when the process ended that the world is of.</summary>
internal static class PendingDeliveries
{
    /// <summary>Has all delivered that would have been: no attempt has come to an end, and no job waits to make one.</summary>
    /// <returns>How many messages.</returns>
    public static int Resume(Transaction transaction)
    {
        var waiting = transaction.World.Jobs.All.Select(queued => queued.Job switch
        {
            WebhookRetryJob retry => retry.Errand.EventId,
            HeldDeliveryJob held => held.EventId,
            _ => default,
        }).ToHashSet();
        var count = 0;
        foreach (var message in transaction.World.WebhookEvents.All)
        {
            var isWaited = !message.Skipped && message.Succeeded is null && !message.IsArchived(transaction.Now) && !waiting.Contains(message.Id);
            if (isWaited || message.IsAskedAgain)
            {
                transaction.Deliver(message.Id, message.IsAskedAgain);
                count++;
            }
        }

        return count;
    }
}
