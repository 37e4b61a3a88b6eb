using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.FakeServer.Mail;

namespace Polar.FakeServer.Control;

/// <summary>The e-mails that would have been sent, with the codes and tokens that are in them.</summary>
internal sealed class EmailCalls : IControlCalls
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 1000;

    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "emails", List)];

    private static Reply List(ControlCall call)
    {
        var query = call.Query("page", "limit", "to", "kind");
        var (page, limit) = (ControlCall.Number(query, "page", 1, int.MaxValue), ControlCall.Number(query, "limit", DefaultLimit, LargestLimit));
        var found = call.Engine.World.Emails.All
            .Where(email => (!query.TryGetValue("to", out var to) || email.Draft.To.Equals(to, StringComparison.OrdinalIgnoreCase))
                && (!query.TryGetValue("kind", out var kind) || email.Draft.Kind == kind))
            .ToArray();
        return Reply.Json(200, new JsonObject
        {
            ["emails"] = new JsonArray([.. found.Skip((int)Math.Min((page - 1L) * limit, int.MaxValue)).Take(limit).Select(ToJson)]),
            ["pagination"] = new JsonObject
            {
                ["total_count"] = found.Length,
                ["max_page"] = Math.Max(1, (found.Length + limit - 1) / limit),
            },
        }.ToJsonString());
    }

    private static JsonNode ToJson(EmailRow email) => new JsonObject
    {
        ["sent_at"] = ControlText.Of(email.CreatedAt),
        ["organization_id"] = email.OrganizationId,
        ["to"] = email.Draft.To,
        ["kind"] = email.Draft.Kind,
        ["subject"] = email.Draft.Subject,
        ["token"] = email.Draft.Token,
        ["link"] = email.Draft.Link,
    };
}
