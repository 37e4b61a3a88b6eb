using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>Who uses the portal, and until when.</summary>
internal sealed class PortalSessionsOperations : ICustomerPortalCustomerSessionOperations
{
    private static readonly Failure s_noAddress = Failure.Invalid(RequestError.Value(
        "Team customers must use member sessions. Create a customer session via the API with a member_id.", null));

    public Outcome<CustomerCustomerSession> Introspect(Transaction transaction)
    {
        var session = transaction.Caller.Session!;
        return new CustomerCustomerSession { ExpiresAt = session.ExpiresAt, ReturnUrl = session.ReturnUrl };
    }

    public Outcome<PortalAuthenticatedUser> GetAuthenticatedUser(Transaction transaction)
    {
        if (transaction.Caller.Member is { } id)
        {
            var member = transaction.World.Members[id].Resource;
            return new PortalAuthenticatedUser
            {
                Type = "member",
                Name = member.Name,
                Email = member.Email,
                CustomerId = member.CustomerId,
                MemberId = member.Id,
                Role = member.Role.Value,
            };
        }

        var customer = PortalCustomers.Of(transaction);
        return customer.Email is { } email
            ? new PortalAuthenticatedUser { Type = "customer", Name = customer.Resource.Name, Email = email, CustomerId = customer.Id }
            : s_noAddress;
    }
}
