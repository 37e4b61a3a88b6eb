using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Mail;

/// <summary>The e-mails of a world: what was sent, or would have been, is kept.</summary>
internal static class SentEmails
{
    /// <summary>How many are kept; beyond that the oldest one is forgotten.</summary>
    public const int MostKept = 10_000;

    extension(World world)
    {
        public Table<EmailRow> Emails => world.Table<EmailRow>();
    }

    extension(Transaction transaction)
    {
        /// <summary>Sends an e-mail as part of the step: one that is undone has sent none. History sends none either.</summary>
        public void SendEmail(EmailDraft draft)
        {
            if (!transaction.IsSilent)
            {
                transaction.Save(new EmailRow(transaction.NewId(), transaction.Now, draft));
                transaction.Enqueue(new SendEmailJob(draft, transaction.Now));
                if (transaction.World.Emails.Count > MostKept)
                {
                    transaction.Remove(transaction.World.Emails.First!);
                }
            }
        }
    }
}
