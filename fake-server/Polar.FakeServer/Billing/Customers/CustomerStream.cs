using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Rendering;

namespace Polar.FakeServer.Billing.Customers;

/// <summary>
/// What pages of a customer's listen to: benefits that come and go, seats that are claimed, invoices that are ready. It is read off the events of the
/// organization, which come in the same order.
/// </summary>
internal sealed class CustomerStream
{
    private readonly EventFeed _feed;
    private readonly Guid _organization;
    private readonly string _customer;

    /// <summary>What seats are of, by the subscription or the order that they were bought with.</summary>
    private readonly Dictionary<string, string?> _products;

    /// <summary>The orders whose invoice is no news.</summary>
    private readonly HashSet<string> _invoiced;

    private CustomerStream(World world, EventFeed feed, Guid organization, Guid customer)
    {
        _feed = feed;
        _organization = organization;
        _customer = customer.ToString();
        var orders = world.Orders.OfCustomer(organization, customer);
        _products = world.Subscriptions.OfCustomer(organization, customer)
            .Select(row => (row.Id, Product: (Guid?)row.ProductId))
            .Concat(orders.Select(row => (row.Id, Product: row.ProductId)))
            .ToDictionary(entry => entry.Id.ToString(), entry => entry.Product?.ToString());
        _invoiced = [.. orders.Where(row => row.IsInvoiceGenerated).Select(row => row.Id.ToString())];
    }

    /// <summary>The stream of a customer, from now on.</summary>
    public static Reply Of(Transaction transaction, Guid organization, Guid customer)
    {
        var feed = transaction.Settings.Feed;
        return EventStream.Of(feed, null, new CustomerStream(transaction.World, feed, organization, customer).Tell, static (_, _) => []);
    }

    private IEnumerable<JsonObject> Tell(PublishedEvent published)
    {
        if (published.Organization != _organization
            || published.Type is not ("subscription.created" or "subscription.updated" or "order.created" or "order.updated"
                or "benefit_grant.created" or "benefit_grant.revoked" or "customer_seat.claimed")
            || JsonNode.Parse(published.Body(ApiVersions.Current).Span)?["data"] is not JsonObject data
            || Text(data, "customer_id") != _customer)
        {
            return [];
        }

        switch (published.Type)
        {
            case "benefit_grant.created" or "benefit_grant.revoked":
                return
                [
                    Message(published.Type == "benefit_grant.created" ? "benefit.granted" : "benefit.revoked", new JsonObject
                    {
                        ["benefit_id"] = Text(data, "benefit_id"),
                        ["benefit_type"] = data["benefit"]?["type"]?.ToString(),
                    }),
                ];
            case "customer_seat.claimed":
                var (subscription, order) = (Text(data, "subscription_id"), Text(data, "order_id"));
                return
                [
                    Message("customer_seat.claimed", new JsonObject
                    {
                        ["seat_id"] = Text(data, "id"),
                        ["subscription_id"] = subscription,
                        ["order_id"] = order,
                        ["product_id"] = _products.GetValueOrDefault(subscription ?? order ?? ""),
                    }),
                ];
            default:
                var id = Text(data, "id")!;
                _products[id] = Text(data, "product_id");
                return data["is_invoice_generated"]?.GetValue<bool>() == true && _invoiced.Add(id)
                    ? [Message("order.invoice_generated", new JsonObject { ["order_id"] = id })]
                    : [];
        }
    }

    private static string? Text(JsonObject data, string name) => data[name]?.ToString();

    private JsonObject Message(string key, JsonObject payload) => new()
    {
        ["id"] = _feed.NewId().ToString(),
        ["key"] = key,
        ["payload"] = payload,
    };
}
