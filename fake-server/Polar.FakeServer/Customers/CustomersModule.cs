using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Customers;

/// <summary>Customers and their sessions.</summary>
internal sealed class CustomersModule : IModule
{
    private static readonly UnionFact s_newCustomer = new(
        "_customer_create_type()",
        [("individual", "'individual'", "CustomerIndividualCreate"), ("team", "'team'", "CustomerTeamCreate")],
        value => value?.TryGetPropertyValue("type", out var type) == true ? PythonText.Of(type) : "individual");

    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ICustomersOperations>(new CustomersOperations())
        .Handle<ICustomerSessionsOperations>(new CustomerSessionsOperations())
        .Access("customers:", Permission.ViewCustomers, Permission.ManageCustomers)
        .Body("AddressInput", new AddressRule())
        .Body("CustomerCreate", new CustomerCreateRule())
        .Body("CustomerTeamCreate", new TeamCustomerRule())
        .Body("CustomerSessionCustomerExternalIDCreate", new ExternalCustomerIdRule())
        .Amend("AddressInput", address => address.With("country", Upper))
        .Union("CustomerIndividualCreate", s_newCustomer);

    private static Schema Upper(Schema country) => country is EnumSchema options ? options with { IsEnumeration = true, IsUpper = true } : country;
}
