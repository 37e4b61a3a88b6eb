using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers.Members;

/// <summary>What is to be different about a member.</summary>
/// <param name="Name">The new name; null where it stays.</param>
/// <param name="Email">The new address; null where it stays.</param>
/// <param name="Role">The new role; null where it stays.</param>
internal sealed record MemberChange(string? Name, string? Email, MemberRole? Role)
{
    /// <summary>What a merchant's body asks for; a name cannot be taken away.</summary>
    public static MemberChange Of(MemberUpdate body) => new(StringNormalization.ToNull(body.Name.Value), body.Email.Value?.Trim(), body.Role.Value);

    /// <summary>Changes a member and tells of it, where anything is different then.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="row">The member.</param>
    /// <param name="mayTransfer">Whether whoever asks may make another member the owner.</param>
    public Outcome<MemberRow> Apply(Transaction transaction, MemberRow row, bool mayTransfer)
    {
        var owner = CustomerRules.Owner(transaction.World, transaction.World.Customers[row.CustomerId]);
        if ((RoleFault(row, owner, mayTransfer) ?? EmailFault(transaction.World, row)) is { } fault)
        {
            return Failure.Invalid(fault);
        }

        var changed = row with
        {
            Resource = row.Resource with { Name = Name ?? row.Resource.Name, Email = Email ?? row.Resource.Email, Role = Role ?? row.Resource.Role },
        };
        if (changed == row)
        {
            return row;
        }

        if (changed.IsOwner && owner is not null && owner.Id != row.Id)
        {
            transaction.Save(owner with { Resource = owner.Resource with { Role = MemberRole.BillingManager, ModifiedAt = transaction.Now } });
        }

        return Save(transaction, row, changed);
    }

    private static MemberRow Save(Transaction transaction, MemberRow before, MemberRow changed)
    {
        var saved = transaction.Save(changed with { Resource = changed.Resource with { ModifiedAt = transaction.Now } });
        if (saved.Resource.Email != before.Resource.Email)
        {
            transaction.Raise(new MemberEmailChanged(saved));
        }

        transaction.Publish(saved.OrganizationId, "member.updated", _ => saved.Resource);
        return saved;
    }

    private RequestError? RoleFault(MemberRow row, MemberRow? owner, bool mayTransfer) =>
        Role is not { } role || role == row.Resource.Role ? null
        : row.IsOwner ? Fault("Cannot change role. Customer must have exactly one owner.", role.Value, "role")
        : role == MemberRole.Owner && owner is not null && !mayTransfer ? Fault("Only the owner can transfer ownership.", role.Value, "role")
        : null;

    private RequestError? EmailFault(World world, MemberRow row) =>
        Email is not { } email || email == row.Resource.Email ? null
        : world.Customers[row.CustomerId].Resource is CustomerIndividual
            ? Fault("Cannot change the email of an individual customer's owner. Update the customer's email instead.", email, "email")
        : MemberRules.ByEmail(world, row.OrganizationId, row.CustomerId, email) is { } other && other.Id != row.Id
            ? Fault("A member with this email already exists for this customer.", email, "email")
        : null;

    private static RequestError Fault(string message, string input, string place) => RequestError.Value(message, JsonValue.Create(input), place);
}
