using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What a checkout comes to, and what has to be paid or set up for it.</summary>
internal sealed record CheckoutMoney
{
    public required long Amount { get; init; }

    public required long DiscountAmount { get; init; }

    public required long? TaxAmount { get; init; }

    public required TaxBehavior? TaxBehavior { get; init; }

    public required bool IsFreeProductPrice { get; init; }

    public required bool IsDiscountApplicable { get; init; }

    public required bool IsPaymentRequired { get; init; }

    public required bool IsPaymentSetupRequired { get; init; }

    public bool IsPaymentFormRequired => IsPaymentRequired || IsPaymentSetupRequired;

    public long NetAmount => Amount - DiscountAmount - (TaxBehavior == Functional.Contracts.TaxBehavior.Inclusive ? TaxAmount ?? 0 : 0);

    public long TotalAmount => NetAmount + (TaxAmount ?? 0);

    public static CheckoutMoney Of(World world, CheckoutRow row)
    {
        var product = world.Products[row.ProductId];
        var prices = CheckoutPrices.InCurrency(product, row);
        var amount = prices.Where(PriceKinds.IsStatic).Sum(price => PriceKinds.Amount(price, row.ChosenAmount, row.Seats, null));
        var all = CheckoutPrices.Effective(product, row).ToArray();
        var free = all.All(PriceKinds.IsFree);
        var hasMetered = prices.Any(price => !PriceKinds.IsStatic(price));
        var setup = product.Shown.IsRecurring && !free && (amount > 0 || hasMetered);
        var money = new CheckoutMoney
        {
            Amount = amount,
            DiscountAmount = 0,
            TaxAmount = null,
            TaxBehavior = null,
            IsFreeProductPrice = free,
            IsDiscountApplicable = all.Any(price => !PriceKinds.IsFree(price)),
            IsPaymentRequired = amount > 0 && row.TrialEnd is null,
            IsPaymentSetupRequired = setup,
        };
        return money.WithTax(world, row, prices);
    }

    private CheckoutMoney WithTax(World world, CheckoutRow row, IReadOnlyList<ProductPrice> prices)
    {
        if (!IsPaymentFormRequired)
        {
            return this with { TaxAmount = 0 };
        }

        if (row.BillingAddress is not { } address)
        {
            return this;
        }

        var option = prices.Select(price => price.TaxBehavior).FirstOrDefault(behavior => behavior is not null)
            ?? world.Organizations[row.OrganizationId].Shown.DefaultTaxBehavior;
        var behavior = TaxRates.Behavior(option, address);
        var rate = TaxRates.Of(address, row.TaxId is not null);
        return this with { TaxBehavior = behavior, TaxAmount = TaxRates.Amount(rate, behavior, Amount - DiscountAmount) };
    }
}
