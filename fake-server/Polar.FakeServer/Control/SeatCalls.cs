using System.Text.Json.Nodes;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>Seats with the tokens of their invitations.</summary>
internal sealed class SeatCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "seats/{id}", Show)];

    private static Reply Show(ControlCall call) =>
        Guid.TryParse(call.Values["id"], out var id) && SeatControl.Find(call.Engine.World, call.Engine.Settings, id) is { } seat
            ? Reply.Json(200, new JsonObject
            {
                ["id"] = seat.Id,
                ["status"] = seat.Status.Value,
                ["email"] = seat.Email,
                ["invitation_token"] = seat.InvitationToken,
                ["invitation_token_expires_at"] = seat.InvitationExpiresAt is { } end ? ControlText.Of(end) : null,
                ["invitation_link"] = seat.InvitationLink,
            }.ToJsonString())
            : ControlCall.NotFound($"There is no seat {call.Values["id"]}.");
}
