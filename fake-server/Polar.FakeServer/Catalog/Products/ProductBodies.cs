using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>A new product is a recurring one where it names an interval.</summary>
internal sealed class ProductCreateRule : BodyRule
{
    public override (string Tag, string Schema)? Case(JsonNode? given) => given is JsonObject body && body["recurring_interval"] is not null
        ? ("recurring", "ProductCreateRecurring")
        : ("one_time", "ProductCreateOneTime");
}

/// <summary>Names and descriptions are trimmed.</summary>
internal class ProductRule : BodyRule
{
    private const int ShortestName = 3;
    private const int LongestName = 64;

    public override Schema? Schema(string member) => member == "name" ? FakeServer.Validation.Schema.PlainText : null;

    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place)
    {
        if (name is not ("name" or "description"))
        {
            return value;
        }

        var text = value.ToString().Trim();
        return name == "name" ? Name(validator, text, value, place) : text.Length > 0 ? JsonValue.Create(text) : null;
    }

    private static JsonValue? Name(Validator validator, string text, JsonNode value, ErrorLocation place)
    {
        var length = text.EnumerateRunes().Count();
        CollectionValidator.Length(validator, "Value", "item", length, ShortestName, LongestName, value, place);
        return JsonValue.Create(text);
    }
}

/// <summary>Trials come in pairs, and a meter's cycle fits into the billing cycle.</summary>
internal sealed class RecurringProductRule : ProductRule
{
    private const int DaysOfWeek = 7;
    private const int MonthsOfYear = 12;

    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        if (!TrialPair.Check(validator, body, given, place))
        {
            return;
        }

        if (body["meter_interval"]?.ToString() is not { } interval)
        {
            body["meter_interval_count"] = null;
            return;
        }

        var count = body["meter_interval_count"]?.GetValue<long>() ?? 1;
        body["meter_interval_count"] = count;
        if (!Divides(interval, count, body["recurring_interval"]!.ToString(), body["recurring_interval_count"]?.GetValue<long>() ?? 1))
        {
            const string Sentence = "The meter interval must evenly divide the billing interval, "
                + "so the meter cycle re-aligns with the billing cycle at every renewal.";
            Refuse(validator, place, Sentence, given);
        }
    }

    private static bool Divides(string meter, long meterCount, string billing, long billingCount) => (meter, billing) switch
    {
        _ when meter == billing => billingCount % meterCount == 0,
        (RecurringInterval.Values.Day, RecurringInterval.Values.Week) => DaysOfWeek * billingCount % meterCount == 0,
        (RecurringInterval.Values.Day, RecurringInterval.Values.Month or RecurringInterval.Values.Year) => meterCount == 1,
        (RecurringInterval.Values.Month, RecurringInterval.Values.Year) => MonthsOfYear * billingCount % meterCount == 0,
        _ => false,
    };
}

/// <summary>A price that names an id is one to keep, whatever else it says.</summary>
internal sealed class ProductUpdateRule : ProductRule
{
    public override Schema? Schema(string member) => member == "name" ? new NullableSchema(FakeServer.Validation.Schema.PlainText) : null;

    public override JsonNode? Reread(JsonNode? given)
    {
        if (given is not JsonObject body || body["prices"] is not JsonArray prices)
        {
            return given;
        }

        var reread = body.DeepClone();
        reread["prices"] = new JsonArray([.. prices.Select(price => IdOnly(price) ?? price?.DeepClone())]);
        return reread;
    }

    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place) =>
        TrialPair.Check(validator, body, given, place);

    private static JsonObject? IdOnly(JsonNode? price) =>
        price is JsonObject members && members["id"] is JsonValue id && id.TryGetValue<string>(out var text)
        && UuidText.Fault(text, out var uuid) is null && uuid.Version == 4
            ? new JsonObject { ["id"] = text }
            : null;
}

/// <summary>A trial has an interval and a number of them, or neither.</summary>
internal static class TrialPair
{
    /// <summary>What a schema is called that has such a trial.</summary>
    public static string Label(string schema) => $"function-after[is_complete_configuration(), {schema}]";

    public static bool Check(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        if (body["trial_interval"] is null == body["trial_interval_count"] is null)
        {
            return true;
        }

        validator.Refuse("missing", place, "Both trial_interval and trial_interval_count must be set together.", given);
        return false;
    }
}

/// <summary>A body of which nothing more has to be said than that about its trial.</summary>
internal sealed class TrialRule : BodyRule
{
    public override string Label(string schema) => TrialPair.Label(schema);

    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place) =>
        TrialPair.Check(validator, body, given, place);
}
