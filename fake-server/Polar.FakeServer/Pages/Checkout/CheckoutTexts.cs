using System.Globalization;
using Polar.FakeServer.Catalog.Products;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Checkout;

/// <summary>What a checkout says in words.</summary>
internal static class CheckoutTexts
{
    /// <summary>The title of its pages.</summary>
    public static string Title(CheckoutPublic checkout) =>
        checkout.Product is { } product ? $"{checkout.Organization.Name} | {product.Name}" : checkout.Organization.Name;

    /// <summary>The price in large: what is paid, and how often.</summary>
    public static string Price(CheckoutPublic checkout) => checkout.TrialEnd is not null || checkout.ActiveTrialInterval is not null
        ? $"{TrialLength(checkout)} free"
        : checkout.IsFreeProductPrice ? "Free"
        : Money(checkout, checkout.TotalAmount) + Interval(checkout.Product);

    /// <summary>What comes behind the trial; null where there is none.</summary>
    public static string? AfterTrial(CheckoutPublic checkout) => checkout.TrialEnd is { } end
        ? $"Then {Money(checkout, checkout.TotalAmount)}{Interval(checkout.Product)} starting {end.UtcDateTime.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture)}"
        : null;

    /// <summary>What the button says.</summary>
    public static string Button(CheckoutPublic checkout) =>
        checkout.ActiveTrialInterval is not null ? "Start trial"
        : !checkout.IsPaymentFormRequired ? "Get for free"
        : checkout.Product?.IsRecurring == true ? "Subscribe now"
        : "Pay now";

    public static string Money(CheckoutPublic checkout, long amount) =>
        (amount < 0 ? "-" : "") + Currencies.Format(Math.Abs(amount), checkout.Currency);

    /// <summary>How often a product is paid for: <c>/month</c>; nothing for what is paid once.</summary>
    public static string Interval(CheckoutProduct? product) => product switch
    {
        { RecurringInterval: { } interval, RecurringIntervalCount: null or 1 } => $"/{interval.Value}",
        { RecurringInterval: { } interval, RecurringIntervalCount: { } count } => $" every {count} {interval.Value}s",
        _ => "",
    };

    private static string TrialLength(CheckoutPublic checkout)
    {
        var (unit, count) = (checkout.ActiveTrialInterval?.Value ?? "day", checkout.ActiveTrialIntervalCount ?? 0);
        return unit == "week" ? Counted(count * 7, "day") : Counted(count, unit);
    }

    private static string Counted(long count, string unit) => $"{count} {unit}{(count == 1 ? "" : "s")}";
}
