using System.Globalization;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>What a customer has bought, newest first.</summary>
internal static class OrdersPage
{
    public const string Place = "/orders";

    private const int PageSize = 20;

    public static async Task<Reply?> ShowAsync(PortalVisit visit)
    {
        var asked = visit.Request.Query.GetValueOrDefault("page", "");
        var page = int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : 1;
        if (await visit.FindAsync<ListResource<CustomerOrder>>($"orders/?page={page}&limit={PageSize}").ConfigureAwait(false) is not { } orders)
        {
            return visit.Failure is { Status: 403 } refused ? PortalLayout.Page(visit, Place, "Orders", Html.Of($"<h1>Orders</h1><p class=\"problem\">{refused.Problems().General}</p>")) : null;
        }

        return PortalLayout.Page(visit, Place, "Orders", Html.Of($"""
            <h1>Orders</h1>
            <section class="card">
            {(orders.Items.Count == 0 ? Html.Of($"<p class=\"quiet\">There are no orders here.</p>") : Table(visit, orders.Items))}
            {Html.If(orders.Pagination.MaxPage > 1, () => Pages(visit, page, orders.Pagination.MaxPage))}
            </section>
            """));
    }

    /// <summary>Orders, line by line.</summary>
    public static Html Table(PortalVisit visit, IReadOnlyList<CustomerOrder> orders) => Html.Of($"""
        <table class="list">
        <thead><tr><th scope="col">Product</th><th scope="col">Date</th><th scope="col">Status</th><th scope="col" class="number">Total</th></tr></thead>
        <tbody>
        {orders.Select(order => Html.Of($"""
            <tr>
            <th scope="row"><a href="{visit.Address($"{Place}/{order.Id}")}">{order.Product?.Name ?? order.Description}</a></th>
            <td>{PortalTexts.Date(order.CreatedAt)}</td>
            <td>{PortalTexts.Badge(order.Status.Value)}</td>
            <td class="number">{PortalTexts.Money(order.TotalAmount, order.Currency)}</td>
            </tr>
            """))}
        </tbody>
        </table>
        """);

    private static Html Pages(PortalVisit visit, long page, long last) => Html.Of($"""
        <nav class="pages" aria-label="Pages of orders">
        {Html.If(page > 1, () => Html.Of($"<a rel=\"prev\" href=\"{visit.Address(Place, ("page", $"{page - 1}"))}\">← Newer</a>"))}
        <span class="quiet">Page {page} of {last}</span>
        {Html.If(page < last, () => Html.Of($"<a rel=\"next\" href=\"{visit.Address(Place, ("page", $"{page + 1}"))}\">Older →</a>"))}
        </nav>
        """);
}
