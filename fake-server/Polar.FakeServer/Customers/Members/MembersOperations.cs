using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers.Members;

/// <summary>Who acts for a customer, by Polar's ids or by the merchant's own.</summary>
internal sealed class MembersOperations : ICustomersMembersOperations
{
    private static readonly Failure s_noCustomer = new(404, "ResourceNotFound", "Customer not found");

    public Outcome<ListResource<Member>> List(Transaction transaction, Guid id, CustomersMembersListQuery query) =>
        Customer(transaction, id).Then(customer => List(transaction, customer, query));

    public Outcome<ListResource<Member>> ListExternal(Transaction transaction, string externalId, CustomersMembersListExternalQuery query) =>
        Customer(transaction, externalId).Then(customer => List(
            transaction,
            customer,
            new CustomersMembersListQuery { Role = query.Role, Page = query.Page, Limit = query.Limit, Sorting = query.Sorting }));

    public Outcome<Member> Create(Transaction transaction, Guid id, MemberCreateFromCustomer body) =>
        Customer(transaction, id).Then(customer => MemberRules.Create(transaction, customer, body)).Then<Member>(row => row.Resource);

    public Outcome<Member> CreateExternal(Transaction transaction, string externalId, MemberCreateFromCustomer body) =>
        Customer(transaction, externalId).Then(customer => MemberRules.Create(transaction, customer, body)).Then<Member>(row => row.Resource);

    public Outcome<Member> Get(Transaction transaction, Guid id, Guid memberId) =>
        Find(transaction, id, memberId).Then<Member>(row => row.Resource);

    public Outcome<Member> GetExternal(Transaction transaction, string externalId, string memberExternalId) =>
        FindExternal(transaction, externalId, memberExternalId).Then<Member>(row => row.Resource);

    public Outcome<Member> Update(Transaction transaction, Guid id, Guid memberId, MemberUpdate body) =>
        Update(transaction, Find(transaction, id, memberId), body);

    public Outcome<Member> UpdateExternal(Transaction transaction, string externalId, string memberExternalId, MemberUpdate body) =>
        Update(transaction, FindExternal(transaction, externalId, memberExternalId), body);

    public Outcome<Nothing> Delete(Transaction transaction, Guid id, Guid memberId) =>
        Find(transaction, id, memberId).Then(row => MemberRules.Delete(transaction, row));

    public Outcome<Nothing> DeleteExternal(Transaction transaction, string externalId, string memberExternalId) =>
        FindExternal(transaction, externalId, memberExternalId).Then(row => MemberRules.Delete(transaction, row));

    /// <summary>Changes a member for its merchant, who may make anybody the owner.</summary>
    public static Outcome<Member> Update(Transaction transaction, Outcome<MemberRow> found, MemberUpdate body) =>
        found.Then(row => MemberChange.Of(body).Apply(transaction, row, mayTransfer: true)).Then<Member>(row => row.Resource);

    /// <summary>The customer that the caller may see.</summary>
    public static Outcome<CustomerRow> Customer(Transaction transaction, Guid id) =>
        transaction.World.Customers.Visible(transaction, id) is { IsDeleted: false } row ? row : s_noCustomer;

    /// <summary>The member of a customer that the caller calls so.</summary>
    public static Outcome<MemberRow> FindExternal(Transaction transaction, string externalId, string memberExternalId) =>
        CustomerRules.ByExternalId(transaction, externalId) is { } customer
        && MemberRules.ByExternalId(transaction.World, customer.OrganizationId, customer.Id, memberExternalId) is { } row
            ? row
            : MemberRules.NotFound;

    private static Outcome<CustomerRow> Customer(Transaction transaction, string externalId) =>
        CustomerRules.ByExternalId(transaction, externalId) is { } row ? row : s_noCustomer;

    private static Outcome<MemberRow> Find(Transaction transaction, Guid customer, Guid member) =>
        MemberRules.Of(transaction.World, customer, member).Visible(transaction) is { } row ? row : MemberRules.NotFound;

    private static Outcome<ListResource<Member>> List(Transaction transaction, CustomerRow customer, CustomersMembersListQuery query) =>
        transaction.World.Members.Visible(transaction)
            .In([customer.Id], Table<MemberRow>.ByOwner)
            .WhereIf(query.Role, (row, role) => row.Resource.Role == role)
            .Sorted(query.Sorting, MemberSortProperty.CreatedAtDescending, _ => row => row.CreatedAt)
            .Page(query.Page, query.Limit, row => row.Resource);
}
