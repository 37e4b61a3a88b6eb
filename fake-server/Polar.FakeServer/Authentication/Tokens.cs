using System.Collections.Frozen;
using System.Collections.Immutable;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Authentication;

/// <summary>Issues tokens, and tells who a token stands for.</summary>
internal static class Tokens
{
    public const string OfOrganizations = "polar_oat_";
    public const string Personal = "polar_pat_";
    public const string OAuth2OfUsers = "polar_at_u_";
    public const string OfCustomers = "polar_cst_";
    public const string OfMembers = "polar_mst_";

    private static readonly TimeSpan s_session = TimeSpan.FromHours(1);

    private static readonly FrozenSet<string> s_portal = FrozenSet.Create("customer_portal:write");

    /// <summary>Everything that a user's token may hold.</summary>
    public static FrozenSet<string> UserScopes { get; } = Scope.KnownValues.Select(scope => scope.Value).ToFrozenSet();

    /// <summary>Everything that an organization's token may hold.</summary>
    public static FrozenSet<string> OrganizationScopes { get; } = UserScopes
        .Where(scope => !scope.StartsWith("organization_access_tokens:", StringComparison.Ordinal))
        .ToFrozenSet();

    public static TokenRow OfOrganization(string token, Guid organization) => new()
    {
        Token = token,
        Kind = SubjectKind.Organization,
        OrganizationId = organization,
        Scopes = OrganizationScopes,
    };

    /// <summary>A user's token, personal or OAuth2 as its prefix says.</summary>
    public static TokenRow OfUser(string token, Guid user) => new()
    {
        Token = token,
        Kind = SubjectKind.User,
        UserId = user,
        Scopes = UserScopes,
    };

    /// <summary>A session that acts for a customer, for one hour.</summary>
    public static TokenRow OfCustomer(Transaction transaction, Guid organization, Guid customer) => new()
    {
        Token = transaction.Random.Token(OfCustomers),
        Kind = SubjectKind.Customer,
        OrganizationId = organization,
        CustomerId = customer,
        Scopes = s_portal,
        ExpiresAt = transaction.Now + s_session,
    };

    /// <summary>A session that acts for a member of a customer, for one hour.</summary>
    public static TokenRow OfMember(Transaction transaction, MemberRow member) => new()
    {
        Token = transaction.Random.Token(OfMembers),
        Kind = SubjectKind.Member,
        OrganizationId = member.OrganizationId,
        CustomerId = member.CustomerId,
        MemberId = member.Id,
        Scopes = s_portal,
        ExpiresAt = transaction.Now + s_session,
    };

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
        var isOfOAuth2 = row.Token.StartsWith(OAuth2OfUsers, StringComparison.Ordinal);
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
