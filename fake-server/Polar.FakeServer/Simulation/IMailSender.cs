namespace Polar.FakeServer.Simulation;

/// <summary>Sends e-mails, in the place of the mail service behind Polar.</summary>
/// <remarks>
/// It is called once for each e-mail, right behind the step that sends it, and must not call the fake. Where a data file keeps the world, it is called when
/// that step has been written, before it is answered: a step that could not be written sends nothing, and of one that was written just before the process
/// was killed the e-mail may be left unsent. What it throws is parked as a job that failed; the step stays as it is, and so does the e-mail in
/// <see cref="FakePolar.Emails"/>. A fork uses the same one; going back to a snapshot, a reset, and starting from a data file send nothing again. Replaying
/// a recording sends nothing.
/// </remarks>
public interface IMailSender
{
    /// <summary>Sends an e-mail.</summary>
    /// <param name="email">The e-mail.</param>
    void Send(FakeEmail email);
}
