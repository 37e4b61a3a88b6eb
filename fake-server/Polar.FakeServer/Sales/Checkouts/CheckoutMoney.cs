using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Simulation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>What a checkout comes to, and what has to be paid or set up for it.</summary>
internal sealed record CheckoutMoney
{
    public required long DiscountAmount { get; init; }

    public required long TotalAmount { get; init; }

    public required bool IsFreeProductPrice { get; init; }

    public required bool IsPaymentRequired { get; init; }

    public required bool IsPaymentSetupRequired { get; init; }

    public bool IsDiscountApplicable => !IsFreeProductPrice;

    public bool IsPaymentFormRequired => IsPaymentRequired || IsPaymentSetupRequired;

    public static CheckoutMoney Of(World world, CheckoutRow row)
    {
        var product = world.Products[row.ProductId];
        var prices = CheckoutPrices.Effective(product, row).ToArray();
        var free = prices.All(PriceKinds.IsFree);
        var total = row.NetAmount + (row.TaxAmount ?? 0);
        return new CheckoutMoney
        {
            DiscountAmount = CheckoutDiscounts.Amount(world, row),
            TotalAmount = total,
            IsFreeProductPrice = free,
            IsPaymentRequired = total > 0 && row.TrialEnd is null,
            IsPaymentSetupRequired = product.Resource.IsRecurring
                && !free
                && (row.Amount > 0 || !prices.All(PriceKinds.IsStatic))
                && !CheckoutDiscounts.IsFreeForever(world, row),
        };
    }

    /// <summary>
    /// The session with its tax calculated anew. Where no form is needed there is none; where no address is known yet, what was known before stays.
    /// </summary>
    public static CheckoutRow Taxed(Transaction transaction, CheckoutRow row)
    {
        var world = transaction.World;
        row = row with { NetAmount = row.Amount - CheckoutDiscounts.Amount(world, row) };
        if (!Of(world, row).IsPaymentFormRequired)
        {
            return row with { TaxAmount = 0 };
        }

        if (row.BillingAddress is not { } address)
        {
            return row;
        }

        if (transaction.Settings.TaxService.FaultOf(address) is not null)
        {
            return row with { TaxAmount = null };
        }

        var option = CheckoutPrices.Chosen(world.Products[row.ProductId], row)?.TaxBehavior
            ?? world.Organizations[row.OrganizationId].Resource.DefaultTaxBehavior;
        var tax = Tax.Of(transaction.Settings.TaxService, row.NetAmount, option, address, row.TaxId is not null);
        return row with { NetAmount = tax.Net, TaxAmount = tax.Amount, TaxBehavior = tax.Behavior };
    }

    /// <summary>What is only asked of those who pay is forgotten where nobody has to pay.</summary>
    public static CheckoutRow WithoutIdleFields(World world, CheckoutRow row)
    {
        if (Of(world, row).IsPaymentFormRequired)
        {
            return row;
        }

        var unpaid = row with { PaymentMethodType = null };
        return row.RequireBillingAddress ? unpaid : unpaid with { IsBusinessCustomer = false, TaxId = null, BillingName = null };
    }
}
