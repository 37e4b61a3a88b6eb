using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What only a fake can do, over HTTP and without a token: health, reset, clock, webhook log.</summary>
internal sealed class ControlApi(FakeIdentity identity)
{
    /// <summary>Set once the engine is there.</summary>
    public Engine? Engine { get; set; }

    public async Task<Reply> AnswerAsync(HttpRequest request)
    {
        var path = request.Path.Value!["/_fake/".Length..];
        switch (request.Method, path)
        {
            case ("GET", "health"):
                return Health();
            case ("POST", "reset"):
                await Engine!.RestoreAsync().ConfigureAwait(false);
                return Health();
            case ("GET", "clock"):
                return Clock();
            case ("POST", "clock"):
                return await MoveClockAsync(request).ConfigureAwait(false);
            case ("GET", "webhooks"):
                return Webhooks();
            default:
                return Wrong(
                    404,
                    $"There is no {request.Method} /_fake/{path}; there are GET health, POST reset, GET and POST clock, GET webhooks.");
        }
    }

    private static Reply Wrong(int status, string sentence) =>
        Reply.Json(status, new JsonObject { ["error"] = status == 404 ? "NotFound" : "BadRequest", ["detail"] = sentence }.ToJsonString());

    private static string Text(DateTimeOffset instant) => ((JsonScalar)instant).ToString();

    private Reply Health() => Reply.Json(200, new JsonObject
    {
        ["status"] = "ok",
        ["version"] = FakeIdentity.Version,
        ["clock"] = Text(Engine!.Clock.GetUtcNow()),
        ["organization"] = new JsonObject { ["id"] = identity.Organization.ToString(), ["slug"] = identity.Slug },
        ["access_token"] = identity.AccessToken,
    }.ToJsonString());

    private Reply Clock() => Reply.Json(200, new JsonObject { ["now"] = Text(Engine!.Clock.GetUtcNow()) }.ToJsonString());

    private Reply Webhooks() => Reply.Json(200, new JsonObject
    {
        ["events"] = new JsonArray([.. Engine!.Sender.Log.Select(published => new JsonObject
        {
            ["type"] = published.Type,
            ["timestamp"] = Text(published.Timestamp),
            ["organization_id"] = published.Organization.ToString(),
            ["data"] = JsonNode.Parse(published.Data),
        })]),
        ["deliveries"] = new JsonArray([.. Engine.World.WebhookDeliveries.All.Select(delivery => new JsonObject
        {
            ["event_id"] = delivery.EventId.ToString(),
            ["type"] = Engine.World.WebhookEvents[delivery.EventId].Type,
            ["succeeded"] = delivery.Succeeded,
            ["http_code"] = delivery.HttpCode,
        })]),
    }.ToJsonString());

    private async Task<Reply> MoveClockAsync(HttpRequest request)
    {
        const string Usage = "Send {\"advance\":\"P31D\"} or {\"set\":\"2027-01-01T00:00:00Z\"}.";
        JsonObject? body;
        try
        {
            body = (await JsonNode.ParseAsync(request.Body).ConfigureAwait(false)) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        var now = Engine!.Clock.GetUtcNow();
        DateTimeOffset? moment;
        if (body?["advance"] is JsonValue advance && advance.TryGetValue<string>(out var duration))
        {
            moment = IsoDuration.After(now, duration);
            if (moment is null)
            {
                return Wrong(400, $"'{duration}' is not an ISO 8601 duration such as P31D, P1M or PT12H. {Usage}");
            }
        }
        else if (body?["set"] is JsonValue set && set.TryGetValue<string>(out var text))
        {
            const System.Globalization.DateTimeStyles Styles =
                System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal;
            if (!DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, Styles, out var parsed))
            {
                return Wrong(400, $"'{text}' is not a time such as 2027-01-01T00:00:00Z. {Usage}");
            }

            moment = parsed;
        }
        else
        {
            return Wrong(400, Usage);
        }

        if (moment < now)
        {
            return Wrong(400, $"The clock stands at {Text(now)} and only goes forward; POST /_fake/reset starts over.");
        }

        await Engine.MoveToAsync(moment.Value).ConfigureAwait(false);
        return Clock();
    }
}

/// <summary>Who the fake is to its users.</summary>
internal sealed record FakeIdentity(Guid Organization, Guid Founder, string Slug, string AccessToken)
{
    public static string Version { get; } =
        typeof(FakeIdentity).Assembly.GetName().Version is { } version ? $"{version.Major}.{version.Minor}.{version.Build}" : "0.0.0";
}
