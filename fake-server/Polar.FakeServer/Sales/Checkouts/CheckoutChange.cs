using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>What a change of a checkout may touch, whoever makes it: unset members stay as they are.</summary>
internal sealed record CheckoutChange
{
    public Guid? ProductId { get; init; }

    public Guid? PriceId { get; init; }

    public long? Amount { get; init; }

    public Optional<long?> Seats { get; init; }

    public Optional<long?> Units { get; init; }

    public Optional<bool?> IsBusinessCustomer { get; init; }

    public Optional<string?> CustomerName { get; init; }

    public Optional<string?> CustomerEmail { get; init; }

    public Optional<string?> BillingName { get; init; }

    public AddressInput? BillingAddress { get; init; }

    public Optional<string?> TaxId { get; init; }

    public Optional<string?> Locale { get; init; }

    public Optional<bool?> AllowTrial { get; init; }

    public Optional<string?> PaymentMethodType { get; init; }

    public ValueMap<JsonScalar>? CustomFieldData { get; init; }

    public string? Currency { get; init; }

    /// <summary>Where the buyer is, for the changes that follow.</summary>
    public Optional<string?> IpAddress { get; init; }

    /// <summary>The discount that the merchant chose.</summary>
    public Optional<Guid?> DiscountId { get; init; }

    /// <summary>The code that the buyer typed.</summary>
    public Optional<string?> DiscountCode { get; init; }

    /// <summary>Whether the buyer makes it, who is told at once what a discount's limits forbid.</summary>
    public bool IsBuyers { get; init; }

    /// <summary>The buyer presses the button: required fields must be there, and what was answered before does not count.</summary>
    public bool IsConfirmation { get; init; }

    /// <summary>The checkout after this change, or what is wrong with it.</summary>
    public Outcome<CheckoutRow> Apply(Transaction transaction, CheckoutRow row)
    {
        if (row.Status != CheckoutStatus.Open)
        {
            return CheckoutRules.NotOpen(row);
        }

        return SelectProduct(transaction.World, row)
            .Then(current => ApplyQuantities(transaction.World, CheckoutDiscounts.Kept(transaction.World, current)))
            .Then(current => Discounted(transaction, current))
            .Then(current => WithTaxId(current with { BillingAddress = Addresses.Kept(BillingAddress) ?? current.BillingAddress }))
            .Then(current => WithAnswers(transaction.World, current))
            .Then<CheckoutRow>(current => IsConfirmation || current.BillingAddress is not null
                ? current
                : CheckoutRules.WithCountry(current, transaction.Settings.Countries.Of(row.CustomerIpAddress)))
            .Then(current => Finish(transaction, current));
    }

    /// <summary>The session with its product, its price and its currency; either of them starts the numbers anew.</summary>
    private Outcome<CheckoutRow> SelectProduct(World world, CheckoutRow row)
    {
        if (ProductId is not { } productId)
        {
            return Currency is { } wanted ? Priced(world.Products[row.ProductId], row with { Currency = wanted }) : row;
        }

        if (!row.Products.Contains(productId))
        {
            return Failure.Invalid(RequestError.Value(
                "Product is not available in this checkout.", JsonValue.Create(productId.ToString()), "product_id"));
        }

        var product = world.Products[productId];
        if (product.Resource.IsArchived)
        {
            return Failure.Invalid(RequestError.Value("Product is archived.", JsonValue.Create(productId.ToString()), "product_id"));
        }

        row = row with { ProductId = productId };
        if (PriceId is { } priceId)
        {
            return CheckoutPrices.Effective(product, row).FirstOrDefault(price => price.Id == priceId) is { } price
                ? Repriced([price], row with { Currency = price.PriceCurrency })
                : Failure.Invalid(RequestError.Value(
                    "Price is not available in this checkout.", JsonValue.Create(priceId.ToString()), "product_price_id"));
        }

        var isKept = Currency is not null || product.ActivePrices.Any(price => price.PriceCurrency == row.Currency);
        return Priced(product, row with
        {
            Currency = Currency ?? (isKept ? row.Currency : world.Organizations[row.OrganizationId].Resource.DefaultPresentmentCurrency),
        });
    }

    /// <summary>The session at its product's catalog prices, even where it has prices of its own for it.</summary>
    private Outcome<CheckoutRow> Priced(ProductRow product, CheckoutRow row)
    {
        var prices = PriceChoice.In(product.ActivePrices, row.Currency);
        return prices.Count > 0
            ? Repriced(prices, row)
            : Failure.Invalid(RequestError.Value("Product is not available in the specified currency.", JsonValue.Create(row.Currency), "currency"));
    }

    private Outcome<CheckoutRow> Repriced(IReadOnlyList<ProductPrice> prices, CheckoutRow row)
    {
        var seatBounds = PriceChoice.SeatBounds(prices);
        var unitBounds = PriceChoice.UnitBounds(prices);
        return CheckoutQuantities.Seats(seatBounds, seatBounds is null ? null : Seats.Value).Then(seats =>
            CheckoutQuantities.Units(unitBounds, unitBounds is null ? null : Units.Value).Then<CheckoutRow>(units => row with
            {
                PriceId = PriceChoice.Default(prices).Id,
                Seats = seats,
                Units = units,
                Amount = PriceChoice.Amount(prices, null, seats, units),
            }));
    }

    /// <summary>The session with the amount, seats and units that were asked for.</summary>
    private Outcome<CheckoutRow> ApplyQuantities(World world, CheckoutRow row)
    {
        var prices = CheckoutPrices.InCurrency(world.Products[row.ProductId], row);
        if (Amount is { } amount && prices.OfType<ProductPriceCustom>().FirstOrDefault() is { } custom)
        {
            if (CheckoutQuantities.AmountFault(custom, amount) is { } fault)
            {
                return fault;
            }

            row = row with { Amount = amount };
        }

        return Seated(prices, row).Then(current => InUnits(prices, current));
    }

    private Outcome<CheckoutRow> Seated(IReadOnlyList<ProductPrice> prices, CheckoutRow row) => Seats.Value is not { } wanted
        ? row
        : CheckoutQuantities.Seats(PriceChoice.SeatBounds(prices), wanted, row.MinSeats, row.MaxSeats)
            .Then<CheckoutRow>(seats => row with { Seats = seats, Amount = PriceChoice.Amount(prices, null, seats, row.Units) });

    private Outcome<CheckoutRow> InUnits(IReadOnlyList<ProductPrice> prices, CheckoutRow row) => Units.Value is not { } wanted
        ? row
        : CheckoutQuantities.Units(PriceChoice.UnitBounds(prices), wanted, row.MinUnits, row.MaxUnits)
            .Then<CheckoutRow>(units => row with { Units = units, Amount = PriceChoice.Amount(prices, null, row.Seats, units) });

    private Outcome<CheckoutRow> Discounted(Transaction transaction, CheckoutRow row)
    {
        if (DiscountId.IsSet)
        {
            return DiscountId.Value is { } id ? CheckoutDiscounts.ById(transaction, row, id) : row with { DiscountId = null };
        }

        if (!DiscountCode.IsSet || !row.AllowDiscountCodes)
        {
            return row;
        }

        return DiscountCode.Value is { } code ? CheckoutDiscounts.ByCode(transaction, row, code.Trim()) : row with { DiscountId = null };
    }

    /// <summary>The session with its tax id, which is read again for the address as it is now.</summary>
    private Outcome<CheckoutRow> WithTaxId(CheckoutRow row)
    {
        var given = StringNormalization.ToNull(TaxId.Value);
        if (IsBusinessCustomer.Value == false || (TaxId.IsSet && given is null))
        {
            return row with { TaxId = null };
        }

        return (given ?? row.TaxId?[0]) is { } number
            ? CheckoutRules.TaxId(number, row.BillingAddress).Then<CheckoutRow>(taxId => row with { TaxId = taxId })
            : row;
    }

    private Outcome<CheckoutRow> WithAnswers(World world, CheckoutRow row) => CustomFieldData is null && !IsConfirmation
        ? row
        : CustomFieldAnswers.Checked(world, world.Products[row.ProductId], CustomFieldData, IsConfirmation)
            .Then<CheckoutRow>(data => row with { CustomFieldData = IsConfirmation ? data : row.CustomFieldData.Concat(data).ToValueMap() });

    private Outcome<CheckoutRow> Finish(Transaction transaction, CheckoutRow row)
    {
        var business = IsBusinessCustomer.Value ?? row.IsBusinessCustomer;
        row = CheckoutRules.WithTrial(transaction, CheckoutRules.WithLocale(transaction.World, row with
        {
            // A number that is taken away leaves the amount as it was.
            Seats = Seats.IsNull ? null : row.Seats,
            Units = Units.IsNull ? null : row.Units,
            CustomerIpAddress = IpAddress.Or(row.CustomerIpAddress),
            ModifiedAt = transaction.Now,
            IsBusinessCustomer = business,
            CustomerName = CustomerName.IsSet ? StringNormalization.ToNull(CustomerName.Value) : row.CustomerName,
            CustomerEmail = row.CustomerId is null ? CustomerEmail.Or(row.CustomerEmail) : row.CustomerEmail,
            BillingName = IsBusinessCustomer.Value == false ? null : BillingName.IsSet ? StringNormalization.ToNull(BillingName.Value) : row.BillingName,
            AllowTrial = AllowTrial.Or(row.AllowTrial),
            PaymentMethodType = PaymentMethodType.IsSet ? StringNormalization.ToNull(PaymentMethodType.Value) : row.PaymentMethodType,
            Locale = Locale.Or(row.Locale),
        }));
        if (IsBuyers && !IsConfirmation && CheckoutDiscounts.LimitFault(transaction.World, row, card: null) is { } limit)
        {
            return limit;
        }

        return CheckoutRules.IsSubscribed(transaction.World, row) ? CheckoutRules.AlreadySubscribed : row;
    }
}
