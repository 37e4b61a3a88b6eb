using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Composition;

/// <summary>
/// What organizations are sent with beyond their description: members from the time when they were pledged to, flags that merchants no longer choose,
/// and, where the public is shown one, what merchants alone are described to see.
/// </summary>
internal static class LegacyOrganizationFields
{
    private static readonly (string Name, JsonNode? Value)[] s_legacy =
    [
        ("bio", null),
        ("company", null),
        ("blog", null),
        ("location", null),
        ("twitter_username", null),
        ("pledge_minimum_amount", JsonValue.Create(0)),
        ("pledge_badge_show_amount", JsonValue.Create(false)),
        ("default_upfront_split_to_contributors", null),
    ];

    private static readonly (string Name, JsonNode? Value)[] s_notifications =
    [
        ("new_order", JsonValue.Create(true)),
        ("new_subscription", JsonValue.Create(true)),
        ("chargeback_prevention", JsonValue.Create(true)),
        ("subscription_renewal", JsonValue.Create(false)),
    ];

    /// <summary>What the public is sent, too, in this order.</summary>
    private static readonly string[] s_public =
        ["email", "website", "socials", "status", "details_submitted_at", "feature_settings", "subscription_settings", "customer_email_settings"];

    public static void Add(World world, JsonObject organization)
    {
        var row = world.Organizations[Guid.Parse(organization["id"]!.ToString())];
        if (organization.ContainsKey("capabilities"))
        {
            organization["feature_settings"] = Features(row, organization["feature_settings"]);
            organization.InsertAfter("embed_hosts", [("embed_hosts_enforced", JsonValue.Create(true))]);
            organization["notification_settings"] = new JsonObject(s_notifications.Select(Copy));
        }
        else
        {
            var whole = Recast.Node(row.Resource)!;
            whole["feature_settings"] = Features(row, whole["feature_settings"]);
            whole["status"] = OrganizationStatuses.Public(row.Status);
            organization.InsertAfter("allow_customer_updates", s_public.Select(name => (name, whole[name])));
        }

        organization.InsertAfter("allow_customer_updates", s_legacy);
    }

    private static void InsertAfter(this JsonObject target, string neighbour, IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var place = target.IndexOf(neighbour);
        foreach (var member in members)
        {
            var (name, value) = Copy(member);
            target.Insert(++place, name, value);
        }
    }

    private static KeyValuePair<string, JsonNode?> Copy((string Name, JsonNode? Value) member) => new(member.Name, member.Value?.DeepClone());

    private static JsonObject? Features(OrganizationRow row, JsonNode? shown)
    {
        var features = shown?.DeepClone().AsObject();
        features?.InsertAfter(
            "issue_funding_enabled",
            [("seat_based_pricing_enabled", JsonValue.Create(row.SellsSeats)), ("unit_based_pricing_enabled", JsonValue.Create(false))]);
        return features;
    }
}
