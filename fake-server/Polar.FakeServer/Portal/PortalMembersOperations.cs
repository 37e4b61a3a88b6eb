using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.Members;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>The members of a team, as its owner and its billing managers look after them.</summary>
internal sealed class PortalMembersOperations : ICustomerPortalMembersOperations
{
    public Outcome<ListResource<CustomerPortalMember>> ListMembers(Transaction transaction, CustomerPortalMembersListMembersQuery query) =>
        transaction.World.Members.Visible(transaction).Page(query.Page, query.Limit, ToResource);

    public Outcome<CustomerPortalMember> AddMember(Transaction transaction, CustomerPortalMemberCreate body)
    {
        var customer = transaction.World.Customers[transaction.Caller.Customer!.Value];
        return body.Role == MemberRole.Owner
            ? Fault("Cannot add a member as owner. There must be exactly one owner.", body.Role.Value.Value, "body", "role")
            : ToResource(MemberRules.GetOrAdd(transaction, customer.OrganizationId, customer.Id, body.Email, body.Name, body.Role));
    }

    public Outcome<CustomerPortalMember> UpdateMember(Transaction transaction, Guid id, CustomerPortalMemberUpdate body) =>
        Find(transaction, id)
            .Then(row => IsCaller(transaction, row) && body.Role.Value is { } role && role != row.Resource.Role
                ? Fault("You cannot modify your own role.", id.ToString(), "path", "id")
                : new MemberChange(StringNormalization.ToNull(body.Name.Value), null, body.Role.Value)
                    .Apply(transaction, row, mayTransfer: transaction.Caller.MemberRole == MemberRole.Owner))
            .Then<CustomerPortalMember>(row => ToResource(row));

    public Outcome<Nothing> RemoveMember(Transaction transaction, Guid id) =>
        Find(transaction, id).Then(row => IsCaller(transaction, row)
            ? Fault("You cannot remove yourself from the team.", id.ToString(), "path", "id")
            : MemberRules.Delete(transaction, row));

    private static Outcome<MemberRow> Find(Transaction transaction, Guid id) =>
        MemberRules.Of(transaction.World, transaction.Caller.Customer!.Value, id) is { } row ? row : MemberRules.NotFound;

    private static bool IsCaller(Transaction transaction, MemberRow row) => transaction.Caller.Member == row.Id;

    private static Failure Fault(string message, string input, params object[] location) =>
        Failure.Invalid(new RequestError("value_error", location, message, JsonValue.Create(input)));

    private static CustomerPortalMember ToResource(MemberRow row) => new()
    {
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.Resource.ModifiedAt,
        Id = row.Id,
        Email = row.Resource.Email,
        Name = row.Resource.Name,
        Role = row.Resource.Role,
    };
}
