using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Mail;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal.SignIn;

/// <summary>How people get into the portal: a code goes to their address, and whoever has it has a session.</summary>
internal static class PortalSignIn
{
    private const int CodeLength = 6;
    private const string CodeLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(30);

    private static readonly Failure s_invalid =
        new(401, "CustomerSessionCodeInvalidOrExpired", "This customer session code is invalid or has expired.");

    /// <summary>Sends a code; whom nobody knows is told the same, and gets none.</summary>
    /// <returns>The customers to choose among, where the address is that of several and none was chosen.</returns>
    public static IReadOnlyList<CustomerRow> Request(Transaction transaction, string email, Guid organizationId, Guid? chosen)
    {
        if (transaction.World.Organizations.Find(organizationId) is not { MayAuthenticate: true, Resource: var organization })
        {
            return [];
        }

        if (organization.FeatureSettings?.MemberModelEnabled != true)
        {
            if (CustomerRules.ByEmail(transaction.World, organization.Id, email) is { } known)
            {
                Send(transaction, organization, known, email);
            }

            return [];
        }

        var members = Members(transaction, organization.Id, email);
        if (chosen is null && members.Count > 1)
        {
            return [.. members.Select(member => transaction.World.Customers[member.CustomerId])];
        }

        if (members.FirstOrDefault(member => chosen is null || member.CustomerId == chosen) is { } found)
        {
            Send(transaction, organization, transaction.World.Customers[found.CustomerId], found.Resource.Email);
        }

        return [];
    }

    /// <summary>Takes a code for the token of a new session.</summary>
    public static Outcome<string> Authenticate(Transaction transaction, string code)
    {
        var world = transaction.World;
        if (world.SessionCodes.Find(SessionCodeRow.ByCode, code) is not { } row
            || row.ExpiresAt <= transaction.Now
            || world.Customers[row.CustomerId] is not { DeletedAt: null } customer)
        {
            return s_invalid;
        }

        var hasMembers = world.Organizations[row.OrganizationId].Resource.FeatureSettings?.MemberModelEnabled == true;
        var member = hasMembers
            ? world.Members.Of(row.OrganizationId, MemberRow.ByEmail, row.Email).FirstOrDefault(found => found.CustomerId == customer.Id)
            : null;
        if (hasMembers && member is null)
        {
            return s_invalid;
        }

        transaction.Remove(row);
        if (string.Equals(customer.Email, row.Email, StringComparison.OrdinalIgnoreCase))
        {
            // Whoever reads the customer's mail has shown that the address is right.
            CustomerRules.Change(
                transaction,
                customer,
                CustomerRules.WithEmail(customer.Resource, customer.Email!, isVerified: true),
                touched: !customer.Resource.EmailVerified);
        }

        var session = member is not null
            ? CustomerTokens.OfMember(transaction, member)
            : CustomerTokens.OfCustomer(transaction, customer.OrganizationId, customer.Id);
        return session.Begin(transaction);
    }

    /// <summary>The members with an address; where it is a customer's own, its owner, whom one from before there were members gets now.</summary>
    private static IReadOnlyList<MemberRow> Members(Transaction transaction, Guid organization, string email)
    {
        var members = transaction.World.Members.Of(organization, MemberRow.ByEmail, email);
        return members.Count == 0 && CustomerRules.ByEmail(transaction.World, organization, email) is { } customer
            ? [CustomerRules.Owner(transaction.World, customer) ?? CustomerRules.AddOwner(transaction, customer)]
            : members;
    }

    private static void Send(Transaction transaction, Organization organization, CustomerRow customer, string email)
    {
        var code = transaction.Random.Text(CodeLength, CodeLetters);
        while (transaction.World.SessionCodes.Find(SessionCodeRow.ByCode, code) is not null)
        {
            code = transaction.Random.Text(CodeLength, CodeLetters);
        }

        var row = transaction.Save(new SessionCodeRow
        {
            Id = transaction.NewId(),
            OrganizationId = organization.Id,
            CreatedAt = transaction.Now,
            CustomerId = customer.Id,
            Code = code,
            Email = email,
            ExpiresAt = transaction.Now + s_lifetime,
        });
        transaction.Schedule(row.ExpiresAt, new ForgetSessionCodeJob(row.Id));
        transaction.SendEmail(new EmailDraft
        {
            OrganizationId = organization.Id,
            To = email,
            Kind = "customer_session_code",
            Subject = $"Access your {organization.Name} purchases",
            Token = code,
            Link = $"{transaction.Settings.BaseAddress}/{organization.Slug}/portal/authenticate",
        });
    }
}
