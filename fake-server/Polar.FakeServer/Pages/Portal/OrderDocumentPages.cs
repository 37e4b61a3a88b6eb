using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>Links to the documents of an order: they lead to where the API says that the document is.</summary>
internal static class OrderDocumentPages
{
    public static async Task<Reply?> InvoiceAsync(PortalVisit visit, Guid id)
    {
        var answer = await visit.SendAsync("GET", $"orders/{id}/invoice").ConfigureAwait(false);
        return answer.Succeeded ? PageLayout.SeeOther(answer.Read<CustomerOrderInvoice>().Url) : Missing(visit, id, answer);
    }

    public static async Task<Reply?> ReceiptAsync(PortalVisit visit, Guid id)
    {
        var answer = await visit.SendAsync("GET", $"orders/{id}/receipt").ConfigureAwait(false);
        if (answer.Status == 202)
        {
            var waiting = PortalLayout.Page(visit, OrdersPage.Place, "Receipt", Html.Of($"""
                <h1>Your receipt is being made</h1>
                <p class="quiet">This page looks again by itself.</p>
                <p class="busy" role="status"></p>
                """));
            return waiting with { Headers = [.. waiting.Headers, ("Refresh", "1")] };
        }

        return answer.Succeeded ? PageLayout.SeeOther(answer.Read<CustomerOrderReceipt>().Url) : Missing(visit, id, answer);
    }

    private static Reply Missing(PortalVisit visit, Guid id, PageAnswer answer) => PortalLayout.Page(visit, OrdersPage.Place, "No document", Html.Of($"""
        <p class="way"><a href="{visit.Address($"{OrdersPage.Place}/{id}")}">← Order</a></p>
        <h1>There is no such document</h1>
        <p class="problem" role="alert">{answer.Problems().General}</p>
        """)) with { Status = answer.Status };
}
