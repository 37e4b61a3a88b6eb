using Polar.FakeServer.Execution;
using Polar.FakeServer.Mail;

namespace Polar.FakeServer;

/// <summary>
/// The e-mails that the real service would have sent: seat invitations, sign-in codes. The fake sends none, unless
/// <see cref="FakePolarOptions.MailSender"/> does.
/// </summary>
public sealed class FakeEmails
{
    private readonly Engine _engine;

    internal FakeEmails(Engine engine) => _engine = engine;

    /// <summary>All of them, the newest last; of very many the latest 10,000.</summary>
    public IReadOnlyList<FakeEmail> All => [.. _engine.World.Emails.All.Select(ToPublic)];

    /// <summary>Those to one address, the newest last.</summary>
    /// <param name="address">The address; upper and lower case make no difference.</param>
    /// <returns>The e-mails.</returns>
    public IReadOnlyList<FakeEmail> To(string address) =>
        [.. All.Where(email => email.To.Equals(address, StringComparison.OrdinalIgnoreCase))];

    /// <summary>The newest e-mail to an address.</summary>
    /// <param name="address">The address; upper and lower case make no difference.</param>
    /// <param name="kind">What it is about; anything where this is null.</param>
    /// <returns>The e-mail.</returns>
    /// <exception cref="InvalidOperationException">There is none; the message says what was sent instead.</exception>
    public FakeEmail Last(string address, string? kind = null)
    {
        var all = All;
        return all.LastOrDefault(email => email.To.Equals(address, StringComparison.OrdinalIgnoreCase) && (kind is null || email.Kind == kind))
            ?? throw new InvalidOperationException(
                $"No {kind ?? "e-mail"} went to {address}. "
                + (all.Count == 0 ? "No e-mail was sent at all." : $"These were sent:\n  {string.Join("\n  ", all)}"));
    }

    private static FakeEmail ToPublic(EmailRow row) => row.Draft.ToEmail(row.CreatedAt);
}
