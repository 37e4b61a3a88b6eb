using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers.Members;

/// <summary>Who acts for customers.</summary>
internal sealed class MembersModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module
            .Handle<ICustomersMembersOperations>(new MembersOperations())
            .Inspect(static () => ResourceKind.Of<MemberRow, Member>(
                "Members",
                (_, row) => row.Resource,
                (_, row) => row.Resource.Email,
                ("Name", (_, row) => row.Resource.Name),
                ("Role", (_, row) => row.Resource.Role.Value),
                ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId))))
            .Access("customers:members:", AccessRule.None)
            .Amend("MemberCreateFromCustomer", Enumerated)
            .Schema("MemberCreate", () => MemberRoutes.CreationSchema(Enumerated((ObjectSchema)RequestSchemas.Get("MemberCreateFromCustomer"))));
        foreach (var route in MemberRoutes.All)
        {
            module.Route(route);
        }
    }

    private static ObjectSchema Enumerated(ObjectSchema member) => member.WithEnumeration("role", "MemberRole");
}
