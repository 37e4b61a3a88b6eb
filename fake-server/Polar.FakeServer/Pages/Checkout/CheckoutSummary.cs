using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Checkout;

/// <summary>What is bought, and what it comes to.</summary>
internal static class CheckoutSummary
{
    /// <summary>Seller, product, price and the sum.</summary>
    public static Html Of(CheckoutPublic checkout) => Html.Of($"""
        <header class="seller">
        {(checkout.ReturnUrl is { } back && Uri.TryCreate(back, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? Html.Of($"<a class=\"back\" href=\"{back}\" aria-label=\"Back\">←</a>") : Html.None)}
        {(checkout.Organization.AvatarUrl is { } picture ? Html.Of($"<img src=\"{picture}\" alt=\"\">") : Html.Of($"<span class=\"initial\" aria-hidden=\"true\">{checkout.Organization.Name[..1]}</span>"))}
        <span>{checkout.Organization.Name}</span>
        </header>
        {(checkout.Product is { } product ? Product(checkout, product) : Html.None)}
        """);

    /// <summary>The sum, line by line.</summary>
    public static Html Sum(CheckoutPublic checkout)
    {
        if (checkout.IsFreeProductPrice)
        {
            return Html.None;
        }

        var hasDiscount = checkout.Discount is not null;
        return Html.Of($"""
            <table class="sum">
            <tbody>
            {Html.If(checkout.Seats is not null, () => Line(checkout.Seats == 1 ? "1 seat" : $"{checkout.Seats} seats", CheckoutTexts.Money(checkout, checkout.Amount)))}
            {Html.If(checkout.Units is not null, () => Line(checkout.Units == 1 ? "1 unit" : $"{checkout.Units} units", CheckoutTexts.Money(checkout, checkout.Amount)))}
            {Line("Subtotal", CheckoutTexts.Money(checkout, checkout.Amount))}
            {Html.If(hasDiscount, () => Line(checkout.Discount!.Name, CheckoutTexts.Money(checkout, -checkout.DiscountAmount)))}
            {Html.If(hasDiscount, () => Line("Taxable amount", CheckoutTexts.Money(checkout, checkout.NetAmount)))}
            {Line(checkout.TaxBehavior == TaxBehavior.Inclusive ? "Taxes (included)" : "Taxes", checkout.TaxAmount is { } tax ? CheckoutTexts.Money(checkout, tax) : "—")}
            </tbody>
            <tfoot>{Line(checkout.Product?.IsRecurring == true ? $"Every {Period(checkout.Product)}" : "Total", CheckoutTexts.Money(checkout, checkout.TotalAmount))}</tfoot>
            </table>
            """);
    }

    private static string Period(CheckoutProduct product) => product.RecurringIntervalCount is null or 1
        ? product.RecurringInterval?.Value ?? "period"
        : $"{product.RecurringIntervalCount} {product.RecurringInterval?.Value}s";

    private static Html Product(CheckoutPublic checkout, CheckoutProduct product) => Html.Of($"""
        <section class="product">
        {(product.Medias is [var first, ..] ? Html.Of($"<img class=\"media\" src=\"{first.PublicUrl}\" alt=\"\">") : Html.None)}
        <h1>{product.Name}</h1>
        <p class="price">{CheckoutTexts.Price(checkout)}</p>
        {(CheckoutTexts.AfterTrial(checkout) is { } then ? Html.Of($"<p class=\"then\">{then}</p>") : Html.None)}
        {(product.Description is { Length: > 0 } description ? Html.Of($"<p class=\"description\">{description}</p>") : Html.None)}
        {Html.If(product.Benefits.Count > 0, () => Html.Of($"<ul class=\"benefits\">{product.Benefits.Select(benefit => Html.Of($"<li>{benefit.Description}</li>"))}</ul>"))}
        </section>
        """);

    private static Html Line(string name, string amount) => Html.Of($"<tr><th scope=\"row\">{name}</th><td>{amount}</td></tr>\n");
}
