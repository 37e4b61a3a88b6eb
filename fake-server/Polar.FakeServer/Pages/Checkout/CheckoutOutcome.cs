using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.WebUtilities;
using Polar.FakeServer.Http;
using Polar.FakeServer.Pages.Portal;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Checkout;

/// <summary>What is shown once a checkout is confirmed, and where its buyer goes then.</summary>
internal static class CheckoutOutcome
{
    /// <summary>The page of a checkout that is not open any more.</summary>
    public static Reply Confirmation(CheckoutPublic checkout, IReadOnlyDictionary<string, string> query)
    {
        var (title, sentence, more) = checkout.Status.Value switch
        {
            CheckoutStatus.Values.Succeeded => ("Your order was successful", $"Thank you. {checkout.Organization.Name} has been told of your purchase.", Benefits(checkout)),
            CheckoutStatus.Values.Confirmed => ("Your order is being processed", "This page looks again by itself.", Html.Of($"<p class=\"busy\" role=\"status\"></p>")),
            CheckoutStatus.Values.Expired => ("This checkout has expired", "Go back to the shop and begin anew.", Html.None),
            _ => ("Your payment did not go through", "Nothing was charged. Go back to the shop and begin anew.", Html.None),
        };
        var page = PageLayout.Page(
            200,
            CheckoutTexts.Title(checkout),
            Html.Of($"""
                <main class="notice"{CheckoutFrame.Attributes(checkout, query)}>
                {Html.If(checkout.Status == CheckoutStatus.Succeeded, () => Html.Of($"<p class=\"mark\" aria-hidden=\"true\">✓</p>"))}
                <h1>{title}</h1>
                <p>{sentence}</p>
                {more}
                {Html.If(checkout.Status == CheckoutStatus.Succeeded, () => Html.Of($"<p><a href=\"{PortalAddressOf(checkout, query.GetValueOrDefault(CheckoutFrame.Token))}\" target=\"_top\">See what you have bought</a></p>"))}
                </main>
                """),
            query.GetValueOrDefault("theme"),
            "checkout.js",
            isFrameable: true);
        return checkout.Status == CheckoutStatus.Confirmed
            ? page with { Headers = [.. page.Headers, ("Refresh", "3")] }
            : page;
    }

    /// <summary>Whether the buyer's bank waits for the buyer.</summary>
    /// <param name="processor">What the processor says of the session.</param>
    public static bool AwaitsBuyer(ValueMap<string> processor) => processor.TryGetValue("intent_status", out var status) && status == "requires_action";

    /// <summary>The page of the buyer's bank.</summary>
    public static Reply Bank(CheckoutPublic checkout, IReadOnlyDictionary<string, string> query) => PageLayout.Page(
        200,
        CheckoutTexts.Title(checkout),
        Html.Of($"""
            <main class="notice"{CheckoutFrame.Attributes(checkout, query)}>
            {BankChallenge.Of(
                CheckoutFrame.Address(checkout, "/authenticate", query, query.GetValueOrDefault(CheckoutFrame.Token)),
                checkout.Organization.Name,
                checkout.IsPaymentRequired ? CheckoutTexts.Money(checkout, checkout.TotalAmount) : null)}
            </main>
            """),
        query.GetValueOrDefault("theme"),
        isFrameable: true);

    /// <summary>The page in a frame while the purchase is carried out: it tells the seller's page, and goes on.</summary>
    public static Reply Waiting(CheckoutPublic checkout, IReadOnlyDictionary<string, string> query, string? token) => PageLayout.Page(
        200,
        CheckoutTexts.Title(checkout),
        Html.Of($"""
            <main class="notice" data-event="confirmed" data-next="{CheckoutFrame.Address(checkout, "/finish", query, token)}"{CheckoutFrame.Attributes(checkout, query)}>
            <h1>Your order is being processed</h1>
            <p class="busy" role="status"></p>
            <noscript><a href="{CheckoutFrame.Address(checkout, "/finish", query, token)}">Go on</a></noscript>
            </main>
            """),
        query.GetValueOrDefault("theme"),
        "checkout.js",
        isFrameable: true);

    /// <summary>The last page in a frame: it tells the seller's page where to go.</summary>
    public static Reply Succeeded(CheckoutPublic checkout, IReadOnlyDictionary<string, string> query, string target)
    {
        var isExternal = IsExternal(checkout);
        return PageLayout.Page(
            200,
            CheckoutTexts.Title(checkout),
            Html.Of($"""
                <main class="notice" data-event="success" data-success-url="{target}" data-redirect="{(isExternal ? "true" : "false")}"{(isExternal ? Html.None : Html.Of($" data-next=\"{target}\""))}{CheckoutFrame.Attributes(checkout, query)}>
                <p class="mark" aria-hidden="true">✓</p>
                <h1>Your order was successful</h1>
                <p><a href="{target}" target="_top">Go on</a></p>
                </main>
                """),
            query.GetValueOrDefault("theme"),
            "checkout.js",
            isFrameable: true);
    }

    /// <summary>Where the buyer goes after a purchase, the token of the customer's session in the address where there is one.</summary>
    public static string SuccessAddress(CheckoutPublic checkout, IReadOnlyDictionary<string, string> query, string? token)
    {
        if (!IsExternal(checkout))
        {
            // Whoever gets no session signs in to see the purchase. A portal is shown in no frame.
            return token is null && !CheckoutFrame.IsFramed(query)
                ? PortalAddressOf(checkout, null)
                : CheckoutFrame.Address(checkout, "/confirmation", query, token);
        }

        if (token is null)
        {
            return checkout.SuccessUrl;
        }

        var address = new Uri(checkout.SuccessUrl);
        var parameters = new QueryBuilder(QueryHelpers.ParseQuery(address.Query).Where(entry => entry.Key != CheckoutFrame.Token)) { { CheckoutFrame.Token, token } };
        return $"{address.GetLeftPart(UriPartial.Path)}{parameters.ToQueryString()}{address.Fragment}";
    }

    /// <summary>Where the buyer finds what was bought.</summary>
    private static string PortalAddressOf(CheckoutPublic checkout, string? token)
    {
        var query = new QueryBuilder();
        if (token is not null)
        {
            query.Add(CheckoutFrame.Token, token);
        }
        else if (checkout.CustomerEmail is { } email)
        {
            query.Add("email", email);
        }

        return $"{PortalAddress.Root(checkout.Organization.Slug)}{(token is null ? "/request" : "")}{query.ToQueryString()}";
    }

    /// <summary>Whether a purchase leads away from the checkout's own pages.</summary>
    private static bool IsExternal(CheckoutPublic checkout) => checkout.SuccessUrl != checkout.Url + "/confirmation";

    private static Html Benefits(CheckoutPublic checkout) => checkout.Product is { Benefits: { Count: > 0 } benefits }
        ? Html.Of($"<ul class=\"benefits\">{benefits.Select(benefit => Html.Of($"<li>{benefit.Description}</li>"))}</ul>")
        : Html.None;
}
