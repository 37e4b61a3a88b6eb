using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>What the page of a checkout session listens to while it waits for the payment.</summary>
internal static class CheckoutStream
{
    private const string Updated = "checkout.updated";

    public static Route Route { get; } = new()
    {
        Id = "checkouts:client_stream",
        Method = "GET",
        Template = "/v1/checkouts/client/{client_secret}/stream",
        Status = 200,
        Scopes = [],
        Subjects = [nameof(SubjectKind.Anonymous)],
        Path = [new("client_secret", static () => Schema.PlainText, true, false, false)],
        Query = [],
        Handle = static (_, transaction, request) => Listen(transaction, request.PathText("client_secret")),
    };

    private static Reply Listen(Transaction transaction, string clientSecret)
    {
        if (transaction.World.Checkouts.Find(CheckoutRow.ByClientSecret, clientSecret) is not { } row)
        {
            return Reply.Of(Failure.NotFound);
        }

        var id = row.Id.ToString();
        var feed = transaction.Settings.Feed;
        return EventStream.Of(
            feed,
            null,
            published => published.Organization == row.OrganizationId && KeyOf(published) is { } key && About(published.Body(ApiVersions.Current).Span, key) is { } data
                ? [Message(feed, key, key == Updated ? data : null)]
                : [],
            (type, body) => type == Updated && About(body.Span, Updated) is { } data
                ? [Message(feed, "checkout.webhook_event_delivered", data)]
                : [],
            notice => notice.Of == row.Id ? [EventStream.Message(feed, notice)] : []);

        JsonObject? About(ReadOnlySpan<byte> body, string key)
        {
            var data = JsonNode.Parse(body)?["data"] as JsonObject;
            return data?[key == Updated ? "id" : "checkout_id"]?.ToString() == id ? data : null;
        }
    }

    private static string? KeyOf(PublishedEvent published) => published.Type switch
    {
        Updated or "checkout.expired" => Updated,
        "order.created" => "checkout.order_created",
        "subscription.created" => "checkout.subscription_created",
        _ => null,
    };

    /// <summary>A message; the session's status goes along where its state is told.</summary>
    private static JsonObject Message(EventFeed feed, string key, JsonObject? session) => new()
    {
        ["id"] = feed.NewId().ToString(),
        ["key"] = key,
        ["payload"] = session is null ? [] : new JsonObject { ["status"] = session["status"]!.ToString() },
    };
}
