using System.Collections.Frozen;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Issues tokens, and tells who a token stands for.</summary>
internal static class Tokens
{
    private static readonly TimeSpan s_session = TimeSpan.FromHours(1);

    private static readonly FrozenSet<string> s_portal = FrozenSet.Create("customer_portal:write");

    /// <summary>Everything that an organization's token may hold.</summary>
    public static FrozenSet<string> OrganizationScopes { get; } = Scope.KnownValues
        .Select(scope => scope.Value)
        .Where(scope => !scope.StartsWith("organization_access_tokens:", StringComparison.Ordinal))
        .ToFrozenSet();

    public static TokenRow OfOrganization(string token, Guid organization) => new()
    {
        Token = token,
        Kind = SubjectKind.Organization,
        OrganizationId = organization,
        Scopes = OrganizationScopes,
    };

    /// <summary>A session that acts for a customer, for one hour.</summary>
    public static TokenRow OfCustomer(Transaction transaction, Guid organization, Guid customer) => new()
    {
        Token = transaction.Random.Token("polar_cst_"),
        Kind = SubjectKind.Customer,
        OrganizationId = organization,
        CustomerId = customer,
        Scopes = s_portal,
        ExpiresAt = transaction.Now + s_session,
    };

    /// <summary>A session that acts for a member of a customer, for one hour.</summary>
    public static TokenRow OfMember(Transaction transaction, MemberRow member) => new()
    {
        Token = transaction.Random.Token("polar_mst_"),
        Kind = SubjectKind.Member,
        OrganizationId = member.OrganizationId,
        CustomerId = member.CustomerId,
        MemberId = member.Id,
        Scopes = s_portal,
        ExpiresAt = transaction.Now + s_session,
    };

    /// <summary>Who a bearer token stands for; null when it is expired, revoked, malformed or unknown.</summary>
    public static Caller? Identify(World world, DateTimeOffset now, string token)
    {
        if (token.StartsWith("polar_crt_", StringComparison.Ordinal))
        {
            return Caller.Anonymous;
        }

        return world.Tokens.TryGetValue(token, out var row) && !(row.ExpiresAt <= now) && MayAuthenticate(world, row)
            ? new Caller(row.Kind, row.OrganizationId, row.CustomerId, row.MemberId, row.UserId, row.Scopes)
            : null;
    }

    private static bool MayAuthenticate(World world, TokenRow row)
    {
        var organization = world.Organizations.Find(row.OrganizationId);
        var customerGone = row.CustomerId is { } customer && world.Customers.Find(customer)?.DeletedAt is not null;
        return organization is { } found && found.Status != OrganizationStatus.Blocked && !customerGone;
    }
}
