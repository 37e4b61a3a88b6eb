using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Mail;

/// <summary>The e-mails of a world: nothing leaves the machine, what would have been sent is kept.</summary>
internal static class SentEmails
{
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
            }
        }
    }
}
