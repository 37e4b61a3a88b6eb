using System.Text;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Webhooks;

/// <summary>What Polar's own command line tool listens to: every event of an organization, signed for the tool, whether or not an endpoint wants it.</summary>
internal static class ListenRoute
{
    public static Route Route { get; } = new()
    {
        Id = "cli:listen",
        Method = "GET",
        Template = "/v1/cli/listen/{id}",
        Status = 200,
        Scopes = ["webhooks:read", "webhooks:write"],
        Subjects = [nameof(SubjectKind.Organization), nameof(SubjectKind.User)],
        Path = [new("id", static () => new TextSchema(null, null, null, "uuid4"), true, false, false)],
        Query = [],
        Handle = static (_, transaction, request) => Listen(transaction, request.PathUuid("id")),
    };

    private static Reply Listen(Transaction transaction, Guid organization)
    {
        if (!transaction.CanSee(organization) || transaction.World.Organizations.Find(organization) is null)
        {
            return Reply.Of(Failure.NotFound);
        }

        var feed = transaction.Settings.Feed;
        var secret = organization.ToString("N");
        var connected = new JsonObject
        {
            ["key"] = "connected",
            ["ts"] = transaction.Now.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00:00", System.Globalization.CultureInfo.InvariantCulture),
            ["secret"] = secret,
        };
        return EventStream.Of(
            feed,
            connected,
            published => published.Organization == organization ? [Message(feed, published, secret)] : []);
    }

    private static JsonObject Message(EventFeed feed, PublishedEvent published, string secret)
    {
        // Ids of the tool's own: no event that is kept has them.
        var id = feed.NewId().ToString();
        var body = published.Body(ApiVersions.Current);
        var (timestamp, signature) = WebhookSignature.Sign(secret, standard: false, id, feed.SystemClock.GetUtcNow(), body.Span);
        return new JsonObject
        {
            ["id"] = feed.NewId().ToString(),
            ["key"] = "webhook.created",
            ["payload"] = new JsonObject { ["webhook_event_id"] = id, ["payload"] = Encoding.UTF8.GetString(body.Span) },
            ["headers"] = new JsonObject
            {
                ["user-agent"] = "polar.sh webhooks",
                ["content-type"] = "application/json",
                ["webhook-id"] = id,
                ["webhook-timestamp"] = timestamp,
                ["webhook-signature"] = signature,
            },
        };
    }
}
