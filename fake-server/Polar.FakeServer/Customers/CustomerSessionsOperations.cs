using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

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
        if (row is not { DeletedAt: null })
        {
            return Failure.Invalid(RequestError.Value("Customer does not exist.", JsonValue.Create(sent), place));
        }

        // Organizations from before there were members have sessions of customers.
        return transaction.World.Organizations[row.OrganizationId].HasMemberModel
            ? Member(transaction, row, body).Then<CustomerSession>(member =>
                Start(transaction, row, body, CustomerTokens.OfMember(transaction, member), member.Resource.Email))
            : Start(transaction, row, body, CustomerTokens.OfCustomer(transaction, row.OrganizationId, row.Id), row.Email ?? "None");
    }

    private static Outcome<MemberRow> Member(Transaction transaction, CustomerRow row, CustomerSessionCreate body)
    {
        static Failure Unknown(string sent, string place) =>
            Failure.Invalid(RequestError.Value("Member does not exist for this customer.", JsonValue.Create(sent), place));
        var members = transaction.World.Members.OfCustomer(row.OrganizationId, row.Id);
        if (body.MemberId is { } id)
        {
            return members.FirstOrDefault(member => member.Id == id) is { } named ? named : Unknown(id.ToString(), "member_id");
        }

        if (body.ExternalMemberId is { } externalId)
        {
            return members.FirstOrDefault(member => member.Resource.ExternalId == externalId) is { } named
                ? named
                : Unknown(externalId, "external_member_id");
        }

        return row.Resource is CustomerTeam
            ? Failure.Invalid(RequestError.Value("member_id is required for team customers.", null, "member_id"))
            : CustomerRules.Owner(transaction.World, row) ?? CustomerRules.AddOwner(transaction, row);
    }

    private static CustomerSession Start(Transaction transaction, CustomerRow row, CustomerSessionCreate body, SessionToken token, string email)
    {
        transaction.Save(token.Row with { ReturnUrl = body.ReturnUrl });
        var portal = $"{transaction.Settings.BaseAddress}/{transaction.World.Organizations[row.OrganizationId].Resource.Slug}/portal";
        return new CustomerSession
        {
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Id = transaction.NewId(),
            Token = token.Text,
            ExpiresAt = token.Row.ExpiresAt!.Value,
            ReturnUrl = body.ReturnUrl,
            CustomerPortalUrl = $"{portal}?customer_session_token={token.Text}&email={Uri.EscapeDataString(email)}",
            CustomerId = row.Id,
            Customer = row.Resource,
        };
    }
}
