using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>What a body must satisfy beyond its schema, and what is made of it on the way in.</summary>
internal abstract class BodyRule
{
    private static readonly (string, object) s_failed = ("error", new JsonObject());

    /// <summary>The rule of a body that its schema says all about.</summary>
    public static BodyRule None { get; } = new Nothing();

    /// <summary>For a union that a look at the value decides: what the case is called in places, and its schema.</summary>
    public virtual (string Tag, string Schema)? Case(JsonNode? given) => null;

    /// <summary>What the schema is called in a place where it is one of several.</summary>
    public virtual string Label(string schema) => schema;

    /// <summary>What was sent, in the form that is then checked.</summary>
    public virtual JsonNode? Reread(JsonNode? given) => given;

    /// <summary>A member's schema where the description of the API does not say it all; null where it does.</summary>
    public virtual Schema? Schema(string member) => null;

    /// <summary>For a schema that is one of several: what is made of the case that was found.</summary>
    public virtual JsonNode? Made(JsonNode? found) => found;

    /// <summary>Looks at a member that satisfies its schema and is not null; what comes back takes its place.</summary>
    public virtual JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place) => value;

    /// <summary>Looks at a body whose members are all as they should be.</summary>
    public virtual void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
    }

    /// <summary>A fault in the words of a hand-written check.</summary>
    protected static JsonNode? Refuse(Validator validator, ErrorLocation place, string sentence, JsonNode? input) =>
        validator.Refuse("value_error", place, $"Value error, {sentence}", input, s_failed);

    private sealed class Nothing : BodyRule;
}
