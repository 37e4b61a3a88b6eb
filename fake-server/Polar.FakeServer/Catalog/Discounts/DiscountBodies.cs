using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Discounts;

/// <summary>Codes are letters and digits, amounts are in known currencies, and a discount ends after it starts.</summary>
internal class DiscountRule : BodyRule
{
    private const int ShortestCode = 3;
    private const int LongestCode = 256;
    private const decimal LargestAmount = 999_999_999_999;

    public override Schema? Schema(string member) => member == "amounts"
        ? new NullableSchema(new MapSchema(
            new ReferenceSchema("PresentmentCurrency"), new IntegerSchema(0, null, LargestAmount, null), 1, null))
        : null;

    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place)
    {
        if (name != "code")
        {
            return value;
        }

        var code = value.ToString().Trim();
        return code.Length == 0 ? null
            : !code.EnumerateRunes().All(rune => Rune.IsLetter(rune) || Rune.IsNumber(rune)) ? Refuse(validator, place, "Code must contain only alphanumeric characters.", value)
            : code.EnumerateRunes().Count() is < ShortestCode or > LongestCode
                ? Refuse(validator, place, $"Code must be between {ShortestCode} and {LongestCode} characters long.", value)
            : JsonValue.Create(code);
    }

    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        if (Fault(body) is { } sentence)
        {
            Refuse(validator, place, sentence, given);
        }
    }

    /// <summary>The first thing that is wrong with the whole.</summary>
    protected virtual string? Fault(JsonObject body) =>
        Instant(body["starts_at"]) >= Instant(body["ends_at"]) ? "starts_at must be before ends_at"
        : body["amount"] is not null && body["amounts"] is not null ? "Cannot specify both `amount` and `amounts`."
        : null;

    private static DateTimeOffset? Instant(JsonNode? value) =>
        value is null ? null : DateTimeOffset.Parse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

/// <summary>A new discount takes off something, for as long as it says.</summary>
internal sealed class NewDiscountRule : DiscountRule
{
    protected override string? Fault(JsonObject body)
    {
        var repeats = body["duration"]!.ToString() == DiscountDuration.Values.Repeating;
        var isFixed = !body.ContainsKey("basis_points");
        return base.Fault(body)
            ?? (isFixed && body["amount"] is null && body["amounts"] is null ? "Must specify either `amount` or `amounts`."
            : repeats && body["duration_in_months"] is null ? "`duration_in_months` is required when `duration` is `repeating`."
            : !repeats && body["duration_in_months"] is not null
                ? "`duration_in_months` must be omitted when `duration` is not `repeating`."
            : null);
    }
}
