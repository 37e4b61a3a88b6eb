using System.Collections.Immutable;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Authentication;

/// <summary>Tells who a bearer token stands for.</summary>
internal static class Authenticator
{
    /// <summary>Who a bearer token stands for; null when it is expired, revoked, malformed or unknown.</summary>
    /// <param name="world">The world.</param>
    /// <param name="now">The virtual time.</param>
    /// <param name="token">The token.</param>
    /// <param name="organization">The organization that the request narrows a user's token to, if it does.</param>
    public static Caller? Identify(World world, DateTimeOffset now, string token, string? organization = null)
    {
        if (token.StartsWith("polar_crt_", StringComparison.Ordinal))
        {
            return Caller.Anonymous;
        }

        return world.Tokens.Find(TokenRow.ByToken, token) is { } row && !(row.ExpiresAt <= now)
            ? row.Kind switch
            {
                SubjectKind.User => OfUser(world, row, organization),
                SubjectKind.Organization => OfOrganization(world, row),
                _ => OfSession(world, row),
            }
            : null;
    }

    private static bool MayAuthenticate(World world, Guid? organization) =>
        organization is { } id && world.Organizations.Find(id) is { MayAuthenticate: true };

    private static Caller? OfOrganization(World world, TokenRow row) => MayAuthenticate(world, row.OrganizationId)
        ? Caller.OfOrganization(row.OrganizationId!.Value) with { Scopes = row.Scopes }
        : null;

    private static Caller? OfSession(World world, TokenRow row)
    {
        var member = row.MemberId is { } id ? world.Members.Find(id) : null;
        var gone = row.CustomerId is not { } customer
            || world.Customers.Find(customer) is not { DeletedAt: null }
            || (row.MemberId is not null && member is null);

        // Customers of an organization that is blocked still get to what they have.
        return gone
            ? null
            : new Caller
            {
                Kind = row.Kind,
                Scopes = row.Scopes,
                Memberships = [new Membership(row.OrganizationId!.Value, null)],
                Customer = row.CustomerId,
                Member = row.MemberId,
                MemberRole = member?.Resource.Role,
            };
    }

    private static Caller? OfUser(World world, TokenRow row, string? organization)
    {
        if (row.UserId is not { } id || world.Users.Find(id) is not { } user)
        {
            return null;
        }

        // An organization that enforces single sign-on is out of reach for OAuth2 tokens that were not made for it.
        var narrowed = row.OrganizationId is not null || organization is not null;
        var isOfOAuth2 = row.Token.StartsWith(TokenPrefixes.OAuth2OfUsers, StringComparison.Ordinal);
        var enforced = row.OrganizationId is null && isOfOAuth2;
        var memberships = user.Roles
            .Where(role => MayAuthenticate(world, role.Key))
            .Where(role => row.OrganizationId is not { } only || role.Key == only)
            .Where(role => organization is null || (Guid.TryParse(organization, out var asked) && role.Key == asked))
            .Where(role => !enforced || !world.Organizations[role.Key].Resource.SsoEnforced)
            .Select(role => new Membership(role.Key, role.Value))
            .ToImmutableArray();
        return new Caller
        {
            Kind = SubjectKind.User,
            Scopes = row.Scopes,
            Memberships = memberships,
            IsNarrowed = narrowed,
            User = id,
            HasOAuth2Token = isOfOAuth2,
        };
    }
}
