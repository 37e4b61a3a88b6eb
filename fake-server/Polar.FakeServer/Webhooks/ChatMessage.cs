using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Webhooks;

/// <summary>An event as people read it in a chat.</summary>
/// <param name="Text">What stands in the list of messages.</param>
/// <param name="Title">The headline.</param>
/// <param name="Description">What happened.</param>
/// <param name="Fields">The particulars.</param>
internal sealed record ChatMessage(string Text, string Title, string Description, IReadOnlyList<(string Name, string Value)> Fields)
{
    /// <summary>The message of an event; null for what nobody wants to read in a chat.</summary>
    public static ChatMessage? Of(PublishedEvent published, string organization)
    {
        var data = JsonNode.Parse(published.Data.Span)!.AsObject();
        return published.Type switch
        {
            "order.created" or "order.updated" or "order.paid" => new(
                "New Order", "New Order", $"New order has been made to {organization}.",
                [.. Order(data, ("Amount", Amount(data, "net_amount"))), .. Subscribed(data)]),
            "order.refunded" => new(
                "Order Refunded", "Order Refunded", $"Order refunded for {organization}.",
                [.. Order(data, ("Refunded", Amount(data, "refunded_amount"))), .. Subscribed(data), .. FullyRefunded(data)]),
            "subscription.created" => new(
                "New Subscription", "New Subscription", $"New subscription has been made to {organization}.", Subscription(data)),
            "subscription.updated" => Updated(data),
            "subscription.active" => OfSubscription(data, "Active Subscription", "Subscription is now active."),
            "subscription.canceled" => Canceled(data),
            "subscription.uncanceled" => OfSubscription(
                data, "Uncanceled Subscription", "Subscription has been uncanceled.", "Subscription has been restored."),
            "subscription.revoked" => Revoked(data),
            "subscription.past_due" => PastDue(data),
            "subscription.paused" => With(
                OfSubscription(data, "Paused Subscription", "Subscription has been paused."), "Resumes At", Day(data, "resumes_at")),
            "subscription.resumed" => OfSubscription(data, "Resumed Subscription", "Subscription has resumed."),
            "refund.created" => Refund(data, "Created", organization),
            "refund.updated" => Refund(data, "Updated", organization),
            _ => new(published.Type, published.Type, published.Type, [("Object", data["id"]!.ToString()), ("Organization", organization)]),
        };
    }

    /// <summary>A renewal is no news; an end is, whatever kind of end it is.</summary>
    private static ChatMessage? Updated(JsonObject data) => data["status"]!.ToString() switch
    {
        "canceled" or "unpaid" => Revoked(data),
        "past_due" => PastDue(data),
        _ when data["ends_at"] is null && data["ended_at"] is null => null,
        _ => Canceled(data),
    };

    private static ChatMessage Canceled(JsonObject data) => With(
        OfSubscription(data, "Canceled Subscription", "Subscription has been canceled."), "Ends At", Day(data, "ends_at") ?? Day(data, "ended_at"));

    private static ChatMessage Revoked(JsonObject data) => OfSubscription(data, "Revoked Subscription", "Subscription has been revoked.");

    private static ChatMessage PastDue(JsonObject data) => OfSubscription(
        data,
        "Past Due Subscription",
        "Subscription payment has failed.",
        "Subscription payment has failed. The customer can still recover by updating their payment method.");

    private static ChatMessage OfSubscription(JsonObject data, string title, string text, string? description = null) =>
        new(text, title, description ?? text, [.. Subscription(data), ("Status", data["status"]!.ToString())]);

    private static ChatMessage Refund(JsonObject data, string what, string organization) => new(
        $"Refund {what}",
        $"Refund {what}",
        $"Refund has been {what.ToLowerInvariant()} for {organization}.",
        [("Amount", Amount(data, "amount")), ("Status", data["status"]!.ToString())]);

    private static ChatMessage With(ChatMessage message, string name, string? value) =>
        value is null ? message : message with { Fields = [.. message.Fields, (name, value)] };

    private static (string, string)[] Order(JsonObject data, (string, string) amount) =>
        [("Product", data["description"]!.ToString()), amount, ("Customer", Customer(data))];

    private static (string, string)[] Subscribed(JsonObject data) => data["subscription"] is null ? [] : [("Subscription", "Yes")];

    private static (string, string)[] FullyRefunded(JsonObject data) =>
        data["status"]!.ToString() == "refunded" ? [("Fully Refunded", "Yes")] : [];

    private static (string, string)[] Subscription(JsonObject data) =>
    [
        ("Product", data["product"]!["name"]!.ToString()),
        ("Amount", data["amount"]!.GetValue<long>() == 0 ? "Free" : $"{Amount(data, "amount")}/{data["recurring_interval"]}"),
        ("Customer", Customer(data)),
    ];

    private static string Customer(JsonObject data)
    {
        var customer = data["customer"]!;
        return (customer["email"] ?? customer["name"])?.ToString() ?? "Team Customer";
    }

    private static string Amount(JsonObject data, string member) => Currencies.Format(data[member]!.GetValue<long>(), data["currency"]!.ToString());

    private static string? Day(JsonObject data, string member) => data[member] is { } moment
        ? DateTimeOffset.Parse(moment.ToString(), System.Globalization.CultureInfo.InvariantCulture)
            .ToString("MMM d, yyyy", System.Globalization.CultureInfo.InvariantCulture)
        : null;
}
