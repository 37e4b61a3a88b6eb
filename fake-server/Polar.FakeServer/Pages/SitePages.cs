using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Http;
using Polar.FakeServer.Pages.Checkout;

namespace Polar.FakeServer.Pages;

/// <summary>The pages that people see, beside the API.</summary>
internal sealed class SitePages(CheckoutPages checkout)
{
    /// <summary>Whether a path is one of theirs.</summary>
    public static bool Has(string path) =>
        path.StartsWith(CheckoutPages.Root, StringComparison.Ordinal) || path.StartsWith(PageAssets.Root, StringComparison.Ordinal);

    /// <summary>Answers a request for a page.</summary>
    public async Task<Reply> AnswerAsync(HttpRequest request, string path) =>
        path.StartsWith(PageAssets.Root, StringComparison.Ordinal)
            ? PageAssets.At(path) ?? PageLayout.Notice(404, "Nothing is here", "The address is wrong.")
            : await checkout.AnswerAsync(await PageRequest.ReadAsync(request, path).ConfigureAwait(false)).ConfigureAwait(false);
}
