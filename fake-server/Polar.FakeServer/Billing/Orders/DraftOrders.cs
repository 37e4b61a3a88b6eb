using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Wallets;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Orders;

/// <summary>Orders that a merchant makes itself, to charge a card that the customer has on file.</summary>
internal static class DraftOrders
{
    /// <summary>Makes a draft: its tax is settled now, its number when it is paid.</summary>
    public static Outcome<OrderRow> Create(Transaction transaction, OrganizationRow organization, OrderCreate body)
    {
        if (organization.Resource.FeatureSettings?.OffSessionChargesEnabled != true)
        {
            return NotEnabled(organization.Id);
        }

        var product = transaction.World.Products.Find(body.ProductId) is { IsDeleted: false } found && found.OrganizationId == organization.Id ? found : null;
        if (ProductFault(product) is { } fault)
        {
            return Wrong(fault, body.ProductId.ToString(), "product_id");
        }

        var customer = transaction.World.Customers.Find(body.CustomerId) is { DeletedAt: null } known && known.OrganizationId == organization.Id ? known : null;
        if (customer is null)
        {
            return Wrong("Customer does not exist.", body.CustomerId.ToString(), "customer_id");
        }

        var currency = body.Currency?.ToLowerInvariant() ?? organization.Resource.DefaultPresentmentCurrency;
        ProductPrice[] prices = [.. product!.ActivePrices.Where(price => PriceKinds.IsStatic(price) && price.PriceCurrency == currency)];
        if (prices.Length == 0)
        {
            return Wrong(
                body.Currency is not null
                    ? $"Product has no price in currency '{currency}'."
                    : $"Product is not priced in the organization's default currency ('{currency}'); specify a currency to charge in.",
                body.Currency,
                "currency");
        }

        return AmountFault(body.Amount, currency) is { } wrongAmount
            ? wrongAmount
            : CustomFieldAnswers.Checked(transaction.World, product, body.CustomFieldData, requireAll: false)
                .Then(answers => Drafted(transaction, organization, body, product, customer, prices, answers));
    }

    /// <summary>Charges a draft at once; what does not succeed leaves it a draft.</summary>
    public static Outcome<OrderRow> Finish(Transaction transaction, OrderRow draft, Guid? paymentMethod)
    {
        var organization = transaction.World.Organizations[draft.OrganizationId];
        if (draft.Status != OrderStatus.Draft)
        {
            return new Failure(
                412,
                "OrderNotDraft",
                $"Order {draft.Id} is not in draft status (current: {draft.Status.Value}). Only draft orders can be modified or finalized.");
        }

        if (organization.Resource.FeatureSettings?.OffSessionChargesEnabled != true)
        {
            return NotEnabled(organization.Id);
        }

        if (!organization.Resource.Capabilities.CheckoutPayments)
        {
            return new Failure(
                403,
                "OrganizationNotReadyForPayments",
                $"This organization ({organization.Id}) can't accept payments yet. Its account may be pending onboarding or under review.");
        }

        var customer = transaction.World.Customers[draft.CustomerId];
        var method = paymentMethod is { } asked
            ? transaction.World.PaymentMethods.Find(asked) is { IsDeleted: false } own && own.CustomerId == customer.Id ? own : null
            : PaymentMethodRules.Usual(transaction.World, customer);
        return method is null ? OrderPayments.Failed("missing_payment_method")
            : draft.Due < Currencies.Minimum(draft.Currency) ? OwedInstead(transaction, draft)
            : Charged(transaction, draft, method);
    }

    /// <summary>What no processor would charge is paid without one, and remembered as the customer's debt.</summary>
    private static OrderRow OwedInstead(Transaction transaction, OrderRow draft)
    {
        WalletRules.Add(transaction, draft.CustomerId, draft.Currency, -draft.Due);
        return Paid(transaction, draft, payment: null);
    }

    private static Outcome<OrderRow> Charged(Transaction transaction, OrderRow draft, PaymentMethodRow method)
    {
        var attempt = OrderPayments.Attempt(transaction.World, draft, method);
        if (PaymentMethodRules.Ask(transaction, method, draft.Due, draft.Currency, ChargeOccasion.OffSession).Refusal is { } refusal)
        {
            return refusal.Reason == CardTokens.AuthenticationRequired
                ? OrderPayments.ActionRequired(draft)
                : OrderPayments.Failed("card_error") with
                {
                    Aftermath = new RefusedChargeJob(draft.OrganizationId, method.Id, attempt, Trigger: null, refusal) { Order = draft.Id },
                };
        }

        PaymentMethodRules.Charged(transaction, method);
        return Paid(transaction, draft, PaymentRules.Record(transaction, draft.OrganizationId, attempt, trigger: null, refusal: null));
    }

    private static OrderRow Paid(Transaction transaction, OrderRow draft, PaymentRow? payment)
    {
        var numbered = OrderNumbers.WithInvoiceNumber(transaction, draft);
        return OrderRules.Paid(transaction, OrderRules.Save(transaction, numbered with { Status = OrderStatus.Paid }), payment);
    }

    private static Outcome<OrderRow> Drafted(
        Transaction transaction,
        OrganizationRow organization,
        OrderCreate body,
        ProductRow product,
        CustomerRow customer,
        ProductPrice[] prices,
        ValueMap<JsonScalar> answers)
    {
        OrderItemSchema[] items = [.. prices.Select(price => OrderItems.Draft(
            transaction,
            StringNormalization.ToNull(body.Description?.Trim()) ?? product.Resource.Name,
            body.Amount ?? PriceKinds.Amount(price, null, null, null),
            price.Id))];
        var subtotal = items.Sum(item => item.Amount);
        Tax? tax = subtotal == 0 ? null
            : customer.Resource.BillingAddress is { } address && transaction.Settings.TaxService.FaultOf(address) is null
                ? Tax.Of(transaction.Settings.TaxService, subtotal, organization.Resource.DefaultTaxBehavior, address, customer.Resource.TaxId is not null)
                : null;
        if (subtotal > 0 && tax is null)
        {
            return Wrong(
                "Tax could not be calculated for this order. The customer needs a complete, valid billing address before an off-session charge can be created.",
                body.CustomerId.ToString(),
                "customer_id");
        }

        var order = transaction.Save(new OrderRow
        {
            Id = transaction.NewId(),
            OrganizationId = organization.Id,
            CreatedAt = transaction.Now,
            Status = OrderStatus.Draft,
            Subtotal = subtotal,
            Net = tax?.Net ?? subtotal,
            Tax = tax?.Amount ?? 0,
            Currency = prices[0].PriceCurrency,
            BillingReason = OrderBillingReason.Purchase,
            BillingName = customer.Resource.BillingName,
            BillingAddress = customer.Resource.BillingAddress,
            CustomerId = customer.Id,
            ProductId = product.Id,
            Items = [.. items],
            Metadata = body.Metadata.OrEmpty(),
            CustomFieldData = answers,
        });
        ProductRules.MarkSold(transaction, product.Id);
        OrderRules.Publish(transaction, order, "order.created");
        return order;
    }

    private static string? ProductFault(ProductRow? product)
    {
        if (product is null)
        {
            return "Product does not exist.";
        }

        ProductPrice[] fixedOnes = [.. product.ActivePrices.Where(PriceKinds.IsStatic)];
        return product.Resource.IsRecurring ? "Subscription products are not supported by the off-session charge API. Use a one-time product."
            : product.HasSeats ? "Seat-based products are not supported by the off-session charge API."
            : fixedOnes.Any(price => price is ProductPriceUnitBased) ? "Unit-based products are not supported by the off-session charge API."
            : fixedOnes.Length == 0 ? "Product has no chargeable static prices."
            : fixedOnes.Any(price => price is not ProductPriceFixed) ? "Off-session charges only support fixed-price products."
            : null;
    }

    private static Failure? AmountFault(long? amount, string currency)
    {
        var (least, most) = (Currencies.Minimum(currency), Currencies.Maximum(currency));
        var (type, message) = amount is null or 0 ? (null, null)
            : amount < least ? ("greater_than_equal", $"Amount must be at least {Currencies.Format(least, currency)}.")
            : amount > most ? ("less_than_equal", $"Amount must be at most {Currencies.Format(most, currency)}.")
            : ((string?)null, (string?)null);
        return type is null ? null : Failure.Invalid(new RequestError(type, ["body", "amount"], message!, JsonValue.Create(amount)));
    }

    private static Failure Wrong(string sentence, string? sent, string place) =>
        Failure.Invalid(RequestError.Value(sentence, JsonValue.Create(sent), place));

    private static Failure NotEnabled(Guid organization) => new(
        403,
        "OffSessionChargesNotEnabled",
        $"Off-session charges are not enabled for this organization ({organization}). Contact Polar support to opt in.");
}
