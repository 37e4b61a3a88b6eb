namespace Polar.FakeServer;

/// <summary>What the cases of a union are called in the place of a fault.</summary>
internal static class Labels
{
    public static string Of(Schema schema) => schema switch
    {
        ReferenceSchema reference => reference.Name,
        TaggedSchema tagged => $"tagged-union[{string.Join(',', tagged.Cases.Select(entry => entry.Schema))}]",
        TextSchema { Format: "uuid" or "uuid4" } => "uuid",
        TextSchema { Format: "date-time" } => "datetime",
        TextSchema { MinLength: not null } or TextSchema { MaxLength: not null } => "constrained-str",
        TextSchema { Pattern: { } pattern } when pattern.StartsWith("^(?!", StringComparison.Ordinal) => "decimal",
        TextSchema => "str",
        IntegerSchema { Minimum: null, Maximum: null, Above: null, Below: null } => "int",
        IntegerSchema => "constrained-int",
        NumberSchema => "float",
        DecimalSchema => "decimal",
        BooleanSchema => "bool",
        ConstantSchema constant => $"literal['{constant.Value}']",
        ListSchema list => $"list[{Of(list.Items)}]",
        _ => "value",
    };
}
