using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Composition;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Time;
using Polar.FakeServer.Validation;
using Polar.FakeServer.Webhooks;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>What only a fake can do, over HTTP and without a token: health, reset, clock, webhook log, organizations, tokens.</summary>
internal sealed class ControlApi(FakeIdentity identity)
{
    /// <summary>Set once the engine is there.</summary>
    public Engine? Engine { get; set; }

    public async Task<Reply> AnswerAsync(HttpRequest request)
    {
        try
        {
            return await RouteAsync(request, request.Path.Value!["/_fake/".Length..]).ConfigureAwait(false);
        }
        catch (WrongInputException wrong)
        {
            return Wrong(400, wrong.Message);
        }
    }

    private async Task<Reply> RouteAsync(HttpRequest request, string path)
    {
        const string TokensPath = "tokens/";
        const string OrganizationsPath = "organizations/";
        switch (request.Method, path)
        {
            case ("GET", "health"):
                return Health();
            case ("POST", "reset"):
                await Engine!.ResetAsync().ConfigureAwait(false);
                return Health();
            case ("GET", "clock"):
                return Clock();
            case ("POST", "clock"):
                return await MoveClockAsync(request).ConfigureAwait(false);
            case ("GET", "webhooks"):
                return Webhooks();
            case ("POST", "organizations"):
                return await FoundAsync(request).ConfigureAwait(false);
            case ("PATCH", _) when path.StartsWith(OrganizationsPath, StringComparison.Ordinal):
                return await ChangeAsync(request, path[OrganizationsPath.Length..]).ConfigureAwait(false);
            case ("POST", "tokens"):
                return await IssueAsync(request).ConfigureAwait(false);
            case ("DELETE", _) when path.StartsWith(TokensPath, StringComparison.Ordinal):
                return await Engine!.ExecuteAsync(transaction => TokenIssuer.Revoke(transaction, path[TokensPath.Length..])).ConfigureAwait(false)
                    ? new Reply(204, default, null)
                    : Wrong(404, "There is no such token.");
            default:
                return await IntegrationCalls.AnswerAsync(Engine!, identity, request, path).ConfigureAwait(false) ?? Wrong(
                    404,
                    "There is no such call; there are GET /_fake/health, POST /_fake/reset, GET and POST /_fake/clock, GET /_fake/webhooks, "
                    + "POST /_fake/organizations, PATCH /_fake/organizations/{id}, POST /_fake/tokens, DELETE /_fake/tokens/{token}, "
                    + IntegrationCalls.Names + ".");
        }
    }

    private static Reply Wrong(int status, string sentence) =>
        Reply.Of(new Failure(status, status == 404 ? "NotFound" : "BadRequest", sentence));

    private static string Text(DateTimeOffset instant) => ((JsonScalar)instant).ToString();

    private static DateTimeOffset? Instant(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
        ? moment
        : null;

    private Reply Health() => Reply.Json(200, new JsonObject
    {
        ["status"] = "ok",
        ["version"] = FakeIdentity.Version,
        ["clock"] = Text(Engine!.Clock.GetUtcNow()),
        ["organization"] = new JsonObject { ["id"] = identity.Organization.ToString(), ["slug"] = identity.Slug },
        ["access_token"] = identity.AccessToken,
    }.ToJsonString());

    private async Task<Reply> FoundAsync(HttpRequest request)
    {
        var input = await ControlInput.ReadAsync(request).ConfigureAwait(false);
        var slug = input.RequiredText("slug");
        var founded = await Engine!
            .ExecuteAsync(transaction => OrganizationProvisioning.Found(transaction, identity, slug, row => OrganizationProvisioning.With(row, input.Members)))
            .ConfigureAwait(false);
        return Reply.Json(201, new JsonObject
        {
            ["id"] = founded.Id.ToString(),
            ["slug"] = founded.Slug,
            ["access_token"] = founded.AccessToken,
        }.ToJsonString());
    }

    private async Task<Reply> ChangeAsync(HttpRequest request, string id)
    {
        if (!Guid.TryParse(id, out var organization) || Engine!.World.Organizations.Find(organization) is null)
        {
            return Wrong(404, "There is no such organization.");
        }

        var input = await ControlInput.ReadAsync(request).ConfigureAwait(false);
        var changed = await Engine
            .ExecuteAsync(transaction => OrganizationProvisioning.Change(transaction, organization, row => OrganizationProvisioning.With(row, input.Members)))
            .ConfigureAwait(false);
        return Reply.Of(Engine.Renderer, Engine.World, 200, changed);
    }

    private async Task<Reply> IssueAsync(HttpRequest request)
    {
        var input = await ControlInput
            .ReadAsync(request, "kind", "organization_id", "customer_id", "member_id", "user_id", "role", "scopes", "expires_in")
            .ConfigureAwait(false);
        var asked = new FakeToken
        {
            Kind = input.Choice<FakeTokenKind>("kind") ?? throw new WrongInputException("'kind' is missing."),
            OrganizationId = input.Id("organization_id"),
            CustomerId = input.Id("customer_id"),
            MemberId = input.Id("member_id"),
            UserId = input.Id("user_id"),
            Role = input.Choice<FakeUserRole>("role"),
            Scopes = input.StringValidator("scopes"),
            ExpiresIn = input.Seconds("expires_in"),
        };
        var token = await Engine!.ExecuteAsync(transaction => TokenIssuer.Issue(transaction, identity, asked)).ConfigureAwait(false);
        return Reply.Json(201, new JsonObject { ["token"] = token }.ToJsonString());
    }

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
        var input = await ControlInput.ReadAsync(request, "advance", "set").ConfigureAwait(false);
        var now = Engine!.Clock.GetUtcNow();
        var moment = (input.Text("advance"), input.Text("set")) switch
        {
            ({ } duration, null) => IsoDuration.After(now, duration)
                ?? throw new WrongInputException($"'{duration}' is not an ISO 8601 duration such as P31D, P1M or PT12H. {Usage}"),
            (null, { } text) => Instant(text) ?? throw new WrongInputException($"'{text}' is not a time such as 2027-01-01T00:00:00Z. {Usage}"),
            (null, null) => throw new WrongInputException(Usage),
            _ => throw new WrongInputException($"Send 'advance' or 'set', not both. {Usage}"),
        };
        if (moment < now)
        {
            throw new WrongInputException($"The clock stands at {Text(now)} and only goes forward; POST /_fake/reset starts over.");
        }

        await Engine.MoveToAsync(moment).ConfigureAwait(false);
        return Clock();
    }
}

/// <summary>Who the fake is to its users.</summary>
internal sealed record FakeIdentity(Guid Organization, Guid OrganizationProvisioning, string Slug, string AccessToken)
{
    public static string Version { get; } =
        typeof(FakeIdentity).Assembly.GetName().Version is { } version ? $"{version.Major}.{version.Minor}.{version.Build}" : "0.0.0";
}
