using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Authentication;

/// <summary>Tokens that people manage in Polar's dashboard.</summary>
internal sealed class AuthenticationModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module.Inspect(static () => ResourceKind.Of<TokenRow>(
            "Tokens",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["created_at"] = row.CreatedAt.UtcDateTime,
                ["kind"] = row.Kind.ToString(),
                ["token"] = Beginning(row.Token),
                ["organization_id"] = row.OrganizationId,
                ["user_id"] = row.UserId,
                ["customer_id"] = row.CustomerId,
                ["member_id"] = row.MemberId,
                ["client_id"] = row.ClientId,
                ["scopes"] = new JsonArray([.. row.Scopes.Order(StringComparer.Ordinal).Select(scope => (JsonNode?)scope)]),
                ["expires_at"] = row.ExpiresAt?.UtcDateTime,
                ["return_url"] = row.ReturnUrl,
            },
            (_, row) => Beginning(row.Token),
            ("Kind", (_, row) => row.Kind.ToString()),
            ("Whose", (world, row) => WhoseIs(world, row))));
        foreach (var route in TokenRoutes.All)
        {
            module.Route(route);
        }
    }

    /// <summary>What a token begins with, which is all that people see of it.</summary>
    private static string Beginning(string token) =>
        $"{Array.Find(TokenPrefixes.All, prefix => token.StartsWith(prefix, StringComparison.Ordinal))}***";

    private static string? WhoseIs(World world, TokenRow row) =>
        CustomerLabel.Of(world, row.CustomerId)
        ?? (row.UserId is { } user ? world.Users.Find(user)?.Email : null)
        ?? (row.OrganizationId is { } organization ? world.Organizations.Find(organization)?.Resource.Name : null);
}
