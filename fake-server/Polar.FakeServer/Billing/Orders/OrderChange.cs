using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>What may still be changed of an order: to whom it is addressed, within the place where its tax was due.</summary>
internal static class OrderChange
{
    public static Outcome<OrderRow> Apply(Transaction transaction, OrderRow row, Optional<string?> name, Optional<AddressInput?> address)
    {
        var sent = Addresses.Kept(address.Value);
        if (sent is not null && row.BillingAddress is { } before)
        {
            RequestError[] faults = [.. Faults(before, sent)];
            if (faults.Length > 0)
            {
                return Failure.Invalid(faults);
            }
        }

        var changed = OrderRules.Save(transaction, row with
        {
            BillingName = name.IsSet ? name.Value : row.BillingName,
            BillingAddress = address.IsSet ? sent : row.BillingAddress,
        });
        OrderRules.Publish(transaction, changed, "order.updated");
        return changed;
    }

    private static IEnumerable<RequestError> Faults(Address before, Address after)
    {
        if (before.Country != after.Country)
        {
            yield return RequestError.Value("Country cannot be changed", JsonValue.Create(after.Country.Value), "billing_address", "country");
        }

        if (before.State != after.State)
        {
            yield return RequestError.Value("State cannot be changed", JsonValue.Create(after.State), "billing_address", "state");
        }
    }
}
