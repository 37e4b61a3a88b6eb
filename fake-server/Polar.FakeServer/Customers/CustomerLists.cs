using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>Lists of what customers have.</summary>
internal static class CustomerLists
{
    /// <summary>Keeps what is the own of the customers that the merchant calls so.</summary>
    public static ListQuery<TRow> OfExternalCustomers<TRow>(this ListQuery<TRow> rows, Transaction transaction, ValueList<string>? asked)
        where TRow : class, ICustomerOwned =>
        rows.OfCustomers(asked is null
            ? null
            : transaction.World.Customers.Of(transaction.Organizations, CustomerRow.ByExternalId, asked).Select(customer => customer.Id).ToValueList());
}
