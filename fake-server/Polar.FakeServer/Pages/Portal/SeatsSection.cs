using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>The seats of a subscription or an order: who sits there, and who is to.</summary>
internal sealed class SeatsSection(PortalVisit visit, string place)
{
    /// <summary>Does what one of its forms asks for; null where that is nothing.</summary>
    /// <param name="visit">Who asks.</param>
    /// <param name="action">What for.</param>
    /// <param name="container">Whose seats they are, as the API is told it.</param>
    public static Task<PageAnswer>? Ask(PortalVisit visit, string action, JsonObject container)
    {
        var form = visit.Request.Form;
        if (action == "assign_seat")
        {
            container["email"] = PortalInput.Text(form.GetValueOrDefault("email"));
            return visit.SendAsync("POST", "seats", container);
        }

        return !Guid.TryParse(form.GetValueOrDefault("target"), out var seat) ? null : action switch
        {
            "revoke_seat" => visit.SendAsync("DELETE", $"seats/{seat}"),
            "resend_invitation" => visit.SendAsync("POST", $"seats/{seat}/resend"),
            _ => null,
        };
    }

    /// <summary>The section.</summary>
    /// <param name="container">Whose seats they are, as a query.</param>
    public async Task<Html> ShowAsync(string container)
    {
        if (await visit.FindAsync<SeatsList>($"seats?{container}").ConfigureAwait(false) is not { } list)
        {
            return Html.None;
        }

        CustomerSeat[] taken = [.. list.Seats.Where(seat => seat.Status != SeatStatus.Revoked)];
        var form = visit.Form(place, "assign_seat");
        return Html.Of($"""
            <section class="card" aria-labelledby="seats">
            <h2 id="seats">Seats</h2>
            <p class="quiet">{list.TotalSeats - list.AvailableSeats} of {list.TotalSeats} taken</p>
            {Html.If(taken.Length > 0, () => Html.Of($"<table class=\"list\" aria-labelledby=\"seats\"><tbody>{taken.Select(Seat)}</tbody></table>"))}
            {Html.If(visit.IsBilling && (list.AvailableSeats > 0 || form.IsRefused), () => form.With(form.Fields.Input("email", "Email address of the person", null, "email", Html.Of($"autocomplete=\"off\"")), "Give a seat", "main"))}
            </section>
            """);
    }

    private Html Seat(CustomerSeat seat)
    {
        var person = seat.CustomerEmail ?? seat.Email ?? "—";
        return Html.Of($"""
            <tr>
            <th scope="row">{person}</th>
            <td>{PortalTexts.Badge(seat.Status.Value)}</td>
            <td class="do">
            {Html.If(visit.IsBilling && seat.Status == SeatStatus.Pending, () => visit.Form(place, "resend_invitation", $"{seat.Id}").Button("Send again", "plain", person))}
            {Html.If(visit.IsBilling, () => visit.Form(place, "revoke_seat", $"{seat.Id}").Button("Take back", "plain", person))}
            </td>
            </tr>
            """);
    }
}
