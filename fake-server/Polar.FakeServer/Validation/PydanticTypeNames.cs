namespace Polar.FakeServer.Validation;

/// <summary>What the cases of a union are called in the place of a fault.</summary>
internal static class PydanticTypeNames
{
    /// <summary>The name of a case, whose own parts the catalog knows.</summary>
    public static string Of(SchemaCatalog catalog, Schema schema) => schema switch
    {
        ReferenceSchema reference => catalog.RuleOf(reference.Name).Label(reference.Name),
        TaggedSchema tagged => catalog.TagsOf(tagged).Label(Tagged(catalog, tagged)),
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
        ListSchema list => $"list[{Of(catalog, list.Items)}]",
        _ => "value",
    };

    private static string Tagged(SchemaCatalog catalog, TaggedSchema tagged) =>
        $"tagged-union[{string.Join(',', catalog.FactOf(tagged).Cases.Select(option => option.Schema).Distinct())}]";
}
