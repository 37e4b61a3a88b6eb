using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Time;

namespace Polar.FakeServer.Control;

/// <summary>The fake's time.</summary>
internal sealed class ClockCalls : IControlCalls
{
    private const string Usage = "Send {\"advance\":\"P31D\"} or {\"set\":\"2027-01-01T00:00:00Z\"}.";

    /// <summary>What stands for the time until the next job is due.</summary>
    private const string NextJob = "next_job";

    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "clock", ShowAsked), new("POST", "clock", MoveAsync)];

    private static Reply ShowAsked(ControlCall call)
    {
        call.Query();
        return Show(call);
    }

    private static Reply Show(ControlCall call) =>
        Reply.Json(200, new JsonObject { ["now"] = ControlText.Of(call.Engine.Clock.GetUtcNow()) }.ToJsonString());

    private static async Task<Reply> MoveAsync(ControlCall call)
    {
        var input = await call.ReadAsync("advance", "set").ConfigureAwait(false);
        Func<DateTimeOffset, DateTimeOffset> target = (input.Text("advance"), input.Text("set")) switch
        {
            (NextJob, null) => call.Engine.World.Jobs.Next is null
                ? throw new WrongInputException("No job is to come.")
                : now => call.Engine.World.Jobs.Next is { Place.Due: var due } && due > now ? due : now,
            ({ } duration, null) when IsoDuration.IsOne(duration) => now => IsoDuration.After(now, duration) ?? DateTimeOffset.MaxValue,
            ({ } duration, null) => throw new WrongInputException($"'{duration}' is not an ISO 8601 duration such as P31D, P1M or PT12H. {Usage}"),
            (null, { } text) when ControlText.Instant(text) is { } moment => _ => moment,
            (null, { } text) => throw new WrongInputException($"'{text}' is not a time such as 2027-01-01T00:00:00Z. {Usage}"),
            (null, null) => throw new WrongInputException(Usage),
            _ => throw new WrongInputException($"Send 'advance' or 'set', not both. {Usage}"),
        };
        try
        {
            await call.Engine.MoveAsync(target).ConfigureAwait(false);
        }
        catch (ClockRangeException refused)
        {
            throw new WrongInputException($"'{input.Text("advance") ?? input.Text("set")}' will not do: {refused.Message}");
        }
        catch (FakeJobException failed)
        {
            return Reply.Of(new Failure(500, "JobFailed", failed.Message));
        }
        catch (OperationCanceledException reset)
        {
            return Reply.Of(new Failure(409, "Conflict", reset.Message));
        }

        return Show(call);
    }
}
