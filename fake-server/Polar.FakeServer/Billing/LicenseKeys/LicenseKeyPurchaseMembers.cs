using System.Text.Json;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Entitlements.LicenseKeys;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Rendering;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.LicenseKeys;

/// <summary>What a license key was bought with: its subscription or its order. Answers have it from version 2027-01 on.</summary>
internal static class LicenseKeyPurchaseMembers
{
    public static void Write(ResourceWriter writer, Guid key)
    {
        if (string.CompareOrdinal(writer.Version, ApiVersions.Next) < 0)
        {
            return;
        }

        var world = writer.World;
        var grant = world.BenefitGrants[world.LicenseKeys[key].GrantId];
        writer.Name("subscription_id").Value(grant.SubscriptionId);
        Write(writer.Name("subscription"), grant.SubscriptionId is { } subscription ? world.Subscriptions.Find(subscription) : null);
        writer.Name("order_id").Value(grant.OrderId);
        Write(writer.Name("order"), grant.OrderId is { } order ? world.Orders.Find(order) : null);
    }

    private static void Write(MemberWriter writer, SubscriptionRow? subscription)
    {
        if (subscription is null)
        {
            writer.Json.WriteNullValue();
            return;
        }

        writer.Json.WriteStartObject();
        writer.Name("id").Value(subscription.Id);
        writer.Name("status").Value(subscription.Status);
        writer.Name("current_period_start").Value(subscription.PeriodStart);
        writer.Name("current_period_end").Value(subscription.PeriodEnd);
        writer.Name("cancel_at_period_end").Value(subscription.CancelAtPeriodEnd);
        writer.Name("ends_at").Value(subscription.EndsAt);
        writer.Json.WriteEndObject();
    }

    private static void Write(MemberWriter writer, OrderRow? order)
    {
        if (order is null)
        {
            writer.Json.WriteNullValue();
            return;
        }

        writer.Json.WriteStartObject();
        writer.Name("id").Value(order.Id);
        writer.Name("created_at").Value(order.CreatedAt);
        writer.Name("status").Value(order.Status);
        writer.Name("paid").Value(order.IsPaid);
        writer.Json.WriteEndObject();
    }
}
