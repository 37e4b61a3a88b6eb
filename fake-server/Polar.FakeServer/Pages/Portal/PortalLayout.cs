using System.Collections.Frozen;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>The frame of a portal's pages.</summary>
internal static class PortalLayout
{
    private const string Styles = "portal.css";

    /// <summary>What a page says when something has been done.</summary>
    private static readonly FrozenDictionary<string, string> s_done = new Dictionary<string, string>
    {
        ["cancel"] = "Your subscription ends with its period.",
        ["uncancel"] = "Your subscription goes on.",
        ["change_plan"] = "Your plan has been changed.",
        ["change_seats"] = "The number of your seats has been changed.",
        ["change_units"] = "The number of your units has been changed.",
        ["pause"] = "Your subscription pauses with its period.",
        ["unpause"] = "Your subscription does not pause.",
        ["resume"] = "Your subscription goes on.",
        ["discard_change"] = "The change will not happen.",
        ["revoke"] = "Your subscription has ended.",
        ["assign_seat"] = "The seat is taken; an invitation is on its way.",
        ["revoke_seat"] = "The seat is free again.",
        ["resend_invitation"] = "The invitation is on its way again.",
        ["deactivate"] = "The activation has been removed.",
        ["rotate"] = "You have a new license key; the old one is good for nothing any more.",
        ["connect"] = "Your account is connected.",
        ["invite"] = "The invitation is on its way.",
        ["bill_to"] = "Your invoice is ready.",
        ["pay"] = "Thank you, your payment is on its way.",
        ["add_payment_method"] = "Your payment method has been added.",
        ["set_default"] = "This is what you pay with from now on.",
        ["remove_payment_method"] = "Your payment method has been removed.",
        ["save_billing"] = "Your billing details have been saved.",
        ["change_email"] = "Open the link that has been sent to your new address.",
        ["email_changed"] = "Your email address has been changed.",
        ["add_member"] = "The member has been added.",
        ["change_member"] = "The member has been changed.",
        ["remove_member"] = "The member has been removed.",
        ["claim"] = "The seat is yours.",
    }.ToFrozenDictionary();

    /// <summary>A page of somebody who is signed in.</summary>
    /// <param name="visit">Who looks at it.</param>
    /// <param name="place">Where it is in the navigation: <c>/orders</c>.</param>
    /// <param name="title">Its title.</param>
    /// <param name="content">What is on it.</param>
    public static Reply Page(PortalVisit visit, string place, string title, Html content)
    {
        var done = visit.Refused is null && s_done.TryGetValue(visit.Request.Query.GetValueOrDefault("done", ""), out var sentence) ? sentence : null;
        return PageLayout.Page(
            visit.Refused?.Answer.Status ?? 200,
            $"{visit.Organization.Name} | {title}",
            Html.Of($"""
                <a class="skip" href="#content">Skip to the content</a>
                <header class="top">
                {Seller(visit.Organization)}
                <nav aria-label="Portal">
                {Places(visit).Select(entry => Html.Of($"<a href=\"{visit.Address(entry.Place)}\"{Html.If(entry.Place == place, () => Html.Of($" aria-current=\"page\""))}>{entry.Name}</a>\n"))}
                </nav>
                <div class="person">
                <span>{visit.Person}</span>
                {visit.Form("/sign-out", "sign_out").Button("Sign out", "plain")}
                </div>
                </header>
                <main class="portal" id="content">
                {Html.If(done is not null, () => Html.Of($"<p class=\"done\" role=\"status\">{done}</p>"))}
                {content}
                </main>
                <footer class="foot">
                {Html.If(IsWebAddress(visit.ReturnUrl), () => Html.Of($"<p><a href=\"{visit.ReturnUrl}\">← Back to {visit.Organization.Name}</a></p>"))}
                <p class="fake">This is a fake of Polar for tests. No money moves, and no mail is sent.</p>
                </footer>
                """),
            visit.Request.Query.GetValueOrDefault("theme"),
            styles: Styles);
    }

    /// <summary>A page of somebody who is not signed in.</summary>
    public static Reply Door(PageRequest request, CustomerOrganization organization, int status, string title, Html content) => PageLayout.Page(
        status,
        $"{organization.Name} | {title}",
        Html.Of($"""
            <main class="door">
            {Seller(organization)}
            <section class="card">
            <h1>{title}</h1>
            {content}
            </section>
            <p class="fake">This is a fake of Polar for tests. No money moves, and no mail is sent.</p>
            </main>
            """),
        request.Query.GetValueOrDefault("theme"),
        styles: Styles);

    private static Html Seller(CustomerOrganization organization) => Html.Of($"""
        <div class="seller">
        <span class="initial" aria-hidden="true">{PortalTexts.Initial(organization.Name)}</span>
        <span>{organization.Name}</span>
        </div>
        """);

    private static IEnumerable<(string Place, string Name)> Places(PortalVisit visit)
    {
        yield return (OverviewPage.Place, "Overview");
        if (visit.IsBilling)
        {
            yield return (OrdersPage.Place, "Orders");
        }

        if (visit.Organization.CustomerPortalSettings.Usage.Show)
        {
            yield return (UsagePage.Place, "Usage");
        }

        if (visit.IsBilling)
        {
            yield return (SettingsPage.Place, "Billing");
        }

        if (visit.ManagesTeam)
        {
            yield return (TeamPage.Place, "Team");
        }
    }

    private static bool IsWebAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var known) && known.Scheme is "http" or "https";
}
