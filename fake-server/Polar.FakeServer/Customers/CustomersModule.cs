using System.Text.Json.Nodes;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

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
        .Inspect(static () => ResourceKind.Of<CustomerRow, Customer>(
            "Customers",
            (_, row) => row.Resource,
            (_, row) => row.Email ?? row.Resource.Name,
            ("Name", (_, row) => row.Resource.Name),
            ("External id", (_, row) => row.Resource.ExternalId)))
        .Inspect(static () => ResourceKind.Of<PaymentMethodRow, CustomerPaymentMethod>(
            "Payment methods",
            (_, row) => PaymentMethodRules.ToResource(row),
            (_, row) => row.CardToken,
            ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId)),
            ("Refused as", (_, row) => row.Refusal?.Reason)))
        .Inspect(static () => ResourceKind.Of<IntentRow>(
            "Intents",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["created_at"] = row.CreatedAt.UtcDateTime,
                ["organization_id"] = row.OrganizationId,
                ["customer_id"] = row.CustomerId,
                ["processor_id"] = row.ProcessorId,
                ["card_token"] = row.CardToken,
                ["status"] = row.Status.ToString(),
                ["payment_method_id"] = row.PaymentMethodId,
                ["order_id"] = row.OrderId,
            },
            (_, row) => row.ProcessorId,
            ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId)),
            ("Status", (_, row) => row.Status.ToString())))
        .Access("customers:", Permission.ViewCustomers, Permission.ManageCustomers)
        .Body("AddressInput", new AddressRule())
        .Body("CustomerCreate", new CustomerCreateRule())
        .Body("CustomerTeamCreate", new TeamCustomerRule())
        .Body("CustomerSessionCustomerExternalIDCreate", new ExternalCustomerIdRule())
        .Amend("AddressInput", address => address.With("country", Upper))
        .Union("CustomerIndividualCreate", s_newCustomer);

    private static Schema Upper(Schema country) => country is EnumSchema options ? options with { IsEnumeration = true, IsUpper = true } : country;
}
