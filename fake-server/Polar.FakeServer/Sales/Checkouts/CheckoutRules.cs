using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>Rules that hold at every step of a checkout.</summary>
internal static class CheckoutRules
{
    private const string OnlyLocale = "en";

    public static Failure NotOpen(CheckoutRow row) => new(403, "NotOpenCheckout", $"Checkout {row.Id} is not open: {row.Status}");

    public static Failure Expired { get; } = new(410, "ExpiredCheckoutError", "This checkout session has expired.");

    /// <summary>Another call is at work on the session, such as a confirmation that waits for the card.</summary>
    public static Failure Locked { get; } = new(409, "CheckoutLocked", "Checkout is currently being processed. Please try again.");

    public static Failure AlreadySubscribed { get; } =
        new(403, "AlreadyActiveSubscriptionError", "You already have an active subscription.");

    /// <summary>The trial's end as it would be if the purchase happened now.</summary>
    public static CheckoutRow WithTrial(Transaction transaction, CheckoutRow row)
    {
        var (interval, count) = Trial(transaction.World.Products[row.ProductId], row);
        return row with
        {
            TrialEnd = interval is { } unit && count is { } length ? Periods.Add(transaction.Now, unit.Value, length) : null,
        };
    }

    /// <summary>The trial that a purchase would begin with: the session's own, else the product's.</summary>
    public static (TrialInterval? Interval, long? Count) Trial(ProductRow product, CheckoutRow row) => row.AllowTrial == true && product.Resource.IsRecurring
        ? (row.TrialInterval ?? product.Resource.TrialInterval, row.TrialIntervalCount ?? product.Resource.TrialIntervalCount)
        : (null, null);

    /// <summary>Whoever has not asked Polar for localized checkouts gets English ones.</summary>
    public static CheckoutRow WithLocale(World world, CheckoutRow row) =>
        world.Organizations[row.OrganizationId].Resource.FeatureSettings?.CheckoutLocalizationEnabled == true ? row : row with { Locale = OnlyLocale };

    /// <summary>Where nothing is known of the buyer's address, the country of the IP address is taken for it.</summary>
    public static CheckoutRow WithCountry(CheckoutRow row, Country? country) =>
        row.BillingAddress is null && country is { } known ? row with { BillingAddress = Addresses.In(known) } : row;

    /// <summary>The tax id in the form that the address's country gives it.</summary>
    public static Outcome<ValueList<string>> TaxId(string number, Address? address)
    {
        if (address is null)
        {
            return Failure.Invalid(new RequestError("missing", ["body", "customer_billing_address"], "Country is required to validate tax ID."));
        }

        return TaxIds.Validated(number, address.Country) is { } taxId
            ? taxId
            : Failure.Invalid(RequestError.Value("Invalid tax ID.", JsonValue.Create(number), "customer_tax_id"));
    }

    /// <summary>Whether the buyer has a subscription already where the organization allows only one.</summary>
    public static bool IsSubscribed(World world, CheckoutRow row)
    {
        var settings = world.Organizations[row.OrganizationId].Resource.SubscriptionSettings;
        if (settings.AllowMultipleSubscriptions || !world.Products[row.ProductId].Resource.IsRecurring || row.SubscriptionId is not null)
        {
            return false;
        }

        var customer = row.CustomerId
            ?? (row.CustomerEmail is { } email ? CustomerRules.ByEmail(world, row.OrganizationId, email)?.Id : null);
        return customer is { } id && world.Subscriptions.OfCustomer(row.OrganizationId, id).Any(subscription => subscription.IsBillable);
    }
}
