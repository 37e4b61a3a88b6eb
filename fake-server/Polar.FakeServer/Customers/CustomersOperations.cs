using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>Who buys, by Polar's id or by the merchant's own.</summary>
internal sealed class CustomersOperations : ICustomersOperations
{
    public Outcome<ListResource<Customer>> List(Transaction transaction, CustomersListQuery query)
    {
        var world = transaction.World;
        return world.Customers.Visible(transaction, query.OrganizationId)
            .In(query.Email is { } email ? [email] : null, CustomerRow.ByEmail)
            .WhereIf(string.IsNullOrEmpty(query.Query) ? null : query.Query, Matches)
            .WhereIf(query.Active, (row, active) =>
                active == transaction.Ask(new HasActiveSubscription(row)))
            .WithMetadata(query.Metadata, row => row.Resource.Metadata, CustomerRow.ByMetadata)
            .Sorted(query.Sorting, CustomerSortProperty.CreatedAtDescending, CustomerRow.Orders)
            .Page(query.Page, query.Limit, row => row.Resource);
    }

    public Outcome<string> Export(Transaction transaction, CustomersExportQuery query)
    {
        transaction.SavedAs = "polar-customers.csv";
        return CustomerExport.Write(transaction.World.Customers.Visible(transaction, query.OrganizationId));
    }

    public Outcome<Customer> Get(Transaction transaction, Guid id) => Find(transaction, id).Then<Customer>(row => row.Resource);

    public Outcome<Customer> GetExternal(Transaction transaction, string externalId) =>
        FindExternal(transaction, externalId).Then<Customer>(row => row.Resource);

    public Outcome<CustomerState> GetState(Transaction transaction, Guid id) =>
        Find(transaction, id).Then<CustomerState>(row => transaction.Ask(new StateOfCustomer(row)));

    public Outcome<CustomerState> GetStateExternal(Transaction transaction, string externalId) =>
        FindExternal(transaction, externalId).Then<CustomerState>(row => transaction.Ask(new StateOfCustomer(row)));

    public Outcome<ListResource<PaymentMethod>> ListPaymentMethods(Transaction transaction, Guid id, CustomersListPaymentMethodsQuery query) =>
        Find(transaction, id)
            .Then<ListResource<PaymentMethod>>(row => PaymentMethodRules.Page(transaction.World, row, query.Page, query.Limit));

    public Outcome<ListResource<PaymentMethod>> ListPaymentMethodsExternal(
        Transaction transaction, string externalId, CustomersListPaymentMethodsExternalQuery query) =>
        FindExternal(transaction, externalId)
            .Then<ListResource<PaymentMethod>>(row => PaymentMethodRules.Page(transaction.World, row, query.Page, query.Limit));

    public Outcome<Customer> Create(Transaction transaction, CustomerCreate body) =>
        CustomerCreation.Create(transaction, body).Then<Customer>(row => row.Resource);

    public Outcome<Customer> Update(Transaction transaction, Guid id, CustomerUpdate body) =>
        Find(transaction, id).Then(row => CustomerChange.Apply(transaction, row, body)).Then<Customer>(row => row.Resource);

    public Outcome<Customer> UpdateExternal(Transaction transaction, string externalId, CustomerUpdateExternalId body) =>
        FindExternal(transaction, externalId)
            .Then(row => CustomerChange.Apply(transaction, row, body.ToCustomerUpdate(externalId: default, typeValue: default)))
            .Then<Customer>(row => row.Resource);

    public Outcome<Nothing> Delete(Transaction transaction, Guid id, CustomersDeleteQuery query) =>
        Find(transaction, id).Then(row => CustomerDeletion.Delete(transaction, row, query.Anonymize == true));

    public Outcome<Nothing> DeleteExternal(Transaction transaction, string externalId, CustomersDeleteExternalQuery query) =>
        FindExternal(transaction, externalId).Then(row => CustomerDeletion.Delete(transaction, row, query.Anonymize == true));

    private static Outcome<CustomerRow> Find(Transaction transaction, Guid id) =>
        transaction.World.Customers.Visible(transaction, id) is { DeletedAt: null } row ? row : Failure.NotFound;

    private static Outcome<CustomerRow> FindExternal(Transaction transaction, string externalId) =>
        CustomerRules.ByExternalId(transaction, externalId) is { } row ? row : Failure.NotFound;

    private static bool Matches(CustomerRow row, string query) =>
        new[] { row.Email, row.Resource.Name, row.OwnBillingName }.Any(text => text?.Contains(query, StringComparison.OrdinalIgnoreCase) == true)
        || row.Resource.ExternalId?.StartsWith(query, StringComparison.OrdinalIgnoreCase) == true;
}
