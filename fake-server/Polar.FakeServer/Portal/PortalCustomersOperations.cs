using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Portal.EmailChanges;
using Polar.FakeServer.Portal.PaymentMethods;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>What customers see and change of themselves: who they are, what they pay with, and where mail reaches them.</summary>
internal sealed class PortalCustomersOperations : ICustomerPortalCustomersOperations
{
    public Outcome<CustomerPortalCustomer> Get(Transaction transaction) =>
        PortalCustomerProjection.ToResource(transaction.World, PortalCustomers.Of(transaction));

    public Outcome<CustomerPortalCustomer> Update(Transaction transaction, CustomerPortalCustomerUpdate body) =>
        PortalCustomerChange.Apply(transaction, PortalCustomers.Of(transaction), body)
            .Then<CustomerPortalCustomer>(row => PortalCustomerProjection.ToResource(transaction.World, row));

    public Outcome<Nothing> CheckEmailUpdate(Transaction transaction, CustomerPortalCustomersCheckEmailUpdateQuery query) =>
        EmailChange.Find(transaction, query.Token).Then<Nothing>(_ => default(Nothing));

    public Outcome<Nothing> RequestEmailUpdate(Transaction transaction, CustomerEmailUpdateRequest body) =>
        EmailChange.Request(transaction, PortalCustomers.Of(transaction), body.Email);

    public Outcome<CustomerEmailUpdateVerifyResponse> VerifyEmailUpdate(Transaction transaction, CustomerEmailUpdateVerifyRequest body) =>
        EmailChange.Verify(transaction, body.Token).Then<CustomerEmailUpdateVerifyResponse>(token => new CustomerEmailUpdateVerifyResponse { Token = token });

    public Outcome<ListResource<CustomerPaymentMethod>> ListPaymentMethods(
        Transaction transaction, CustomerPortalCustomersListPaymentMethodsQuery query) =>
        PortalPaymentMethods.Page(transaction.World, PortalCustomers.Of(transaction), query.Page, query.Limit);

    public Outcome<CustomerPaymentMethodCreateResponse> AddPaymentMethod(Transaction transaction, CustomerPaymentMethodCreate body) =>
        PortalPaymentMethods.Add(transaction, PortalCustomers.Of(transaction), body);

    public Outcome<CustomerPaymentMethodCreateResponse> ConfirmPaymentMethod(Transaction transaction, CustomerPaymentMethodConfirm body) =>
        PortalPaymentMethods.Confirm(transaction, PortalCustomers.Of(transaction), body);

    public Outcome<Nothing> DeletePaymentMethod(Transaction transaction, Guid id)
    {
        var customer = PortalCustomers.Of(transaction);
        return PaymentMethodRules.Find(transaction.World, customer, id) is { } method
            ? PaymentMethodDeletion.Delete(transaction, customer, method)
            : Failure.NotFound;
    }
}
