using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Dunning;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>How customers change what bills say of them, and what they pay with. One fault is told at a time.</summary>
internal static class PortalCustomerChange
{
    public static Outcome<CustomerRow> Apply(Transaction transaction, CustomerRow row, CustomerPortalCustomerUpdate body)
    {
        if (body.BillingAddress.IsNull)
        {
            return Missing("Customer billing address cannot be reset to null once set.", "billing_address");
        }

        var address = Addresses.Kept(body.BillingAddress.Value) ?? row.Resource.BillingAddress;
        return Method(transaction.World, row, body).Then(method => TaxId(row, body, address).Then<CustomerRow>(taxId =>
        {
            var changed = Changed(transaction, row, body, address, taxId.Value);
            return method.Row is { } chosen ? SetDefault(transaction, changed, chosen) : changed;
        }));
    }

    /// <summary>Makes a card the customer's default one; what is overdue is charged to it at once.</summary>
    public static CustomerRow SetDefault(Transaction transaction, CustomerRow row, PaymentMethodRow method)
    {
        var changed = CustomerRules.Change(
            transaction, row, row.Resource with { DefaultPaymentMethodId = method.Id }, touched: row.Resource.DefaultPaymentMethodId != method.Id);
        OverdueOrders.ChargeTo(transaction, changed, method);
        return changed;
    }

    private static CustomerRow Changed(
        Transaction transaction, CustomerRow row, CustomerPortalCustomerUpdate body, Address? address, ValueList<string>? taxId)
    {
        var named = row with { OwnBillingName = StringNormalization.ToNull(body.BillingName.Value) ?? row.OwnBillingName };
        var shown = row.Resource with { BillingAddress = address, TaxId = taxId };
        return CustomerRules.Change(transaction, named, shown, touched: named != row || shown != row.Resource);
    }

    private static Outcome<MethodChoice> Method(World world, CustomerRow row, CustomerPortalCustomerUpdate body)
    {
        if (!body.DefaultPaymentMethodId.IsSet)
        {
            return new MethodChoice(null);
        }

        return body.DefaultPaymentMethodId.Value is not { } id
            ? Missing("Default payment method cannot be reset to null.", "default_payment_method_id")
            : PaymentMethodRules.Find(world, row, id) is { } method
                ? new MethodChoice(method)
                : Failure.Invalid(new RequestError("invalid", ["body", "default_payment_method_id"], "Payment method not found.", JsonValue.Create(id.ToString())));
    }

    private static Outcome<TaxIdChoice> TaxId(CustomerRow row, CustomerPortalCustomerUpdate body, Address? address)
    {
        if (body.TaxId.IsSet)
        {
            return StringNormalization.ToNull(body.TaxId.Value) is { } number ? CustomerFaults.TaxId(number, address) : new TaxIdChoice(null);
        }

        // A number that is on file has to fit a new address as well.
        return body.BillingAddress.IsSet && row.Resource.TaxId is [var stored, ..] ? CustomerFaults.TaxId(stored, address) : new TaxIdChoice(row.Resource.TaxId);
    }

    private static Failure Missing(string sentence, string member) => Failure.Invalid(new RequestError("missing", ["body", member], sentence));

    /// <summary>The card that is to be the default one; none where nothing is said of it.</summary>
    private readonly record struct MethodChoice(PaymentMethodRow? Row);
}
