using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Mail;

/// <summary>Has an e-mail sent: behind the step that it belongs to, and once that one is kept.</summary>
internal sealed record SendEmailJob(EmailDraft Draft, DateTimeOffset At) : IJob
{
    public void Run(Transaction transaction)
    {
        var (sender, email) = (transaction.Settings.MailSender, Draft.ToEmail(At));
        transaction.CallOutside(new OutsideCall(nameof(SendEmailJob), () => sender.Send(email)));
    }
}
