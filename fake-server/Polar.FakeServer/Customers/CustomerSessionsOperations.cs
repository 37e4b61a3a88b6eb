using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Sessions with which a customer's people use the portal, for one hour.</summary>
internal sealed class CustomerSessionsOperations : ICustomerSessionsOperations
{
    public Outcome<CustomerSession> Create(Transaction transaction, CustomerSessionCreate body)
    {
        var (row, place, sent) = body switch
        {
            CustomerSessionCustomerIdCreate byId =>
                (transaction.World.Customers.Visible(transaction, byId.CustomerId), "customer_id", byId.CustomerId.ToString()),
            CustomerSessionCustomerExternalIdCreate external =>
                (CustomerRules.ByExternalId(transaction, external.ExternalCustomerId), "external_customer_id", external.ExternalCustomerId),
            _ => throw new InvalidOperationException("A session for nobody passed validation."),
        };
        if (row is null || row.DeletedAt is not null)
        {
            return Failure.Invalid(Issue.Value("Customer does not exist.", JsonValue.Create(sent), place));
        }

        var organization = row.OrganizationId;
        var members = transaction.World.Members.OfCustomer(organization, row.Id).ToArray();
        MemberRow? member;
        if (body.MemberId is { } memberId)
        {
            member = Array.Find(members, candidate => candidate.Id == memberId);
            if (member is null)
            {
                return Failure.Invalid(Issue.Value(
                    "Member does not exist for this customer.", JsonValue.Create(memberId.ToString()), "member_id"));
            }
        }
        else if (row.Shown is CustomerTeam)
        {
            return Failure.Invalid(Issue.Value("member_id is required for team customers.", null, "member_id"));
        }
        else
        {
            member = Array.Find(members, candidate => candidate.Shown.Role == MemberRole.Owner);
        }

        if (member is null)
        {
            return Failure.Invalid(Issue.Value("No owner member found for this customer.", JsonValue.Create(sent), "customer_id"));
        }

        var token = Tokens.OfMember(transaction, member);
        transaction.World = transaction.World with { Tokens = transaction.World.Tokens.Add(token.Token, token) };
        var slug = transaction.World.Organizations[organization].Shown.Slug;
        return new CustomerSession
        {
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Id = transaction.NewId(),
            Token = token.Token,
            ExpiresAt = token.ExpiresAt!.Value,
            ReturnUrl = body.ReturnUrl,
            CustomerPortalUrl =
                $"{transaction.Settings.BaseAddress}/{slug}/portal?customer_session_token={token.Token}&email={Uri.EscapeDataString(member.Shown.Email)}",
            CustomerId = row.Id,
            Customer = row.Shown,
        };
    }
}
