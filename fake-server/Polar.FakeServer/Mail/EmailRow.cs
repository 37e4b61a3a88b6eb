using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Mail;

/// <summary>An e-mail that the real service would have sent.</summary>
internal sealed record EmailRow(Guid Id, DateTimeOffset CreatedAt, EmailDraft Draft) : IRow<EmailRow>
{
    /// <inheritdoc/>
    public static TableDefinition<EmailRow> Table { get; } = new("emails");

    public Guid OrganizationId => Draft.OrganizationId;
}
