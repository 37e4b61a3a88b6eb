using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>What the bodies that change a checkout have in common, read from each.</summary>
internal static class CheckoutBodies
{
    /// <summary>The buyer's change.</summary>
    public static CheckoutChange Change(CheckoutUpdatePublic body) => new()
    {
        IsBuyers = true,
        ProductId = body.ProductId.Value,
        PriceId = body.ProductPriceId.Value,
        Amount = body.Amount.Value,
        Seats = body.Seats,
        Units = body.Units,
        IsBusinessCustomer = body.IsBusinessCustomer,
        CustomerName = body.CustomerName,
        CustomerEmail = body.CustomerEmail,
        BillingName = body.CustomerBillingName,
        BillingAddress = body.CustomerBillingAddress.Value,
        TaxId = body.CustomerTaxId,
        Locale = body.Locale,
        AllowTrial = body.AllowTrial,
        PaymentMethodType = body.PaymentMethodType,
        DiscountCode = body.DiscountCode,
        CustomFieldData = body.CustomFieldData,
    };

    /// <summary>The merchant's change.</summary>
    public static CheckoutChange Change(CheckoutUpdate body) => new()
    {
        ProductId = body.ProductId.Value,
        PriceId = body.ProductPriceId.Value,
        Amount = body.Amount.Value,
        Seats = body.Seats,
        Units = body.Units,
        IsBusinessCustomer = body.IsBusinessCustomer,
        CustomerName = body.CustomerName,
        CustomerEmail = body.CustomerEmail,
        BillingName = body.CustomerBillingName,
        BillingAddress = body.CustomerBillingAddress.Value,
        TaxId = body.CustomerTaxId,
        Locale = body.Locale,
        AllowTrial = body.AllowTrial,
        Currency = body.Currency.Value?.Value,
        IpAddress = body.CustomerIpAddress,
        DiscountId = body.DiscountId,
        CustomFieldData = body.CustomFieldData,
    };

    /// <summary>The buyer's last change.</summary>
    public static CheckoutChange Change(CheckoutConfirm body) => new()
    {
        IsBuyers = true,
        IsConfirmation = true,
        ProductId = body.ProductId.Value,
        PriceId = body.ProductPriceId.Value,
        Amount = body.Amount.Value,
        Seats = body.Seats,
        Units = body.Units,
        IsBusinessCustomer = body.IsBusinessCustomer,
        CustomerName = body.CustomerName,
        CustomerEmail = body.CustomerEmail,
        BillingName = body.CustomerBillingName,
        BillingAddress = body.CustomerBillingAddress.Value,
        TaxId = body.CustomerTaxId,
        Locale = body.Locale,
        AllowTrial = body.AllowTrial,
        PaymentMethodType = body.PaymentMethodType,
        DiscountCode = body.DiscountCode,
        CustomFieldData = body.CustomFieldData,
    };
}
