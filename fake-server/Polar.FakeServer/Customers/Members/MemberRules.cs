using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers.Members;

/// <summary>How members come and go, whoever asks for it.</summary>
internal static class MemberRules
{
    private static readonly Failure s_notEnabled = Failure.NotPermitted("Member management is not enabled for this organization");

    private static readonly Failure s_individual = Failure.NotPermitted(
        "Individual customers can only have one member (the owner). Upgrade to a team customer to add more members.");

    public static Failure NotFound { get; } = new(404, "ResourceNotFound", "Member not found");

    /// <summary>A customer's member with an address, in whatever case.</summary>
    public static MemberRow? ByEmail(World world, Guid organization, Guid customer, string email) =>
        world.Members.Of(organization, MemberRow.ByEmail, email).FirstOrDefault(member => member.CustomerId == customer);

    /// <summary>A customer's member by the merchant's own name for it.</summary>
    public static MemberRow? ByExternalId(World world, Guid organization, Guid customer, string externalId) =>
        world.Members.Of(organization, MemberRow.ByExternalId, externalId).FirstOrDefault(member => member.CustomerId == customer);

    /// <summary>A customer's member; null where it is another's, or gone.</summary>
    public static MemberRow? Of(World world, Guid customer, Guid member) =>
        world.Members.Find(member) is { IsDeleted: false } row && row.CustomerId == customer ? row : null;

    /// <summary>A customer's member with an address, who is added without an event where there is none.</summary>
    public static MemberRow GetOrAdd(
        Transaction transaction, Guid organization, Guid customer, string email, string? name = null, MemberRole? role = null) =>
        ByEmail(transaction.World, organization, customer, email)
        ?? transaction.Save(new MemberRow(New(transaction, customer, email, name, externalId: null, role ?? MemberRole.Member), organization));

    /// <summary>Adds a member for the merchant; whoever is a member already stays as it is.</summary>
    public static Outcome<MemberRow> Create(Transaction transaction, CustomerRow customer, MemberCreateFromCustomer body)
    {
        var world = transaction.World;
        if (!world.Organizations[customer.OrganizationId].HasMembers)
        {
            return s_notEnabled;
        }

        if (customer.Resource is CustomerIndividual && world.Members.OfCustomer(customer.OrganizationId, customer.Id).Count > 0)
        {
            return s_individual;
        }

        if (ByEmail(world, customer.OrganizationId, customer.Id, body.Email) is { } known)
        {
            return known;
        }

        var externalId = StringNormalization.ToNull(body.ExternalId);
        return externalId is not null && ByExternalId(world, customer.OrganizationId, customer.Id, externalId) is not null
            ? Failure.Unhandled
            : CustomerRules.AddMember(
                transaction,
                customer,
                New(transaction, customer.Id, body.Email, StringNormalization.ToNull(body.Name), externalId, body.Role ?? MemberRole.Member));
    }

    /// <summary>Removes a member; a customer's owner stays as long as nobody else is it.</summary>
    public static Outcome<Nothing> Delete(Transaction transaction, MemberRow row)
    {
        if (row.IsOwner)
        {
            return Failure.Invalid(RequestError.Value(
                "Cannot delete the only owner. Transfer ownership first.", JsonValue.Create(row.Id.ToString())));
        }

        transaction.Raise(new MemberDeleted(Remove(transaction, row)));
        return default(Nothing);
    }

    /// <summary>Takes a member out of sight and tells of it; what it had is for others to end.</summary>
    public static MemberRow Remove(Transaction transaction, MemberRow row)
    {
        var removed = row with { DeletedAt = transaction.Now, Resource = row.Resource with { ModifiedAt = transaction.Now } };
        transaction.Save(removed);
        transaction.Publish(row.OrganizationId, "member.deleted", _ => removed.Resource);
        return removed;
    }

    private static Member New(Transaction transaction, Guid customer, string email, string? name, string? externalId, MemberRole role) => new()
    {
        Id = transaction.NewId(),
        CreatedAt = transaction.Now,
        ModifiedAt = null,
        CustomerId = customer,
        Email = email,
        Name = name,
        ExternalId = externalId,
        Role = role,
    };
}
