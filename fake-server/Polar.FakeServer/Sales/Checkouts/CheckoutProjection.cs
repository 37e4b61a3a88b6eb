using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>Checkouts as the wire shows them: to the merchant, to the buyer, and to the buyer who has just confirmed.</summary>
internal static class CheckoutProjection
{
    private const string PublishableKey = "pk_fake_polar";

    public static Checkout ToResource(Transaction transaction, CheckoutRow row)
    {
        var world = transaction.World;
        var money = CheckoutMoney.Of(world, row);
        var product = world.Products[row.ProductId];
        var products = row.Products.Select(id => world.Products[id]).ToArray();
        var trial = CheckoutRules.Trial(product, row);
        var url = $"{transaction.Settings.BaseAddress}/checkout/{row.ClientSecret}";
        return new Checkout
        {
            Id = row.Id,
            CreatedAt = row.CreatedAt,
            ModifiedAt = row.ModifiedAt,
            CustomFieldData = row.CustomFieldData,
            PaymentProcessor = PaymentProcessor.Stripe,
            Status = row.Status,
            ClientSecret = row.ClientSecret,
            Url = url,
            ExpiresAt = row.ExpiresAt,
            SuccessUrl = row.SuccessUrl?.Replace("{CHECKOUT_ID}", row.Id.ToString(), StringComparison.Ordinal) ?? $"{url}/confirmation",
            ReturnUrl = row.ReturnUrl,
            EmbedOrigin = row.EmbedOrigin,
            Amount = row.Amount,
            Seats = row.Seats,
            MinSeats = row.MinSeats,
            MaxSeats = row.MaxSeats,
            DiscountAmount = money.DiscountAmount,
            NetAmount = row.NetAmount,
            TaxAmount = row.TaxAmount,
            TaxBehavior = row.TaxBehavior,
            TotalAmount = money.TotalAmount,
            Currency = row.Currency,
            AllowTrial = row.AllowTrial,
            ActiveTrialInterval = trial.Interval,
            ActiveTrialIntervalCount = trial.Count,
            TrialEnd = row.TrialEnd,
            OrganizationId = row.OrganizationId,
            ProductId = row.ProductId,
            ProductPriceId = row.PriceId,
            DiscountId = row.DiscountId,
            AllowDiscountCodes = row.AllowDiscountCodes,
            RequireBillingAddress = row.RequireBillingAddress,
            IsDiscountApplicable = money.IsDiscountApplicable,
            IsFreeProductPrice = money.IsFreeProductPrice,
            IsPaymentRequired = money.IsPaymentRequired,
            IsPaymentSetupRequired = money.IsPaymentSetupRequired,
            IsPaymentFormRequired = money.IsPaymentFormRequired,
            CustomerId = row.CustomerId,
            IsBusinessCustomer = row.IsBusinessCustomer,
            CustomerName = row.CustomerName,
            CustomerEmail = row.CustomerEmail,
            CustomerIpAddress = row.CustomerIpAddress,
            CustomerBillingName = row.BillingName,
            CustomerBillingAddress = row.BillingAddress,
            CustomerTaxId = row.TaxId?[0],
            Locale = row.Locale,
            PaymentMethodType = row.PaymentMethodType,
            PaymentProcessorMetadata = ProcessorMetadata(row),
            BillingAddressFields = AddressFields(row),
            TrialInterval = row.TrialInterval,
            TrialIntervalCount = row.TrialIntervalCount,
            Metadata = row.Metadata,
            ExternalCustomerId = row.ExternalCustomerId,
            Products = products.Select(candidate => ProductProjection.ShowPublic(world, candidate)).ToValueList(),
            Product = ProductProjection.ShowPublic(world, product),
            ProductPrice = CheckoutPrices.Chosen(product, row),
            Prices = products.Select(candidate => KeyValuePair.Create(
                candidate.Id.ToString(),
                CheckoutPrices.Effective(candidate, row).ToValueList<ProductPriceOrLegacy>())).ToValueMap(),
            Discount = DiscountProjection.ShowInCheckout(world, row.DiscountId),
            SubscriptionId = row.SubscriptionId,
            AttachedCustomFields = CustomFieldAttachments.ToResource(world, product),
            CustomerMetadata = row.CustomerMetadata,
            Units = row.Units,
            MinUnits = row.MinUnits,
            MaxUnits = row.MaxUnits,
        };
    }

    public static CheckoutPublic ShowPublic(Transaction transaction, CheckoutRow row) =>
        ToResource(transaction, row).ToCheckoutPublic(Organization(transaction.World, row));

    public static CheckoutPublicConfirmed ShowConfirmed(Transaction transaction, CheckoutRow row, string? sessionToken) =>
        ToResource(transaction, row).ToCheckoutPublicConfirmed(Organization(transaction.World, row), sessionToken);

    public static CheckoutBillingAddressFields AddressFields(CheckoutRow row)
    {
        var country = row.BillingAddress?.Country.Value;
        var full = row.WantsFullAddress || country == "US";
        var part = full ? BillingAddressFieldMode.Required : BillingAddressFieldMode.Disabled;
        var optional = full ? BillingAddressFieldMode.Optional : BillingAddressFieldMode.Disabled;
        return new CheckoutBillingAddressFields
        {
            Country = BillingAddressFieldMode.Required,
            State = country is "US" or "CA" ? BillingAddressFieldMode.Required : optional,
            City = part,
            PostalCode = part,
            Line1 = part,
            Line2 = optional,
        };
    }

    private static CheckoutOrganization Organization(World world, CheckoutRow row) =>
        world.Organizations[row.OrganizationId].Resource.ToCheckoutOrganization();

    private static ValueMap<string> ProcessorMetadata(CheckoutRow row)
    {
        (string Name, string? Value)[] members =
        [
            ("publishable_key", PublishableKey),
            ("customer_session_client_secret", row.OffersKeptCards ? $"cuss_secret_{row.Id:N}" : null),
            ("customer_id", row.IsAtProcessor ? $"cus_{row.CustomerId:N}" : null),
            ("intent_client_secret", row.CardToken is null ? null : $"{(row.TrialEnd is null && row.NetAmount + (row.TaxAmount ?? 0) > 0 ? "pi" : "seti")}_{row.Id:N}_secret"),
            ("intent_status", row.IntentStatus),
        ];
        return members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Name, member.Value!)).ToValueMap();
    }
}
