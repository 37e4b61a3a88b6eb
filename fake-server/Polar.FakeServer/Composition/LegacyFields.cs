using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Composition;

/// <summary>
/// Members that Polar still sends for older clients though its API description leaves them out. They are added to what is about to go over the wire,
/// wherever in it their objects are.
/// </summary>
internal static class LegacyFields
{
    private static readonly HiddenShape[] s_shapes =
    [
        new(["amount_type", "source", "product_id"], Price),
        new(["visibility_configurable", "properties", "type", "metadata"], Benefit),
        new(["benefit_id", "is_granted", "customer_id", "member"], (_, grant) => grant["user_id"] = grant["customer_id"]?.DeepClone()),
        new(["display_key", "limit_activations", "customer"], (_, key) => AddUser(key)),
        new(["client_secret", "label", "products"], (_, link) => Link(link)),
        new(["billing_address_fields", "net_amount", "is_payment_form_required"], (_, checkout) => Checkout(checkout)),
        new(["applied_balance_amount", "net_amount", "items"], Order),
        new(["current_period_start", "cancel_at_period_end"], Subscription),
        new(["allow_customer_updates", "slug"], LegacyOrganizationFields.Add),
    ];

    public static string Text(World world, ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(Added(world, json).Span);

    public static ReadOnlyMemory<byte> Added(World world, ReadOnlyMemory<byte> json) =>
        Root(world, json.Span) is { } root ? Bytes(root) : json;

    /// <summary>The JSON with the members; null where nothing in it has any.</summary>
    private static JsonNode? Root(World world, ReadOnlySpan<byte> json) =>
        HasAny(json) && JsonNode.Parse(json) is { } root && Visit(world, root) ? root : null;

    /// <summary>Whether it is worth reading: most JSON has no such objects.</summary>
    private static bool HasAny(ReadOnlySpan<byte> json)
    {
        foreach (var shape in s_shapes)
        {
            if (json.IndexOf(shape.Trace) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlyMemory<byte> Bytes(JsonNode root)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = Wire.CreateWriter(buffer))
        {
            Write(writer, root);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>What was there goes out letter for letter as it came.</summary>
    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValue value when value.TryGetValue<JsonElement>(out var element):
                writer.WriteRawValue(element.GetRawText(), skipInputValidation: true);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    private static bool Visit(World world, JsonNode? node)
    {
        var changed = false;
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                changed |= Visit(world, item);
            }
        }
        else if (node is JsonObject members)
        {
            // Parts come first: some members are copies of them.
            foreach (var (_, value) in members.ToArray())
            {
                changed |= Visit(world, value);
            }

            foreach (var shape in s_shapes)
            {
                if (Array.TrueForAll(shape.Marks, members.ContainsKey))
                {
                    shape.Add(world, members);
                    changed = true;
                }
            }
        }

        return changed;
    }

    private static Guid? Id(JsonNode? node) => node is null ? null : Guid.Parse(node.ToString());

    private static void Price(World world, JsonObject price)
    {
        var interval = world.Products.Find(Id(price["product_id"])!.Value)?.Resource.RecurringInterval;
        price["type"] = interval is null ? "one_time" : "recurring";
        price["recurring_interval"] = interval?.Value;
        if (price["seat_tiers"] is JsonObject tiers)
        {
            price["price_per_seat"] = tiers["tiers"]![0]!["price_per_seat"]!.DeepClone();
        }
    }

    private static void Benefit(World world, JsonObject benefit)
    {
        switch (benefit["type"]!.ToString())
        {
            case BenefitType.Values.Custom or BenefitType.Values.SlackSharedChannel:
                benefit["is_tax_applicable"] = true;
                break;
            case BenefitType.Values.GitHubRepository:
                benefit["properties"]!["repository_id"] = null;
                break;
        }
    }

    private static void Link(JsonObject link)
    {
        var product = link["products"]!.AsArray().FirstOrDefault();
        var price = product?["prices"]?.AsArray().FirstOrDefault();
        link["product_id"] = product?["id"]?.DeepClone();
        link["product_price_id"] = price?["id"]?.DeepClone();
        link["product"] = product?.DeepClone();
        link["product_price"] = price?.DeepClone();
    }

    private static void Checkout(JsonObject checkout)
    {
        var modes = checkout["billing_address_fields"]!;
        bool Required(string field) => modes[field]!.ToString() == BillingAddressFieldMode.Values.Required;
        checkout["subtotal_amount"] = checkout["net_amount"]!.DeepClone();
        checkout["customer_billing_address_fields"] = new JsonObject(
            modes.AsObject().Select(field => KeyValuePair.Create(field.Key, (JsonNode?)Required(field.Key))));
        if (checkout.TryGetPropertyValue("external_customer_id", out var externalId))
        {
            checkout["customer_external_id"] = externalId?.DeepClone();
        }
    }

    private static void Order(World world, JsonObject order)
    {
        order["amount"] = order["net_amount"]!.DeepClone();
        order["from_balance_amount"] = order["applied_balance_amount"]!.DeepClone();
        var id = order["items"]!.AsArray().Select(item => Id(item!["product_price_id"])).FirstOrDefault(price => price is not null);
        var price = Id(order["product_id"]) is { } product && id is not null
            ? world.Products[product].Prices.Find(candidate => candidate.Id == id)
            : null;
        var shown = price is null ? null : Recast.Node(price);
        Visit(world, shown);
        order["product_price_id"] = price?.Id.ToString();
        order["product_price"] = shown;
        AddUser(order);
        AddGitHub(order);
    }

    /// <summary>A subscription had one price once; within a customer's state that is all that is left of it.</summary>
    private static void Subscription(World world, JsonObject subscription)
    {
        subscription["price_id"] = world.Subscriptions.Find(Id(subscription["id"])!.Value)?.Prices.FirstOrDefault()?.Id.ToString();
        if (subscription["prices"] is JsonArray { Count: > 0 } prices)
        {
            subscription["price"] = prices[0]!.DeepClone();
        }

        if (subscription.ContainsKey("customer_id"))
        {
            AddUser(subscription);
            AddGitHub(subscription);
        }
    }

    private static void AddGitHub(JsonObject owned)
    {
        if (owned["user"] is JsonObject user)
        {
            user["github_username"] = null;
        }
    }

    /// <summary>Customers were users once, and are shown to the public by their initial.</summary>
    private static void AddUser(JsonObject owned)
    {
        owned["user_id"] = owned["customer_id"]?.DeepClone();
        if (owned["customer"] is not JsonObject customer)
        {
            return;
        }

        string? Text(string name) => customer[name]?.ToString() is { Length: > 0 } text ? text : null;
        owned["user"] = new JsonObject
        {
            ["id"] = customer["id"]?.DeepClone(),
            ["email"] = customer["email"]?.DeepClone(),
            ["public_name"] = (Text("name") ?? Text("email")) is { } name ? name.EnumerateRunes().First().ToString() : "?",
            ["avatar_url"] = customer["avatar_url"]?.DeepClone(),
        };
    }

    /// <summary>Objects of a kind: the members that tell them apart, and what is added to them.</summary>
    private sealed record HiddenShape(string[] Marks, Action<World, JsonObject> Add)
    {
        public byte[] Trace { get; } = Encoding.UTF8.GetBytes($"\"{Marks[0]}\":");
    }
}
