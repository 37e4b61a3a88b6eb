using System.Globalization;
using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>Amounts are nothing, or within what may be charged in the price's currency.</summary>
/// <param name="amounts">The members that are amounts.</param>
internal sealed class AmountsRule(params string[] amounts) : BodyRule
{
    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place)
    {
        // A currency that is none has its own fault, and no bounds.
        var currency = siblings.TryGetPropertyValue("price_currency", out var given) ? given?.ToString() : "usd";
        if (!amounts.Contains(name) || currency is null)
        {
            return value;
        }

        var amount = value.GetValue<long>();
        var minimum = Currencies.Minimum(currency);
        var maximum = Currencies.Maximum(currency);
        return amount != 0 && amount < minimum
                ? validator.Refuse(
                    "minimum_price", place, $"Amount must be at least {Currencies.Format(minimum, currency)} or 0 for free pricing", value)
            : amount > maximum
                ? validator.Refuse("maximum_price", place, $"Amount must be at most {Currencies.Format(maximum, currency)}", value)
            : value;
    }
}

/// <summary>What is charged for use.</summary>
internal sealed class MeteredPriceRule : BodyRule
{
    private const int Digits = 17;
    private const int Places = 12;

    public override Schema? Schema(string member) => member switch
    {
        "unit_amount" => new DecimalSchema(null, 0, Digits, Places),
        "cap_amount" => new NullableSchema(new IntegerSchema(0, null, int.MaxValue, null)),
        _ => null,
    };
}

/// <summary>A step of a unit's price.</summary>
internal sealed class TierRule : BodyRule
{
    public override Schema? Schema(string member) => member switch
    {
        "bound" => new NullableSchema(new IntegerSchema(null, 0, null, null)),
        "unit_amount" => new DecimalSchema(0, null, null, null),
        _ => null,
    };
}

/// <summary>Steps go up, and only the last one has no end.</summary>
internal sealed class TiersRule : BodyRule
{
    public override Schema? Schema(string member) => member == "tiers" ? new ListSchema(new ReferenceSchema("TierInput"), 1, null) : null;

    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place)
    {
        if (name != "tiers")
        {
            return value;
        }

        var sorted = value.AsArray().Select(tier => tier!.DeepClone()).OrderBy(tier => Bound(tier) ?? long.MaxValue).ToArray();
        foreach (var (tier, next) in sorted.Zip(sorted.Skip(1)))
        {
            if (Bound(tier) is not { } bound)
            {
                return validator.Refuse("unbounded_tier_not_last", place, "Only the last tier can be unbounded", value);
            }

            if (Bound(next) == bound)
            {
                return validator.Refuse(
                    "duplicate_tier_bound", place, $"Tier bound values must be unique, got {bound} twice", value, ("bound", (decimal)bound));
            }
        }

        return new JsonArray(sorted);
    }

    public static long? Bound(JsonNode tier) => tier["bound"]?.GetValue<long>();
}

/// <summary>What is charged for a number of units that the buyer picks.</summary>
internal sealed class UnitPriceRule : BodyRule
{
    private const int LongestForm = 32;

    public override Schema? Schema(string member) => member switch
    {
        "minimum_units" => new NullableSchema(new IntegerSchema(1, null, null, null)),
        "unit_label" => new NullableSchema(
            new MapSchema(null, new MapSchema(null, FakeServer.Validation.Schema.PlainText, null, null), null, null)),
        _ => null,
    };

    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place) =>
        name == "unit_label" ? Label(validator, value.AsObject(), place) : value;

    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        var tiers = body["tiers"]!["tiers"]!.AsArray();
        foreach (var tier in tiers)
        {
            var rate = decimal.Parse(tier!["unit_amount"]!.ToString(), CultureInfo.InvariantCulture);
            if (rate != decimal.Truncate(rate))
            {
                Refuse(validator, place, $"Unit tier rates must be in smallest currency unit, got {tier["unit_amount"]}", given);
                return;
            }
        }

        if (body["minimum_units"]?.GetValue<long>() is { } minimum && TiersRule.Bound(tiers[^1]!) is { } last && minimum > last)
        {
            Refuse(validator, place, $"minimum_units must not exceed the last tier's bound, got {minimum} > {last}", given);
        }
    }

    private static JsonNode? Label(Validator validator, JsonObject locales, ErrorLocation place)
    {
        var label = new JsonObject();
        foreach (var (locale, forms) in locales)
        {
            var clean = forms!.AsObject()
                .Select(form => KeyValuePair.Create(form.Key, form.Value!.ToString().Trim()))
                .Where(form => form.Value.Length > 0)
                .ToArray();
            if (clean.Any(form => form.Value.EnumerateRunes().Count() > LongestForm))
            {
                return validator.Refuse(
                    "unit_label_form_too_long", place, $"Unit label forms must be at most {LongestForm} characters", locales,
                    ("max_length", LongestForm));
            }

            if (clean.All(form => form.Key != "other"))
            {
                return validator.Refuse("missing_other_plural", place, "Each locale must include a non-empty 'other' form", locales);
            }

            label[locale] = new JsonObject(clean.Select(form => KeyValuePair.Create(form.Key, (JsonNode?)JsonValue.Create(form.Value))));
        }

        CollectionValidator.Length(validator, "Dictionary", "item", label.Count, 1, null, locales, place);
        return label;
    }
}

/// <summary>Steps of a seat's price follow on each other without a gap.</summary>
internal sealed class SeatTiersRule : BodyRule
{
    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place)
    {
        if (name != "tiers")
        {
            return value;
        }

        var sorted = value.AsArray().Select(tier => tier!.DeepClone()).OrderBy(First).ToArray();
        return Fault(sorted) is { } sentence ? Refuse(validator, place, sentence, value) : new JsonArray(sorted);
    }

    private static string? Fault(JsonNode[] tiers)
    {
        foreach (var (tier, next) in tiers.Zip(tiers.Skip(1)))
        {
            if (Last(tier) is not { } last)
            {
                return "Only the last tier can have unlimited max_seats (None)";
            }

            if (First(next) != last + 1)
            {
                return $"Gap or overlap between tiers: tier ending at {last} and tier starting at {First(next)}";
            }
        }

        // Tiers that follow on each other may still end before they begin.
        var ends = tiers.Select(Last).OfType<long>().Order().ToArray();
        if (ends.Zip(ends.Skip(1)).Where(pair => pair.First == pair.Second).Select(pair => pair.First).FirstOrDefault() is > 0 and var repeated)
        {
            return $"Tier max_seats values must be unique, got {repeated} twice";
        }

        var minimum = First(tiers[0]);
        return ends.Length == tiers.Length && minimum > ends[^1]
                ? $"minimum_seats must not exceed the last tier's max_seats, got {minimum} > {ends[^1]}"
            : Last(tiers[^1]) < minimum ? $"maximum_seats must be >= minimum_seats, got {Last(tiers[^1])} < {minimum}"
            : null;
    }

    private static long First(JsonNode tier) => tier["min_seats"]!.GetValue<long>();

    private static long? Last(JsonNode tier) => tier["max_seats"]?.GetValue<long>();
}
