using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;

namespace Polar.FakeServer.Customers;

/// <summary>Tokens with which a customer's people use the portal, for one hour.</summary>
internal static class CustomerTokens
{
    private static readonly TimeSpan s_session = TimeSpan.FromHours(1);

    /// <summary>A session that acts for a customer.</summary>
    public static TokenRow OfCustomer(Transaction transaction, Guid organization, Guid customer) => new()
    {
        Token = transaction.Random.Token(TokenPrefixes.OfCustomers),
        Kind = SubjectKind.Customer,
        OrganizationId = organization,
        CustomerId = customer,
        Scopes = TokenScopes.OfSessions,
        ExpiresAt = transaction.Now + s_session,
    };

    /// <summary>A session that acts for a member of a customer.</summary>
    public static TokenRow OfMember(Transaction transaction, MemberRow member) => new()
    {
        Token = transaction.Random.Token(TokenPrefixes.OfMembers),
        Kind = SubjectKind.Member,
        OrganizationId = member.OrganizationId,
        CustomerId = member.CustomerId,
        MemberId = member.Id,
        Scopes = TokenScopes.OfSessions,
        ExpiresAt = transaction.Now + s_session,
    };
}
