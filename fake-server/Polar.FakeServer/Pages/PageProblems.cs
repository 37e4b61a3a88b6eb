using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Pages;

/// <summary>Why a form was refused: messages that belong to fields, and one that belongs to the whole.</summary>
/// <param name="Fields">Messages by field: <c>customer_billing_address.country</c>.</param>
/// <param name="General">The message that belongs to no field; null where there is none.</param>
internal sealed record PageProblems(IReadOnlyDictionary<string, string> Fields, string? General)
{
    /// <summary>Nothing is wrong.</summary>
    public static PageProblems None { get; } = new(new Dictionary<string, string>(), null);

    /// <summary>Reads a refusal of the API.</summary>
    public static PageProblems Read(JsonNode? refusal)
    {
        if (refusal?["detail"] is not JsonArray issues)
        {
            return None with { General = refusal?["detail"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "Something went wrong." };
        }

        var fields = new Dictionary<string, string>();
        JsonObject[] all = [.. issues.OfType<JsonObject>()];
        foreach (var issue in Array.Exists(all, IsOfForm) ? all.Where(IsOfForm) : all)
        {
            fields.TryAdd(FieldOf(issue["loc"] as JsonArray ?? []), (string?)issue["msg"] ?? "This is not valid.");
        }

        return new PageProblems(fields, null);
    }

    /// <summary>The message of a field; null where it is fine.</summary>
    public string? Of(string field) => Fields.GetValueOrDefault(field);

    /// <summary>The messages of fields that a page does not show, so that none is lost.</summary>
    public IEnumerable<string> Besides(IReadOnlySet<string> shown) =>
        Fields.Where(entry => !shown.Contains(entry.Key)).Select(entry => entry.Key.Length == 0 ? entry.Value : $"{entry.Key}: {entry.Value}");

    /// <summary>
    /// Whether an issue is about what was filled in. Where a body may be one of several, the others are refused too, for what they lack and for what
    /// they do not know.
    /// </summary>
    private static bool IsOfForm(JsonObject issue) =>
        (string?)issue["type"] is not ("missing" or "extra_forbidden") || !(issue["loc"] as JsonArray ?? []).Any(step => IsName($"{step}"));

    /// <summary>Whether a step of a location names a kind of body; fields begin with small letters.</summary>
    private static bool IsName(string step) => step is [>= 'A' and <= 'Z', ..];

    private static string FieldOf(JsonArray location)
    {
        var steps = location
            .Select(step => step?.GetValueKind() == JsonValueKind.String ? step.GetValue<string>() : $"{step}")
            .Where(step => !IsName(step))
            .ToArray();
        return string.Join('.', steps is ["body", .. var rest] ? rest : steps);
    }
}
