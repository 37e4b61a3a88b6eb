using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>
/// Checks a value against a schema as Polar's validation library does: leniently (a text that spells a number is a number), all faults at once,
/// each with its place. What comes out is the value in the form that the schema asks for.
/// </summary>
internal sealed class Validator(ValidationContext surroundings)
{
    private readonly List<RequestError> _issues = [];

    /// <summary>The faults so far.</summary>
    public IReadOnlyList<RequestError> Issues => _issues;

    /// <summary>What a check needs to know beyond the value.</summary>
    public ValidationContext ValidationContext => surroundings;

    public void Add(RequestError issue) => _issues.Add(issue);

    /// <summary>Takes back the faults behind the first ones, which something else makes pointless.</summary>
    public void KeepFirst(int count) => _issues.RemoveRange(count, _issues.Count - count);

    /// <summary>Checks a value; the result is only of use when there are no faults.</summary>
    public JsonNode? Check(Schema schema, JsonNode? value, ErrorLocation place)
    {
        switch (schema)
        {
            case OwnSchema own:
                return own.Check(this, value, place);
            case AnySchema:
                return value?.DeepClone();
            case NullSchema:
                return value is null ? null : Refuse("none_required", place, "Input should be None", value);
            case NullableSchema nullable:
                return value is null ? null : Check(nullable.Inner, value, place);
            case ReferenceSchema reference:
                return CheckNamed(reference.Name, value, place);
            case DecimalSchema number:
                return NumberValidator.Decimal(this, number, value, place);
            case BooleanSchema:
                return NumberValidator.Boolean(this, value, place);
            case FlagSchema flag:
                return CheckFlag(flag, value, place);
            case TextSchema text:
                return StringValidator.Check(this, text, value, place);
            case EnumSchema options:
                return CheckEnum(options, value, place);
            case ConstantSchema constant:
                return CheckChoice("literal_error", constant.Enumeration, [constant.Value], value, place);
            case IntegerSchema integer:
                return NumberValidator.Integer(this, integer, value, place);
            case NumberSchema number:
                return NumberValidator.Number(this, number, value, place);
            case ListSchema list:
                return CollectionValidator.List(this, list, value, place);
            case TupleSchema tuple:
                return CollectionValidator.Tuple(this, tuple, value, place);
            case MapSchema map:
                return CollectionValidator.Map(this, map, value, place);
            case ObjectSchema members:
                return CheckObject(members, value, place, BodyRule.None);
            case TaggedSchema tagged:
                return Unions.Check(this, surroundings.Schemas.FactOf(tagged), surroundings.Schemas.TagsOf(tagged).Modernize(value), place);
            case UnionSchema union:
                return Unions.Check(this, union, value, place);
            default:
                throw new InvalidOperationException($"No check for {schema.GetType().Name}.");
        }
    }

    public JsonNode? Refuse(string type, ErrorLocation place, string message, JsonNode? input, params (string, object)[] context)
    {
        _issues.Add(new RequestError(type, place.Steps, message, input, context.Length == 0 ? null : context));
        return null;
    }

    /// <summary>Whether a NUL character is in the value, save in objects with schemas of their own, which look for themselves.</summary>
    private static bool HasNul(Schema schema, JsonNode? value) => value switch
    {
        JsonArray items => items.Any(item => HasNul(schema, item)),
        JsonObject members => schema is MapSchema or AnySchema or NullableSchema { Inner: MapSchema or AnySchema }
            && members.Any(member => member.Key.Contains('\0', StringComparison.Ordinal) || HasNul(Schema.Any, member.Value)),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>().Contains('\0', StringComparison.Ordinal),
        _ => false,
    };

    private JsonNode? CheckFlag(FlagSchema flag, JsonNode? value, ErrorLocation place)
    {
        var expected = flag.Value ? "True" : "False";
        return value is JsonValue given && given.TryGetValue<bool>(out var found) && found == flag.Value ? value.DeepClone()
            : value?.GetValueKind() == JsonValueKind.Number && value.ToJsonString() is var number && (flag.Value ? number is "1" or "1.0" : number is "0" or "0.0")
                ? JsonValue.Create(flag.Value)
            : Refuse("literal_error", place, $"Input should be {expected}", value, ("expected", expected));
    }

    private JsonNode? CheckEnum(EnumSchema schema, JsonNode? value, ErrorLocation place)
    {
        var text = value is JsonValue given && given.TryGetValue<string>(out var found) ? found : null;
        if (schema.AreTimeZones)
        {
            return text is null ? Refuse("string_type", place, "Input should be a valid string", value)
                : Array.Find(schema.Values, zone => zone.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } zone ? JsonValue.Create(zone)
                : Refuse("TimeZoneName", place, "Invalid timezone name.", value);
        }

        var read = schema.IsUpper && text is not null ? JsonValue.Create(text.ToUpperInvariant()) : value;
        return CheckChoice(schema.IsEnumeration ? "enum" : "literal_error", schema.Enumeration, schema.Values, read, place);
    }

    private JsonNode? CheckChoice(string type, string? enumeration, string[] values, JsonNode? value, ErrorLocation place)
    {
        if (value is JsonValue given && given.TryGetValue<string>(out var text) && values.Contains(text))
        {
            return value.DeepClone();
        }

        var expected = PythonText.Choice(
            [.. values.Select(option => enumeration is null ? $"'{option}'" : $"<{enumeration}.{option}: '{option}'>")]);
        return Refuse(type, place, $"Input should be {expected}", value, ("expected", expected));
    }

    /// <summary>Checks a value against the schema of that name, and its rule.</summary>
    public JsonNode? CheckNamed(string name, JsonNode? value, ErrorLocation place)
    {
        var rule = surroundings.Schemas.RuleOf(name);
        if (rule.Case(value) is var (tag, option))
        {
            return CheckNamed(option, value, place.Then(tag));
        }

        var schema = surroundings.Schemas.Get(name);
        return schema is ObjectSchema members
            ? CheckObject(members, rule.Reread(value), place, rule)
            : rule.Made(Check(schema, value, place));
    }

    private JsonObject? CheckObject(ObjectSchema schema, JsonNode? value, ErrorLocation place, BodyRule rule)
    {
        if (value is not JsonObject given)
        {
            _ = schema.IsDictionary
                ? Refuse("dict_type", place, "Input should be a valid dictionary", value)
                : Refuse("model_attributes_type", place, "Input should be a valid dictionary or object to extract fields from", value);
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
            if (schema.AdditionalProperties == AdditionalProperties.Ignored || schema.Members.Any(member => member.Name == name))
            {
                continue;
            }

            if (schema.AdditionalProperties == AdditionalProperties.Forbidden)
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

    private JsonNode? CheckMember(MemberSchema member, JsonNode? value, JsonObject siblings, ErrorLocation place, BodyRule rule)
    {
        var before = _issues.Count;
        var schema = rule.Schema(member.Name) ?? member.Schema;
        var result = Check(schema, value, place);
        if (_issues.Count == before && HasNul(schema, result))
        {
            Refuse("value_error", place, "Value error, This value contains invalid characters", value, ("error", new JsonObject()));
        }

        if (result is null || _issues.Count > before)
        {
            return result;
        }

        // A rule looks at what was made of the value, and complains of the value as it was sent.
        result = rule.Member(this, member.Name, result, siblings, place);
        for (var index = before; index < _issues.Count; index++)
        {
            _issues[index] = _issues[index].Location.SequenceEqual(place.Steps) ? _issues[index] with { Input = value } : _issues[index];
        }

        return result;
    }
}
