using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>What a part of a request must satisfy.</summary>
internal abstract record Schema
{
    public static Schema Any { get; } = new AnySchema();

    public static Schema Null { get; } = new NullSchema();

    public static Schema Boolean { get; } = new BooleanSchema();

    public static Schema PlainText { get; } = new TextSchema(null, null, null, null);
}

/// <summary>A schema of a resource's own, which the API description has no words for.</summary>
internal abstract record OwnSchema : Schema
{
    /// <summary>Checks a value; the result is only of use when there are no faults.</summary>
    public abstract JsonNode? Check(Validator validator, JsonNode? value, ErrorLocation place);
}

internal sealed record AnySchema : Schema;

internal sealed record NullSchema : Schema;

internal sealed record BooleanSchema : Schema;

internal sealed record TextSchema(int? MinLength, int? MaxLength, string? Pattern, string? Format) : Schema
{
    /// <summary>Whether an instant must say its zone.</summary>
    public bool IsAware { get; init; }

    /// <summary>The earliest instant that there may be.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>Whether an instant must be still to come.</summary>
    public bool IsFuture { get; init; }
}

internal sealed record EnumSchema(string[] Values) : Schema
{
    /// <summary>Whether the values are an enumeration's, not just texts.</summary>
    public bool IsEnumeration { get; init; }

    /// <summary>The enumeration whose members are named one by one.</summary>
    public string? Enumeration { get; init; }

    /// <summary>Whether it is read in upper case.</summary>
    public bool IsUpper { get; init; }

    /// <summary>Whether the values are the world's time zones.</summary>
    public bool AreTimeZones => Values.Contains("Africa/Abidjan");
}

internal sealed record ConstantSchema(string Value) : Schema
{
    /// <summary>The enumeration whose member it is.</summary>
    public string? Enumeration { get; init; }
}

internal sealed record FlagSchema(bool Value) : Schema;

internal sealed record IntegerSchema(decimal? Minimum, decimal? Above, decimal? Maximum, decimal? Below) : Schema;

internal sealed record NumberSchema(decimal? Minimum, decimal? Above, decimal? Maximum, decimal? Below) : Schema;

/// <summary>A number that may come as a text, with all its digits.</summary>
internal sealed record DecimalSchema(decimal? Minimum, decimal? Above, int? Digits, int? Places) : Schema;

internal sealed record ListSchema(Schema Items, int? MinItems, int? MaxItems) : Schema;

internal sealed record TupleSchema(Schema[] Items) : Schema;

internal sealed record MapSchema(Schema? Keys, Schema Values, int? MinProperties, int? MaxProperties) : Schema;

internal sealed record NullableSchema(Schema Inner) : Schema;

internal sealed record ReferenceSchema(string Name) : Schema;

/// <summary>One of several, told apart by trying.</summary>
internal sealed record UnionSchema(Schema[] Cases) : Schema;

/// <summary>One of several, told apart by a property.</summary>
internal sealed record TaggedSchema(string Property, (string Tag, string Schema)[] Cases) : Schema;

/// <summary>What happens to members that an object's schema does not name.</summary>
internal enum AdditionalProperties
{
    Ignored,
    Forbidden,
    Kept,
}

internal readonly record struct MemberSchema(string Name, Schema Schema, bool Required);

internal sealed record ObjectSchema(MemberSchema[] Members, AdditionalProperties AdditionalProperties, Schema? Kept) : Schema
{
    /// <summary>Whether it is a dictionary to Polar, as some settings are; what is no object is called by that name then.</summary>
    public bool IsDictionary { get; init; }
}
