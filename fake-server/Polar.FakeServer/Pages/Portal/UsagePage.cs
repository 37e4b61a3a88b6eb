using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>What a customer has used of what is metered, and the money that it has with the seller.</summary>
internal static class UsagePage
{
    public const string Place = "/usage";

    public static async Task<Reply?> ShowAsync(PortalVisit visit)
    {
        if (!visit.Organization.CustomerPortalSettings.Usage.Show)
        {
            return null;
        }

        var meters = await visit.ListAsync<CustomerCustomerMeter>("meters/").ConfigureAwait(false);
        var wallets = await visit.ListAsync<CustomerWallet>("wallets/").ConfigureAwait(false);
        return PortalLayout.Page(visit, Place, "Usage", Html.Of($"""
            <h1>Usage</h1>
            <section class="card">
            {(meters.Count == 0 ? Html.Of($"<p class=\"quiet\">Nothing that you have is metered.</p>") : Meters(meters))}
            </section>
            {Html.If(wallets.Count > 0, () => Wallets(wallets))}
            """));
    }

    private static Html Meters(IReadOnlyList<CustomerCustomerMeter> meters) => Html.Of($"""
        <table class="list">
        <thead><tr><th scope="col">Meter</th><th scope="col" class="number">Used</th><th scope="col" class="number">Included</th><th scope="col" class="number">Balance</th></tr></thead>
        <tbody>
        {meters.Select(meter => Html.Of($"<tr><th scope=\"row\">{meter.Meter.Name}</th><td class=\"number\">{PortalTexts.Number(meter.ConsumedUnits)}</td><td class=\"number\">{PortalTexts.Number(meter.CreditedUnits)}</td><td class=\"number\">{PortalTexts.Number(meter.Balance)}</td></tr>\n"))}
        </tbody>
        </table>
        """);

    private static Html Wallets(IReadOnlyList<CustomerWallet> wallets) => Html.Of($"""
        <section class="card">
        <h2>Balance</h2>
        <ul class="facts">
        {wallets.Select(wallet => Html.Of($"<li>{PortalTexts.Money(wallet.Balance, wallet.Currency)}</li>\n"))}
        </ul>
        </section>
        """);
}
