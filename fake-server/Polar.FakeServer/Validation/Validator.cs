using System.Text.Json.Nodes;

namespace Polar.FakeServer;

/// <summary>
/// Checks a value against a schema as Polar's validation library does: leniently (a text that spells a number is a number), all faults at once,
/// each with its place. What comes out is the value in the form that the schema asks for.
/// </summary>
internal sealed class Validator
{
    private readonly List<Issue> _issues = [];

    /// <summary>The faults so far.</summary>
    public IReadOnlyList<Issue> Issues => _issues;

    public void Add(Issue issue) => _issues.Add(issue);

    /// <summary>Checks a value; the result is only of use when there are no faults.</summary>
    public JsonNode? Check(Schema schema, JsonNode? value, Place place)
    {
        switch (schema)
        {
            case AnySchema:
                return value?.DeepClone();
            case NullSchema:
                return value is null ? null : Refuse("none_required", place, "Input should be None", value);
            case NullableSchema nullable:
                return value is null ? null : Check(nullable.Inner, value, place);
            case ReferenceSchema reference:
                return CheckNamed(reference.Name, value, place);
            case DecimalSchema number:
                return Scalars.Decimal(this, number, value, place);
            case BooleanSchema:
                return Scalars.Boolean(this, value, place);
            case FlagSchema flag:
                return CheckFlag(flag, value, place);
            case TextSchema text:
                return Scalars.Text(this, text, value, place);
            case EnumSchema options:
                return CheckEnum("enum", options.Values, value, place);
            case ConstantSchema constant:
                return CheckEnum("literal_error", [constant.Value], value, place);
            case IntegerSchema integer:
                return Scalars.Integer(this, integer, value, place);
            case NumberSchema number:
                return Scalars.Number(this, number, value, place);
            case ListSchema list:
                return CheckList(list, value, place);
            case TupleSchema tuple:
                return CheckTuple(tuple, value, place);
            case MapSchema map:
                return CheckMap(map, value, place);
            case ObjectSchema members:
                return CheckObject(members, value, place, BodyRule.None);
            case TaggedSchema tagged:
                return CheckTagged(tagged, value, place);
            case UnionSchema union:
                return CheckUnion(union, value, place);
            default:
                throw new InvalidOperationException($"No check for {schema.GetType().Name}.");
        }
    }

    public JsonNode? Refuse(string type, Place place, string message, JsonNode? input, params (string, object)[] context)
    {
        _issues.Add(new Issue(type, place.Steps, message, input, context.Length == 0 ? null : context));
        return null;
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private static string Or(string[] values) => values.Length == 1
        ? $"'{values[0]}'"
        : $"{string.Join(", ", values.Take(values.Length - 1).Select(value => $"'{value}'"))} or '{values[^1]}'";

    private JsonNode? CheckFlag(FlagSchema flag, JsonNode? value, Place place)
    {
        var expected = flag.Value ? "True" : "False";
        return value is JsonValue given && given.TryGetValue<bool>(out var found) && found == flag.Value
            ? value.DeepClone()
            : Refuse("literal_error", place, $"Input should be {expected}", value, ("expected", expected));
    }

    private JsonNode? CheckEnum(string type, string[] values, JsonNode? value, Place place) =>
        value is JsonValue given && given.TryGetValue<string>(out var text) && values.Contains(text)
            ? value.DeepClone()
            : Refuse(type, place, $"Input should be {Or(values)}", value, ("expected", Or(values)));

    private JsonArray? CheckList(ListSchema schema, JsonNode? value, Place place)
    {
        if (value is not JsonArray items)
        {
            Refuse("list_type", place, "Input should be a valid list", value);
            return null;
        }

        var checkedItems = new JsonArray();
        for (var index = 0; index < items.Count; index++)
        {
            checkedItems.Add(Check(schema.Items, items[index], place.Then(index)));
        }

        CheckLength("List", "item", items.Count, schema.MinItems, schema.MaxItems, value, place);
        return checkedItems;
    }

    public void CheckLength(string field, string noun, int count, int? least, int? most, JsonNode? value, Place place)
    {
        if (count < least)
        {
            Refuse(
                "too_short", place, $"{field} should have at least {Count(least.Value, noun)} after validation, not {count}", value,
                ("field_type", field), ("min_length", least.Value), ("actual_length", count));
        }
        else if (count > most)
        {
            Refuse(
                "too_long", place, $"{field} should have at most {Count(most.Value, noun)} after validation, not {count}", value,
                ("field_type", field), ("max_length", most.Value), ("actual_length", count));
        }
    }

    private JsonArray? CheckTuple(TupleSchema schema, JsonNode? value, Place place)
    {
        if (value is not JsonArray items)
        {
            Refuse("tuple_type", place, "Input should be a valid tuple", value);
            return null;
        }

        var checkedItems = new JsonArray();
        for (var index = 0; index < schema.Items.Length; index++)
        {
            if (index < items.Count)
            {
                checkedItems.Add(Check(schema.Items[index], items[index], place.Then(index)));
            }
            else
            {
                Refuse("missing", place.Then(index), "Field required", value);
            }
        }

        CheckLength("Tuple", "item", items.Count, null, schema.Items.Length, value, place);
        return checkedItems;
    }

    private JsonObject? CheckMap(MapSchema schema, JsonNode? value, Place place)
    {
        if (value is not JsonObject entries)
        {
            Refuse("dict_type", place, "Input should be a valid dictionary", value);
            return null;
        }

        var checkedEntries = new JsonObject();
        foreach (var (key, entry) in entries)
        {
            if (schema.Keys is { } keys)
            {
                Check(keys, JsonValue.Create(key), place.Then(key).Then("[key]"));
            }

            checkedEntries[key] = Check(schema.Values, entry, place.Then(key));
        }

        CheckLength("Dictionary", "item", entries.Count, schema.MinProperties, schema.MaxProperties, value, place);
        return checkedEntries;
    }

    private JsonNode? CheckNamed(string name, JsonNode? value, Place place)
    {
        var rule = BodyRules.Of(name);
        if (rule.Case(value) is var (tag, option))
        {
            return CheckNamed(option, value, place.Then(tag));
        }

        return RequestSchemas.Get(name) is ObjectSchema members
            ? CheckObject(members, rule.Reread(value), place, rule)
            : Check(RequestSchemas.Get(name), value, place);
    }

    private JsonObject? CheckObject(ObjectSchema schema, JsonNode? value, Place place, BodyRule rule)
    {
        if (value is not JsonObject given)
        {
            Refuse("model_attributes_type", place, "Input should be a valid dictionary or object to extract fields from", value);
            return null;
        }

        var before = _issues.Count;
        var result = new JsonObject();
        foreach (var member in schema.Members)
        {
            if (given.TryGetPropertyValue(member.Name, out var entry))
            {
                result[member.Name] = CheckMember(member, entry, result, place.Then(member.Name), rule);
            }
            else if (member.Required)
            {
                Refuse("missing", place.Then(member.Name), "Field required", value);
            }
        }

        foreach (var (name, entry) in given)
        {
            if (schema.Extras == Extras.Ignored || schema.Members.Any(member => member.Name == name))
            {
                continue;
            }

            if (schema.Extras == Extras.Forbidden)
            {
                Refuse("extra_forbidden", place.Then(name), "Extra inputs are not permitted", entry);
            }
            else
            {
                result[name] = Check(schema.Kept!, entry, place.Then(name));
            }
        }

        if (_issues.Count == before)
        {
            rule.Whole(this, result, given, place);
        }

        return result;
    }

    private JsonNode? CheckMember(MemberSchema member, JsonNode? value, JsonObject siblings, Place place, BodyRule rule)
    {
        var before = _issues.Count;
        var result = Check(rule.Schema(member.Name) ?? member.Schema, value, place);
        return result is not null && _issues.Count == before ? rule.Member(this, member.Name, result, siblings, place) : result;
    }

    private JsonNode? CheckTagged(TaggedSchema schema, JsonNode? value, Place place)
    {
        value = LegacyForms.Modern(schema, value);
        if (value is not JsonObject given)
        {
            return Refuse("model_attributes_type", place, "Input should be a valid dictionary or object to extract fields from", value);
        }

        if (!given.TryGetPropertyValue(schema.Property, out var tagged))
        {
            return Refuse(
                "union_tag_not_found", place, $"Unable to extract tag using discriminator '{schema.Property}'", value,
                ("discriminator", $"'{schema.Property}'"));
        }

        var tag = tagged is JsonValue text && text.TryGetValue<string>(out var found) ? found : tagged is null ? "None" : tagged.ToJsonString();
        foreach (var (expected, name) in schema.Cases)
        {
            if (expected == tag && tagged is not null)
            {
                return CheckNamed(name, value, place.Then(expected));
            }
        }

        var tags = string.Join(", ", schema.Cases.Select(entry => $"'{entry.Tag}'"));
        return Refuse(
            "union_tag_invalid", place,
            $"Input tag '{tag}' found using '{schema.Property}' does not match any of the expected tags: {tags}", value,
            ("discriminator", $"'{schema.Property}'"), ("tag", tag), ("expected_tags", tags));
    }

    /// <summary>The case without faults that takes most of what was sent; if all have faults, those of all.</summary>
    private JsonNode? CheckUnion(UnionSchema schema, JsonNode? value, Place place)
    {
        JsonNode? best = null;
        var bestTaken = -1;
        var faults = new List<Issue>();
        foreach (var option in schema.Cases)
        {
            var trial = new Validator();
            var result = trial.Check(option, value, place.Then(Labels.Of(option)));
            faults.AddRange(trial.Issues);
            var taken = result is JsonObject members ? members.Count : Scalars.SameKind(result, value) ? 1 : 0;
            if (trial.Issues.Count == 0 && taken > bestTaken)
            {
                (best, bestTaken) = (result, taken);
            }
        }

        if (bestTaken < 0)
        {
            _issues.AddRange(faults);
        }

        return best;
    }
}

/// <summary>A place in a request.</summary>
internal sealed record Place(IReadOnlyList<object> Steps)
{
    public static Place Body { get; } = new(["body"]);

    public Place Then(object step) => new([.. Steps, step]);
}
