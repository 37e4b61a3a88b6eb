using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Organizations;

/// <summary>
/// What organizations are sent with beyond their description: members from the time when they were pledged to, flags that merchants no longer choose,
/// and, where the public is shown one, what merchants alone are described to see.
/// </summary>
internal static class OrganizationLegacyMembers
{
    public static void Write(ResourceWriter writer)
    {
        writer.Name("bio").Value((string?)null);
        writer.Name("company").Value((string?)null);
        writer.Name("blog").Value((string?)null);
        writer.Name("location").Value((string?)null);
        writer.Name("twitter_username").Value((string?)null);
        writer.Name("pledge_minimum_amount").Value(0);
        writer.Name("pledge_badge_show_amount").Value(false);
        writer.Name("default_upfront_split_to_contributors").Value((string?)null);
    }

    public static void WriteEmbedHosts(ResourceWriter writer) => writer.Name("embed_hosts_enforced").Value(true);

    public static void WriteNotifications(ResourceWriter writer)
    {
        writer.Name("notification_settings");
        writer.Json.WriteStartObject();
        writer.Name("new_order").Value(true);
        writer.Name("new_subscription").Value(true);
        writer.Name("chargeback_prevention").Value(true);
        writer.Name("subscription_renewal").Value(false);
        writer.Json.WriteEndObject();
    }

    public static void WriteFeatures(ResourceWriter writer, OrganizationFeatureSettings settings)
    {
        writer.Name("seat_based_pricing_enabled").Value(writer.World.Organizations[writer.Enclosing].SellsSeats);
        writer.Name("unit_based_pricing_enabled").Value(false);
    }

    /// <summary>What the public is sent, too.</summary>
    public static void WritePublic(ResourceWriter writer, Guid id)
    {
        Write(writer);
        var row = writer.World.Organizations[id];
        var whole = row.Resource;
        writer.Name(MemberNames.Email).Value(whole.Email);
        writer.Name(MemberNames.Website).Value(whole.Website);
        writer.Name(MemberNames.Socials).Value(whole.Socials);
        writer.Name(MemberNames.Status).Value(OrganizationStatuses.Public(row.Status));
        writer.Name(MemberNames.DetailsSubmittedAt).Value(whole.DetailsSubmittedAt);
        writer.Name(MemberNames.FeatureSettings);
        if (whole.FeatureSettings is { } settings)
        {
            writer.Enclosing = id;
            writer.Write(settings);
        }
        else
        {
            writer.Json.WriteNullValue();
        }

        writer.Name(MemberNames.SubscriptionSettings).Value(whole.SubscriptionSettings);
        writer.Name(MemberNames.CustomerEmailSettings).Value(whole.CustomerEmailSettings);
    }
}
