using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Http;
using Polar.FakeServer.Pages.Checkout;
using Polar.FakeServer.Pages.Portal;

namespace Polar.FakeServer.Pages;

/// <summary>The pages that people see, beside the API.</summary>
internal sealed class SitePages(CheckoutPages checkout, PortalPages portal)
{
    /// <summary>What the paths of those begin with that have a place of their own.</summary>
    public static ImmutableArray<string> Roots { get; } = [CheckoutPages.Root, PageAssets.Root];

    /// <summary>Whether a path is one of theirs.</summary>
    public static bool Has(string path)
    {
        foreach (var root in Roots)
        {
            if (path.StartsWith(root, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return PortalAddress.Has(path);
    }

    /// <summary>Whether pages of other sites may send something to a path: a checkout may be in a frame of theirs.</summary>
    public static bool TakesFromOthers(string path) => !PortalAddress.Has(path);

    /// <summary>Answers a request for a page.</summary>
    public async Task<Reply> AnswerAsync(HttpRequest request, string path)
    {
        if (path.StartsWith(PageAssets.Root, StringComparison.Ordinal))
        {
            return PageAssets.At(path) ?? PageLayout.Notice(404, "Nothing is here", "The address is wrong.");
        }

        var asked = await PageRequest.ReadAsync(request, path).ConfigureAwait(false);
        return PortalAddress.Has(path)
            ? await portal.AnswerAsync(asked).ConfigureAwait(false)
            : await checkout.AnswerAsync(asked).ConfigureAwait(false);
    }
}
