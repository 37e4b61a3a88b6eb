using System.Collections.Concurrent;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Validation;

/// <summary>The schemas of requests by name, with what Polar's API description does not tell about them.</summary>
internal static class SchemaCatalog
{
    private const int MostMetadata = 50;

    private static readonly EnumSchema s_prorations = new(["invoice", "prorate", "next_period", "reset"]) { IsEnumeration = true };

    private static readonly TextSchema s_metadataKey = new(1, 40, null, null);

    private static readonly TextSchema s_uuid = new(null, null, null, "uuid4");

    /// <summary>A webhook secret of the merchant's own.</summary>
    private static readonly NullableSchema s_ownSecret = new(new TextSchema(32, null, null, null));

    private static readonly NullableSchema s_locale = new(new TextSchema(null, null, null, Locales.Format));

    private static readonly ConcurrentDictionary<string, Schema> s_made = new();

    public static Schema Get(string name) =>
        s_made.GetOrAdd(name, static name => WithLocale(Amend(name, Supplement(name) ?? RequestSchemas.Get(name))));

    /// <summary>What a map's keys must satisfy though it is not described: those of metadata have a length.</summary>
    public static TextSchema? KeysOf(MapSchema map) => map.MaxProperties == MostMetadata ? s_metadataKey : null;

    /// <summary>Forms of a new checkout that older clients send: one product, or one price.</summary>
    private static Schema? Supplement(string name) => name switch
    {
        "CheckoutCreate" => new UnionSchema(
            [new ReferenceSchema("CheckoutProductsCreate"), new ReferenceSchema("CheckoutProductCreate"), new ReferenceSchema("CheckoutPriceCreate")]),
        "CheckoutProductCreate" => OneThing("product_id", "products", "prices"),
        "CheckoutPriceCreate" => OneThing("product_price_id", "products", "prices", "currency"),
        _ => null,
    };

    /// <summary>A new checkout of one thing only.</summary>
    private static ObjectSchema OneThing(string member, params string[] without)
    {
        var several = (ObjectSchema)RequestSchemas.Get("CheckoutProductsCreate");
        return several with
        {
            Members = [.. several.Members.Where(entry => !without.Contains(entry.Name)), new MemberSchema(member, s_uuid, true)],
        };
    }

    private static Schema Amend(string name, Schema schema) => (name, schema) switch
    {
        ("CheckoutProductsCreate", ObjectSchema members) =>
            members.With("prices", prices => prices is NullableSchema { Inner: MapSchema map } ? new NullableSchema(map with { Keys = s_uuid }) : prices),
        (_, EnumSchema options) => options with { IsEnumeration = true },
        (_, ObjectSchema members) when name.StartsWith("Benefit", StringComparison.Ordinal) && name.EndsWith("Update", StringComparison.Ordinal) =>
            members.With("type", type => type is ConstantSchema constant ? constant with { Enumeration = "BenefitType" } : type),
        ("MemberCreateFromCustomer", ObjectSchema members) =>
            members.With("role", role => role is EnumSchema options ? options with { Enumeration = "MemberRole" } : role),
        ("EventCreateCustomer" or "EventCreateExternalCustomer", ObjectSchema members) =>
            members.With("timestamp", timestamp => Instant(timestamp, text => text with { IsAware = true })),
        ("SubscriptionUpdateBase", ObjectSchema members) => members.With("trial_end", end => Instant(end, text => text with { IsFuture = true })),
        ("SubscriptionUpdateBillingPeriod", ObjectSchema members) =>
            members.With("current_billing_period_end", end => Instant(end, text => text with { IsFuture = true })),
        ("SubscriptionPause" or "CustomerSubscriptionPause", ObjectSchema members) =>
            members.With("resumes_at", end => Instant(end, text => text with { IsFuture = true })),
        ("OrganizationFeatureSettingsUpdate", ObjectSchema features) =>
            features with { Members = [new("seat_based_pricing_enabled", Schema.Boolean, false), .. features.Members] },
        ("OrganizationSubscriptionSettings", ObjectSchema settings) =>
            settings.With("proration_behavior", _ => s_prorations) with { IsDictionary = true },
        ("OrganizationCustomerEmailSettings" or "OrganizationCustomerPortalSettings", ObjectSchema settings) => settings with { IsDictionary = true },
        ("CustomerPortalUsageSettings" or "CustomerPortalSubscriptionSettings" or "CustomerPortalCustomerSettings", ObjectSchema settings) =>
            settings with { IsDictionary = true },
        ("WebhookEndpointCreate" or "WebhookEndpointUpdate", ObjectSchema members) => members.And("name", "secret", s_ownSecret),
        ("AddressInput", ObjectSchema members) =>
            members.With("country", country => country is EnumSchema options ? options with { IsEnumeration = true, IsUpper = true } : country),
        (_, ObjectSchema members) =>
            members.With("country", country => country is NullableSchema { Inner: EnumSchema options }
                ? new NullableSchema(options with { IsEnumeration = true })
                : country),
        _ => schema,
    };

    private static Schema WithLocale(Schema schema) => schema is ObjectSchema members ? members.With("locale", _ => s_locale) : schema;

    /// <summary>The schema with the instant in it changed, wherever that is.</summary>
    private static Schema Instant(Schema schema, Func<TextSchema, TextSchema> change) => schema switch
    {
        TextSchema { Format: "date-time" } text => change(text),
        NullableSchema nullable => new NullableSchema(Instant(nullable.Inner, change)),
        UnionSchema union => new UnionSchema([.. union.Cases.Select(option => Instant(option, change))]),
        _ => schema,
    };

    /// <summary>The schema with an optional member that the description leaves out, behind another one.</summary>
    private static ObjectSchema And(this ObjectSchema schema, string before, string member, Schema described) => schema with
    {
        Members =
        [
            .. schema.Members.SelectMany(entry => entry.Name == before ? [entry, new MemberSchema(member, described, false)] : new[] { entry }),
        ],
    };

    private static ObjectSchema With(this ObjectSchema schema, string member, Func<Schema, Schema> change) => schema with
    {
        Members = [.. schema.Members.Select(entry => entry.Name == member ? entry with { Schema = change(entry.Schema) } : entry)],
    };
}
