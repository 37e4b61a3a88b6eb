using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Portal.Accounts;
using Polar.FakeServer.Portal.EmailChanges;
using Polar.FakeServer.Portal.SignIn;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Portal;

/// <summary>What people see of the portal when they look into a world. Codes and tokens stand in the e-mails that they were sent with.</summary>
internal static class PortalKinds
{
    public static ResourceKind SessionCodes() => ResourceKind.Of<SessionCodeRow>(
        "Sign-in codes",
        row => new JsonObject
        {
            ["id"] = row.Id,
            ["created_at"] = row.CreatedAt.UtcDateTime,
            ["organization_id"] = row.OrganizationId,
            ["customer_id"] = row.CustomerId,
            ["email"] = row.Email,
            ["expires_at"] = row.ExpiresAt.UtcDateTime,
        },
        (_, row) => row.Email);

    public static ResourceKind EmailChanges() => ResourceKind.Of<EmailChangeRow>(
        "E-mail changes",
        row => new JsonObject
        {
            ["id"] = row.Id,
            ["created_at"] = row.CreatedAt.UtcDateTime,
            ["organization_id"] = row.OrganizationId,
            ["customer_id"] = row.CustomerId,
            ["email"] = row.Email,
            ["expires_at"] = row.ExpiresAt.UtcDateTime,
        },
        (_, row) => row.Email,
        ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId)));

    public static ResourceKind AccountRequests() => ResourceKind.Of<AccountRequestRow>(
        "Account requests",
        row => new JsonObject
        {
            ["id"] = row.Id,
            ["created_at"] = row.CreatedAt.UtcDateTime,
            ["organization_id"] = row.OrganizationId,
            ["customer_id"] = row.CustomerId,
            ["member_id"] = row.MemberId,
            ["service"] = row.Service.ToString(),
            ["return_to"] = row.ReturnTo,
        },
        (world, row) => CustomerLabel.Of(world, row.CustomerId),
        ("Service", (_, row) => row.Service.ToString()));
}
