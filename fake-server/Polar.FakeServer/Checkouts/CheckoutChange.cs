using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What a change of a checkout may touch, whoever makes it: unset members stay as they are.</summary>
internal sealed record CheckoutChange
{
    public Optional<Guid?> ProductId { get; init; }

    public Optional<long?> Amount { get; init; }

    public Optional<long?> Seats { get; init; }

    public Optional<bool?> IsBusinessCustomer { get; init; }

    public Optional<string?> CustomerName { get; init; }

    public Optional<string?> CustomerEmail { get; init; }

    public Optional<string?> BillingName { get; init; }

    public Optional<AddressInput?> BillingAddress { get; init; }

    public Optional<string?> TaxId { get; init; }

    public Optional<bool?> AllowTrial { get; init; }

    public Optional<string?> PaymentMethodType { get; init; }

    public Optional<string?> DiscountCode { get; init; }

    public ValueMap<JsonScalar>? CustomFieldData { get; init; }

    public static CheckoutChange Of(CheckoutUpdatePublic body) => new()
    {
        ProductId = body.ProductId,
        Amount = body.Amount,
        Seats = body.Seats,
        IsBusinessCustomer = body.IsBusinessCustomer,
        CustomerName = body.CustomerName,
        CustomerEmail = body.CustomerEmail,
        BillingName = body.CustomerBillingName,
        BillingAddress = body.CustomerBillingAddress,
        TaxId = body.CustomerTaxId,
        AllowTrial = body.AllowTrial,
        PaymentMethodType = body.PaymentMethodType,
        DiscountCode = body.DiscountCode,
        CustomFieldData = body.CustomFieldData,
    };

    public static CheckoutChange Of(CheckoutUpdate body) => new()
    {
        ProductId = body.ProductId,
        Amount = body.Amount,
        Seats = body.Seats,
        IsBusinessCustomer = body.IsBusinessCustomer,
        CustomerName = body.CustomerName,
        CustomerEmail = body.CustomerEmail,
        BillingName = body.CustomerBillingName,
        BillingAddress = body.CustomerBillingAddress,
        TaxId = body.CustomerTaxId,
        AllowTrial = body.AllowTrial,
        CustomFieldData = body.CustomFieldData,
    };

    /// <summary>A confirmation's body; it cannot tell null from absence, which makes no difference to any of its members.</summary>
    public static CheckoutChange Of(CheckoutConfirm body)
    {
        static Optional<T?> Given<T>(T? value) => value is null ? default : (Optional<T?>)value;
        return new CheckoutChange
        {
            ProductId = Given(body.ProductId),
            Amount = Given(body.Amount),
            Seats = Given(body.Seats),
            IsBusinessCustomer = Given(body.IsBusinessCustomer),
            CustomerName = Given(body.CustomerName),
            CustomerEmail = Given(body.CustomerEmail),
            BillingName = Given(body.CustomerBillingName),
            BillingAddress = Given(body.CustomerBillingAddress),
            TaxId = Given(body.CustomerTaxId),
            AllowTrial = Given(body.AllowTrial),
            PaymentMethodType = Given(body.PaymentMethodType),
            DiscountCode = Given(body.DiscountCode),
            CustomFieldData = body.CustomFieldData,
        };
    }

    /// <summary>The checkout after this change, or what is wrong with it.</summary>
    public (CheckoutRow Row, Failure? Failure) Apply(Transaction transaction, CheckoutRow row)
    {
        var faults = new List<Issue>();
        if (ProductId.Value is { } productId && productId != row.ProductId)
        {
            row = SwitchProduct(transaction.World, row, productId, faults);
        }

        if (DiscountCode.Value is { } code && row.AllowDiscountCodes && code.Trim().Length > 0)
        {
            faults.Add(Issue.Value("Discount does not exist.", null, "discount_code"));
        }

        if (Amount.IsSet || Seats.IsSet)
        {
            row = row with
            {
                ChosenAmount = Amount.Or(row.ChosenAmount),
                Seats = Seats.Value ?? row.Seats,
            };
        }

        var product = transaction.World.Products[row.ProductId];
        faults.AddRange(CheckoutRules.QuantityFaults(product, row, Seats.Value is not null));
        if (faults.Count > 0)
        {
            return (row, Failure.Invalid(faults));
        }

        var business = IsBusinessCustomer.Value ?? row.IsBusinessCustomer;
        var address = BillingAddress.IsSet ? Bodies.Kept(BillingAddress.Value) : row.BillingAddress;
        if (TaxId.Value is { Length: > 0 } && address is null)
        {
            return (row, Failure.Invalid(new Issue(
                "missing", ["body", "customer_billing_address"], "Country is required to validate tax ID.")));
        }

        var taxId = TaxId.IsSet ? TaxIds.Read(TaxId.Value, address?.Country) : row.TaxId;
        row = row with
        {
            ModifiedAt = transaction.Now,
            IsBusinessCustomer = business,
            CustomerName = CustomerName.Or(row.CustomerName),
            CustomerEmail = row.CustomerId is null ? CustomerEmail.Or(row.CustomerEmail) : row.CustomerEmail,
            BillingName = IsBusinessCustomer.Value == false ? null : BillingName.Or(row.BillingName),
            BillingAddress = address,
            TaxId = IsBusinessCustomer.Value == false ? null : taxId,
            AllowTrial = AllowTrial.Value ?? row.AllowTrial,
            PaymentMethodType = PaymentMethodType.Or(row.PaymentMethodType),
            CustomFieldData = CustomFieldData is null
                ? row.CustomFieldData
                : row.CustomFieldData.Concat(CustomFieldData).ToValueMap(),
        };
        return (CheckoutRules.WithTrial(transaction, row), null);
    }

    private static CheckoutRow SwitchProduct(World world, CheckoutRow row, Guid productId, List<Issue> faults)
    {
        if (!row.Products.Contains(productId))
        {
            faults.Add(Issue.Value("Product is not available in this checkout.", JsonValue.Create(productId.ToString()), "product_id"));
            return row;
        }

        var product = world.Products[productId];
        if (product.Shown.IsArchived)
        {
            faults.Add(Issue.Value("Product is archived.", JsonValue.Create(productId.ToString()), "product_id"));
            return row;
        }

        var currency = product.ActivePrices.Any(price => price.PriceCurrency == row.Currency)
            ? row.Currency
            : world.Organizations[row.OrganizationId].Shown.DefaultPresentmentCurrency;
        var price = CheckoutPrices.Default([.. product.ActivePrices.Where(candidate => candidate.PriceCurrency == currency)]);
        return row with
        {
            ProductId = productId,
            PriceId = price.Id,
            Currency = currency,
            ChosenAmount = null,
            Seats = price is ProductPriceSeatBased seats ? seats.SeatTiers.MinimumSeats : null,
        };
    }
}
