namespace Polar.FakeServer.Simulation;

/// <summary>Sends e-mails, in the place of the mail service behind Polar.</summary>
/// <remarks>
/// It is called once for each e-mail, in a job of its own right behind the step that sends it, and must not call the fake. What it throws parks that job,
/// as any job that fails; the step stays as it is, and so does the e-mail in <see cref="FakePolar.Emails"/>. A fork uses the same one; going back to a snapshot,
/// a reset, and starting from a data file send nothing again. Replaying a recording sends nothing.
/// </remarks>
public interface IMailSender
{
    /// <summary>Sends an e-mail.</summary>
    /// <param name="email">The e-mail.</param>
    void Send(FakeEmail email);
}
