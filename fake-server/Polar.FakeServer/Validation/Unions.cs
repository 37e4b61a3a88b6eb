using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>Checks values that may be one of several things.</summary>
internal static class Unions
{
    private static readonly DecimalSchema s_number = new(null, null, null, null);

    /// <summary>What the API description says with a pattern: an amount as Polar's database keeps it.</summary>
    private static readonly DecimalSchema s_amount = s_number with { Digits = 17, Places = 12 };

    /// <summary>The case that the value's tag names.</summary>
    public static JsonNode? Check(Validator validator, UnionFact fact, JsonNode? value, ErrorLocation place, bool always = false)
    {
        if (value is not JsonObject && !always)
        {
            return validator.Refuse(
                "model_attributes_type", place, "Input should be a valid dictionary or object to extract fields from", value);
        }

        if (fact.TagOf(value as JsonObject) is not { } tag)
        {
            return validator.Refuse(
                "union_tag_not_found", place, $"Unable to extract tag using discriminator {fact.Discriminator}", value,
                ("discriminator", fact.Discriminator));
        }

        var named = Array.Find(fact.Cases, option => option.Tag == tag);
        if (named.Schema is not null)
        {
            return validator.CheckNamed(named.Schema, value, place.Then(named.Tag));
        }

        var tags = string.Join(", ", fact.Cases.Select(option => option.Resource));
        return validator.Refuse(
            "union_tag_invalid", place,
            $"Input tag '{tag}' found using {fact.Discriminator} does not match any of the expected tags: {tags}", value,
            ("discriminator", fact.Discriminator), ("tag", tag), ("expected_tags", tags));
    }

    /// <summary>The case without faults that takes most of what was sent, and takes it as it is; if all have faults, those of all.</summary>
    public static JsonNode? Check(Validator validator, UnionSchema schema, JsonNode? value, ErrorLocation place)
    {
        if (validator.ValidationContext.Schemas.FactOf(schema) is { } fact)
        {
            return Check(validator, fact, value, place, always: true);
        }

        if (schema.Cases is [NumberSchema bounds, TextSchema { Format: "decimal" } or TextSchema { Pattern: not null }])
        {
            var described = schema.Cases[1] is TextSchema { Pattern: not null } ? s_amount : s_number;
            return NumberValidator.Decimal(validator, described with { Minimum = bounds.Minimum, Above = bounds.Above }, value, place);
        }

        JsonNode? best = null;
        (int Members, bool Exact) bestTaken = (-1, false);
        var faults = new List<RequestError>();
        foreach (var option in schema.Cases)
        {
            var trial = new Validator(validator.ValidationContext);
            var result = trial.Check(option, value, place.Then(PydanticTypeNames.Of(validator.ValidationContext.Schemas, option)));
            faults.AddRange(trial.Issues);
            if (IsInstant(schema, option, value))
            {
                result = value!.DeepClone();
            }

            var taken = (result is JsonObject members ? members.Count : 0, IsExact(option, value));
            if (trial.Issues.Count == 0 && taken.CompareTo(bestTaken) > 0)
            {
                (best, bestTaken) = (result, taken);
            }
        }

        if (bestTaken.Members < 0)
        {
            faults.ForEach(validator.Add);
        }

        return best;
    }

    /// <summary>Whether a number among plain values stands for an instant: it stays one, so that it is not taken for a text.</summary>
    private static bool IsInstant(UnionSchema schema, Schema option, JsonNode? value) =>
        option is TextSchema { Format: "date-time" } && value?.GetValueKind() == JsonValueKind.Number && schema.Cases.Any(other => other is BooleanSchema);

    /// <summary>Whether the value is of the case's own kind, and not only readable as it.</summary>
    private static bool IsExact(Schema option, JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => option is TextSchema { Format: null } or EnumSchema or ConstantSchema,
        JsonValueKind.True or JsonValueKind.False => option is BooleanSchema or FlagSchema,
        JsonValueKind.Number => PythonNumber.IsFloat(value!) ? option is NumberSchema : option is IntegerSchema,
        JsonValueKind.Array => option is ListSchema,
        _ => false,
    };
}
