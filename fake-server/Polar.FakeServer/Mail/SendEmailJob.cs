using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Mail;

/// <summary>Has an e-mail sent: behind the step that it belongs to, which has happened by then.</summary>
internal sealed record SendEmailJob(EmailDraft Draft, DateTimeOffset At) : IJob
{
    public void Run(Transaction transaction) => transaction.Settings.MailSender.Send(Draft.ToEmail(At));
}
