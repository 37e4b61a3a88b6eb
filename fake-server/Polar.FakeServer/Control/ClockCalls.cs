using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.FakeServer.Time;

namespace Polar.FakeServer.Control;

/// <summary>The fake's time.</summary>
internal sealed class ClockCalls : IControlCalls
{
    private const string Usage = "Send {\"advance\":\"P31D\"} or {\"set\":\"2027-01-01T00:00:00Z\"}.";

    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "clock", Show), new("POST", "clock", MoveAsync)];

    private static Reply Show(ControlCall call) =>
        Reply.Json(200, new JsonObject { ["now"] = ControlText.Of(call.Engine.Clock.GetUtcNow()) }.ToJsonString());

    private static async Task<Reply> MoveAsync(ControlCall call)
    {
        var input = await call.ReadAsync("advance", "set").ConfigureAwait(false);
        var now = call.Engine.Clock.GetUtcNow();
        var moment = (input.Text("advance"), input.Text("set")) switch
        {
            ({ } duration, null) => IsoDuration.After(now, duration)
                ?? throw new WrongInputException($"'{duration}' is not an ISO 8601 duration such as P31D, P1M or PT12H. {Usage}"),
            (null, { } text) => ControlText.Instant(text) ?? throw new WrongInputException($"'{text}' is not a time such as 2027-01-01T00:00:00Z. {Usage}"),
            (null, null) => throw new WrongInputException(Usage),
            _ => throw new WrongInputException($"Send 'advance' or 'set', not both. {Usage}"),
        };
        if (moment < now)
        {
            throw new WrongInputException($"The clock stands at {ControlText.Of(now)} and only goes forward; POST /_fake/reset starts over.");
        }

        await call.Engine.MoveToAsync(moment).ConfigureAwait(false);
        return Show(call);
    }
}
