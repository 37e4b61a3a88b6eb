using System.Collections.Frozen;
using Polar.FakeServer.Authentication;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.OAuth2.Tokens;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Control;

/// <summary>Issues tokens of every kind, as a test asks for them.</summary>
internal static class TokenIssuer
{
    /// <summary>Nearly a century: what a clock can show before it and behind.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(3_000_000_000);

    private static readonly TimeSpan s_oauth2 = TimeSpan.FromSeconds(864_000);
    private static readonly TimeSpan s_session = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_userSession = TimeSpan.FromDays(31);
    private static readonly FrozenSet<string> s_portal = FrozenSet.Create("customer_portal:read", "customer_portal:write");

    public static string Issue(Transaction transaction, FakeIdentity identity, FakeToken asked)
    {
        Refuse(asked.Role is { } role && !Enum.IsDefined(role), "There is no such role.");
        Refuse(asked.ExpiresIn?.Duration() > s_longest, "'expires_in' is more seconds than a clock can show.");
        return asked.Kind switch
        {
            FakeTokenKind.Organization => OfOrganization(transaction, identity, asked),
            FakeTokenKind.Personal => OfUser(transaction, identity, asked, TokenPrefixes.Personal, null),
            FakeTokenKind.OAuth2 => OfUser(transaction, identity, asked, TokenPrefixes.OAuth2OfUsers, s_oauth2),
            FakeTokenKind.UserSession => OfUser(transaction, identity, asked, TokenPrefixes.UserSessions, s_userSession),
            FakeTokenKind.CustomerSession => OfCustomer(transaction, asked),
            FakeTokenKind.MemberSession => OfMember(transaction, asked),
            _ => throw new WrongInputException("There is no such kind of token."),
        };
    }

    /// <summary>Takes a token away; false when there is no such token.</summary>
    public static bool Revoke(Transaction transaction, string token)
    {
        var kept = KeptToken.Of(token);
        var tokens = transaction.World.OAuth2Tokens;
        if ((tokens.Find(OAuth2TokenRow.ByAccessToken, kept) ?? tokens.Find(OAuth2TokenRow.ByRefreshToken, kept)) is { IsRevoked: false } issued)
        {
            TokenGrant.Revoke(transaction, issued);
            return true;
        }

        if (transaction.World.Tokens.Find(TokenRow.IdOf(kept)) is not { } row)
        {
            return false;
        }

        transaction.Remove(row);
        return true;
    }

    private static string OfOrganization(Transaction transaction, FakeIdentity identity, FakeToken asked)
    {
        Refuse(asked.UserId is not null || asked.Role is not null, "An organization's token has no user.");
        Refuse(asked.CustomerId is not null || asked.MemberId is not null, "An organization's token has no customer.");
        var token = transaction.Random.Token(TokenPrefixes.OfOrganizations);
        var row = TokenRow.OfOrganization(token, Organization(transaction, asked) ?? identity.Organization);
        return Saved(transaction, token, row, asked, TokenScopes.OfOrganizations, null);
    }

    private static string OfUser(Transaction transaction, FakeIdentity identity, FakeToken asked, string prefix, TimeSpan? lifetime)
    {
        Refuse(asked.CustomerId is not null || asked.MemberId is not null, "A user's token has no customer.");
        var organization = Organization(transaction, asked);
        var id = asked.UserId ?? identity.OrganizationProvisioning;
        var user = transaction.World.Users.Find(id);
        if (asked.Role is { } role)
        {
            user ??= new UserRow(id, $"{id}@users.example");
            user = user.With(organization ?? identity.Organization, Enum.Parse<OrganizationRole>(role.ToString()));
            transaction.Save(user);
        }

        Refuse(user is null, $"There is no user {id}; with a 'role' there will be.");
        var token = transaction.Random.Token(prefix);
        return Saved(transaction, token, TokenRow.OfUser(token, id) with { OrganizationId = organization }, asked, TokenScopes.OfUsers, lifetime);
    }

    private static string OfCustomer(Transaction transaction, FakeToken asked)
    {
        Refuse(asked.UserId is not null || asked.Role is not null || asked.MemberId is not null, "A customer's session has a customer and nobody else.");
        var customer = Customer(transaction, asked);
        Refuse(customer is null, "'customer_id' is missing: a session is somebody's.");
        var session = CustomerTokens.OfCustomer(transaction, customer!.OrganizationId, customer.Id);
        return Saved(transaction, session.Text, session.Row, asked, s_portal, s_session);
    }

    private static string OfMember(Transaction transaction, FakeToken asked)
    {
        Refuse(asked.UserId is not null || asked.Role is not null, "A member's session has no user.");
        Refuse(asked.CustomerId is null && asked.MemberId is null, "'member_id' or 'customer_id' is missing: a session is somebody's.");
        var customer = Customer(transaction, asked);
        var member = asked.MemberId is { } id
            ? transaction.World.Members.Find(id)
            : CustomerRules.Owner(transaction.World, customer!);
        Refuse(member is not { IsDeleted: false }, asked.MemberId is { } unknown ? $"There is no member {unknown}." : "The customer has no owner.");
        Refuse(customer is not null && member!.CustomerId != customer.Id, "The member is another customer's.");
        var session = CustomerTokens.OfMember(transaction, member!);
        return Saved(transaction, session.Text, session.Row, asked, s_portal, s_session);
    }

    /// <summary>Keeps a token with the limits that were asked for, and gives it as its holder gets it.</summary>
    private static string Saved(Transaction transaction, string token, TokenRow row, FakeToken asked, FrozenSet<string> most, TimeSpan? lifetime)
    {
        var strange = asked.Scopes?.FirstOrDefault(scope => !most.Contains(scope));
        Refuse(strange is not null, $"A token of this kind cannot hold the scope '{strange}'.");
        transaction.Save(row with
        {
            Scopes = asked.Scopes?.ToFrozenSet() ?? row.Scopes,
            ExpiresAt = transaction.Now + (asked.ExpiresIn ?? lifetime),
        });
        return token;
    }

    private static Guid? Organization(Transaction transaction, FakeToken asked)
    {
        Refuse(
            asked.OrganizationId is { } id && transaction.World.Organizations.Find(id) is null,
            $"There is no organization {asked.OrganizationId}.");
        return asked.OrganizationId;
    }

    private static CustomerRow? Customer(Transaction transaction, FakeToken asked)
    {
        var customer = asked.CustomerId is { } id ? transaction.World.Customers.Find(id) : null;
        Refuse(asked.CustomerId is not null && customer is not { DeletedAt: null }, $"There is no customer {asked.CustomerId}.");
        var organization = Organization(transaction, asked);
        Refuse(customer is not null && organization is not null && customer.OrganizationId != organization, "The customer is another organization's.");
        return customer;
    }

    private static void Refuse(bool wrong, string sentence)
    {
        if (wrong)
        {
            throw new WrongInputException(sentence);
        }
    }
}
