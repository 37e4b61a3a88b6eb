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

        // A session is a cookie's; as a bearer it is as good as unknown.
        return !token.StartsWith(TokenPrefixes.UserSessions, StringComparison.Ordinal)
            && world.Tokens.Find(TokenRow.ByToken, KeptToken.Of(token)) is { } row
            && !(row.ExpiresAt <= now)
            ? row.Kind switch
            {
                SubjectKind.User => OfUser(world, row, organization),
                SubjectKind.Organization => OfOrganization(world, row),
                _ => OfSession(world, row),
            }
            : null;
    }

    /// <summary>Who is signed in with a session of a browser's; nobody in particular when it has ended, or is none.</summary>
    public static Caller IdentifySession(World world, DateTimeOffset now, string session) =>
        session.StartsWith(TokenPrefixes.UserSessions, StringComparison.Ordinal)
        && world.Tokens.Find(TokenRow.ByToken, KeptToken.Of(session)) is { } row
        && !(row.ExpiresAt <= now)
            ? OfUser(world, row, null) ?? Caller.Anonymous
            : Caller.Anonymous;

    /// <summary>A user who is signed in; nobody in particular where there is no such user.</summary>
    public static Caller SignedIn(World world, Guid user) =>
        OfUser(world, TokenRow.OfUser(TokenPrefixes.UserSessions, user), null) ?? Caller.Anonymous;

    private static bool MayAuthenticate(World world, Guid? organization) =>
        organization is { } id && world.Organizations.Find(id) is { MayAuthenticate: true };

    private static Caller? OfOrganization(World world, TokenRow row) => MayAuthenticate(world, row.OrganizationId)
        ? Caller.OfOrganization(row.OrganizationId!.Value) with
        {
            Scopes = row.Scopes,
            HasOAuth2Token = row.Token.StartsWith(TokenPrefixes.OAuth2OfOrganizations, StringComparison.Ordinal),
            Client = row.ClientId,
        }
        : null;

    private static Caller? OfSession(World world, TokenRow row)
    {
        var member = row.MemberId is { } id ? world.Members.Find(id) : null;
        var gone = row.CustomerId is not { } customer
            || world.Customers.Find(customer) is not { DeletedAt: null }
            || (row.MemberId is not null && member is not { IsDeleted: false });

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
                Session = new PortalSession(row.ExpiresAt ?? DateTimeOffset.MaxValue, row.ReturnUrl),
            };
    }

    private static Caller? OfUser(World world, TokenRow row, string? organization)
    {
        if (row.UserId is not { } id || world.Users.Find(id) is not { } user)
        {
            return null;
        }

        // An organization that enforces single sign-on is out of reach for OAuth2 tokens and sessions that were not made for it.
        var only = row.OrganizationId is { } one ? [one] : row.OrganizationIds;
        var narrowed = only.Length > 0 || organization is not null;
        var isOfOAuth2 = row.Token.StartsWith(TokenPrefixes.OAuth2OfUsers, StringComparison.Ordinal);
        var isSession = row.Token.StartsWith(TokenPrefixes.UserSessions, StringComparison.Ordinal);
        var enforced = only.Length == 0 && (isOfOAuth2 || isSession);
        var memberships = user.Roles
            .Where(role => MayAuthenticate(world, role.Key))
            .Where(role => only.Length == 0 || only.Contains(role.Key))
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
            Client = row.ClientId,
            HasSession = isSession,
        };
    }
}
