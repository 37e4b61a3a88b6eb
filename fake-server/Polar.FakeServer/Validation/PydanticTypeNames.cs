namespace Polar.FakeServer.Validation;

/// <summary>What the cases of a union are called in the place of a fault.</summary>
internal static class PydanticTypeNames
{
    public static string Of(Schema schema) => schema switch
    {
        ReferenceSchema reference => BodyRules.Of(reference.Name).Label(reference.Name),
        TaggedSchema { Property: "amount_type" } prices => $"function-before[_coerce_legacy_free_price(), {Tagged(prices)}]",
        TaggedSchema tagged => Tagged(tagged),
        TextSchema { Format: "uuid" or "uuid4" } => "uuid",
        TextSchema { Format: "date-time" } => "datetime",
        TextSchema { MinLength: not null } or TextSchema { MaxLength: not null } or TextSchema { Pattern: not null } => "constrained-str",
        TextSchema => "str",
        IntegerSchema { Minimum: null, Maximum: null, Above: null, Below: null } => "int",
        IntegerSchema => "constrained-int",
        NumberSchema { Minimum: null, Maximum: null, Above: null, Below: null } => "float",
        NumberSchema => "constrained-float",
        DecimalSchema => "decimal",
        BooleanSchema => "bool",
        ConstantSchema constant => $"literal['{constant.Value}']",
        ListSchema list => $"list[{Of(list.Items)}]",
        _ => "value",
    };

    private static string Tagged(TaggedSchema tagged) =>
        $"tagged-union[{string.Join(',', UnionTags.Of(tagged).Cases.Select(option => option.Schema).Distinct())}]";
}
