using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>
/// The pages below <c>/{slug}/portal</c>, where customers look after what they have bought. A session begins with a code that would have been sent by mail,
/// or with a token in the address.
/// </summary>
/// <param name="api">The fake's own API.</param>
/// <param name="engine">What holds the world.</param>
internal sealed class PortalPages(PageApi api, Engine engine)
{
    /// <summary>Parameters of addresses that bring a session. Polar uses the first one for sessions of members too.</summary>
    private static readonly string[] s_tokens = ["customer_session_token", "member_session_token"];

    private readonly SignInPages _door = new(api, engine);
    private readonly BankPage _bank = new(engine);

    /// <summary>Answers a request for one of the pages.</summary>
    public async Task<Reply> AnswerAsync(PageRequest request)
    {
        if (request.Method is not ("GET" or "POST"))
        {
            return NotFound(request);
        }

        var answer = await api(new PageCall(
            "GET", $"/v1/customer-portal/organizations/{Uri.EscapeDataString(request.Segments[0])}", Address: request.Address)).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            return NotFound(request);
        }

        var shop = answer.Read<CustomerOrganizationData>();
        string[] page = [.. request.Segments[2..].Where((segment, place) => segment.Length > 0 || place < request.Segments.Length - 3)];
        return await _door.AnswerAsync(request, shop, page).ConfigureAwait(false)
            ?? await AnswerAsync(request, shop, page).ConfigureAwait(false);
    }

    private static Reply NotFound(PageRequest request) => PageLayout.Notice(
        404, "Nothing is here", "The address is wrong, or what was here is gone.", theme: request.Query.GetValueOrDefault("theme"));

    private async Task<Reply> AnswerAsync(PageRequest request, CustomerOrganizationData shop, string[] page)
    {
        var root = PortalAddress.Root(shop.Organization.Slug);
        var given = request.IsSubmitted ? null : Array.Find(s_tokens, request.Query.ContainsKey);
        var token = given is null ? PortalCookie.Read(request) : request.Query[given];
        var visit = token is null
            ? null
            : await PortalVisit.BeginAsync(api, shop, request, token, id => IsCustomer(shop.Organization.Id, id)).ConfigureAwait(false);
        if (visit is null)
        {
            return PageLayout.SeeOther(
                PortalVisit.Address(shop.Organization.Slug, request, "/request", Entries(request, "email")), PortalCookie.Forget(root));
        }

        if (given is not null)
        {
            // The token goes from the address into a cookie, where nobody copies it from.
            return PageLayout.SeeOther(
                visit.Address(page.Length == 0 ? OverviewPage.Place : "/" + string.Join('/', page.Select(Uri.EscapeDataString))),
                PortalCookie.Keep(root, token!));
        }

        if (request.IsSubmitted && !PortalCookie.IsOwnForm(request, token!))
        {
            return PageLayout.Notice(
                403,
                "That form is out of date",
                "It does not belong to your session. Go back to the portal and try again.",
                Html.Of($"<p><a href=\"{visit.Address("")}\">Go to the portal</a></p>"),
                request.Query.GetValueOrDefault("theme"));
        }

        var reply = await PageAsync(visit, page).ConfigureAwait(false);
        return visit.Failure is { Status: not (403 or 404) } failure
            ? PageLayout.Notice(failure.Status, "This page cannot be shown", failure.Problems().General ?? "Something went wrong.", theme: request.Query.GetValueOrDefault("theme"))
            : reply ?? NotFound(request);
    }

    private Task<Reply?> PageAsync(PortalVisit visit, string[] page) => (visit.Request.Method, page) switch
    {
        ("GET", [] or ["seats"]) => Task.FromResult<Reply?>(PageLayout.SeeOther(visit.Address(OverviewPage.Place))),
        ("POST", ["sign-out"]) => Task.FromResult<Reply?>(PageLayout.SeeOther(visit.Address("/request"), PortalCookie.Forget(PortalAddress.Root(visit.Organization.Slug)))),
        (_, ["overview"]) => new OverviewPage(visit).AnswerAsync(),
        (_, ["subscriptions", var id]) when Guid.TryParse(id, out var known) => new SubscriptionPage(visit, known).AnswerAsync(),
        ("GET", ["orders"]) => OrdersPage.ShowAsync(visit),
        (_, ["orders", var id]) when Guid.TryParse(id, out var known) => new OrderPage(visit, known).AnswerAsync(),
        ("GET", ["orders", var id, "invoice"]) when Guid.TryParse(id, out var known) => OrderDocumentPages.InvoiceAsync(visit, known),
        ("GET", ["orders", var id, "receipt"]) when Guid.TryParse(id, out var known) => OrderDocumentPages.ReceiptAsync(visit, known),
        ("GET", ["usage" or "wallet"]) => UsagePage.ShowAsync(visit),
        (_, ["settings"]) => new SettingsPage(visit, engine.World).AnswerAsync(),
        ("GET", ["settings", "export"]) => SettingsPage.ExportAsync(visit),
        (_, ["team"]) => new TeamPage(visit).AnswerAsync(),
        (_, ["bank", var intent]) => _bank.AnswerAsync(visit, intent),
        _ => Task.FromResult<Reply?>(null),
    };

    private static (string Name, string Value)[] Entries(PageRequest request, string name) =>
        request.Query.TryGetValue(name, out var value) ? [(name, value)] : [];

    private bool IsCustomer(Guid organization, Guid customer) => engine.World.Customers.Find(customer)?.OrganizationId == organization;
}
