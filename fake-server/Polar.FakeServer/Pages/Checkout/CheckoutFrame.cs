using Microsoft.AspNetCore.Http.Extensions;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Checkout;

/// <summary>Where a checkout is shown: in a window of its own, or in a frame of the seller's page.</summary>
internal static class CheckoutFrame
{
    private static readonly string[] s_kept = ["embed", "theme", "locale"];

    /// <summary>Whether the page is in a frame.</summary>
    public static bool IsFramed(IReadOnlyDictionary<string, string> query) => query.GetValueOrDefault("embed") == "true";

    /// <summary>What tells the script whom to send its messages to; nothing where the session names nobody.</summary>
    public static Html Attributes(CheckoutPublic checkout, IReadOnlyDictionary<string, string> query) =>
        IsFramed(query) && checkout.EmbedOrigin is { } origin ? Html.Of($" data-embed-origin=\"{origin}\"") : Html.None;

    /// <summary>The path of one of a checkout's pages, with what its query keeps from page to page.</summary>
    /// <param name="checkout">The session.</param>
    /// <param name="page">The page behind the session's own: <c>/confirmation</c>.</param>
    /// <param name="query">The query of the page that leads there.</param>
    /// <param name="token">The customer session's token that goes along; null for none.</param>
    public static string Address(CheckoutPublic checkout, string page, IReadOnlyDictionary<string, string> query, string? token = null)
    {
        var kept = new QueryBuilder(s_kept.Where(query.ContainsKey).Select(name => KeyValuePair.Create(name, query[name])));
        if (token is not null)
        {
            kept.Add(Token, token);
        }

        return $"/checkout/{Uri.EscapeDataString(checkout.ClientSecret)}{page}{kept.ToQueryString()}";
    }

    /// <summary>The parameter that hands a customer's session to the page behind a checkout.</summary>
    public const string Token = "customer_session_token";
}
