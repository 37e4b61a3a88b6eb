using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Webhooks;

/// <summary>At midnight the bodies of messages go that are older than they are kept.</summary>
/// <param name="From">The place of the first message that still has its body.</param>
internal sealed record PayloadArchiveJob(long From) : IJob
{
    private const string Name = "archive-payloads";

    public string Key => Name;

    /// <summary>Has the body of a message that is about to be added go in its time.</summary>
    public static void Ensure(Transaction transaction, DateTimeOffset createdAt)
    {
        if (transaction.World.Jobs.Find(Name) is null)
        {
            transaction.Schedule(WebhookMessage.ArchivedAt(createdAt), new PayloadArchiveJob(transaction.World.WebhookEvents.NextPlace));
        }
    }

    public void Run(Transaction transaction)
    {
        for (var place = From; place < transaction.World.WebhookEvents.NextPlace; place++)
        {
            if (transaction.World.WebhookEvents.FindAt(place) is not { } message)
            {
                continue;
            }

            if (!message.IsArchived(transaction.Now))
            {
                transaction.Schedule(WebhookMessage.ArchivedAt(message.CreatedAt), new PayloadArchiveJob(place));
                return;
            }

            transaction.Save(message with { Payload = default });
        }
    }
}
