using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;

namespace Polar.FakeServer.Customers;

/// <summary>Tokens with which a customer's people use the portal, for one hour.</summary>
internal static class CustomerTokens
{
    private static readonly TimeSpan s_session = TimeSpan.FromHours(1);

    /// <summary>A session that acts for a customer.</summary>
    public static SessionToken OfCustomer(Transaction transaction, Guid organization, Guid customer)
    {
        var token = transaction.Random.Token(TokenPrefixes.OfCustomers);
        return new SessionToken(token, new TokenRow
        {
            Token = KeptToken.Of(token),
            Kind = SubjectKind.Customer,
            OrganizationId = organization,
            CustomerId = customer,
            Scopes = TokenScopes.OfSessions,
            ExpiresAt = transaction.Now + s_session,
        });
    }

    /// <summary>A session that acts for a member of a customer.</summary>
    public static SessionToken OfMember(Transaction transaction, MemberRow member)
    {
        var token = transaction.Random.Token(TokenPrefixes.OfMembers);
        return new SessionToken(token, new TokenRow
        {
            Token = KeptToken.Of(token),
            Kind = SubjectKind.Member,
            OrganizationId = member.OrganizationId,
            CustomerId = member.CustomerId,
            MemberId = member.Id,
            Scopes = TokenScopes.OfSessions,
            ExpiresAt = transaction.Now + s_session,
        });
    }
}

/// <summary>The token of a session as its holder gets it, once.</summary>
/// <param name="Text">The token.</param>
/// <param name="Row">What is to be kept of it.</param>
internal sealed record SessionToken(string Text, TokenRow Row)
{
    /// <summary>Begins the session.</summary>
    /// <returns>The token.</returns>
    public string Begin(Transaction transaction)
    {
        transaction.Save(Row);
        return Text;
    }

    /// <summary>The session without its secret.</summary>
    public override string ToString() => $"{nameof(SessionToken)} {{ {Row.Kind}, ExpiresAt = {Row.ExpiresAt:O} }}";
}
