using System.Text.Json.Nodes;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Mail;

/// <summary>E-mails, which nobody gets.</summary>
internal sealed class MailModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Inspect(static () => ResourceKind.Of<EmailRow>(
            "E-mails",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["sent_at"] = row.CreatedAt.UtcDateTime,
                ["organization_id"] = row.OrganizationId,
                ["to"] = row.Draft.To,
                ["kind"] = row.Draft.Kind,
                ["subject"] = row.Draft.Subject,
                ["token"] = row.Draft.Token,
                ["link"] = row.Draft.Link,
            },
            (_, row) => row.Draft.Subject,
            ("To", (_, row) => row.Draft.To),
            ("Kind", (_, row) => row.Draft.Kind)));
}
