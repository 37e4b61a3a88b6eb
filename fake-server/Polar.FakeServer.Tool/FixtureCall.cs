using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Polar.FakeServer.Tool;

/// <summary>A call of a file of fixtures.</summary>
/// <param name="Name">What later calls refer to its answer by; null where none does.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path.</param>
/// <param name="Body">The body; null where it has none.</param>
internal sealed partial record FixtureCall(string? Name, string Method, string Path, JsonObject? Body)
{
    private static readonly string[] s_members = ["name", "method", "path", "body"];

    /// <summary>The calls of a file, in their order.</summary>
    /// <param name="json">The file.</param>
    /// <returns>The calls.</returns>
    /// <exception cref="FormatException">It is no such file; the message says why.</exception>
    public static IReadOnlyList<FixtureCall> ReadAll(string json)
    {
        JsonNode? file;
        try
        {
            file = JsonNode.Parse(json, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException)
        {
            throw new FormatException("it is not JSON.");
        }

        return file is JsonObject { Count: 1 } members && members["calls"] is JsonArray calls
            ? [.. calls.Select((call, index) => Read(call, index + 1))]
            : throw new FormatException("it is not an object with a list of \"calls\" and nothing else.");
    }

    /// <summary>The path with what earlier answers have in the place of references.</summary>
    public string PathWith(IReadOnlyDictionary<string, JsonObject> answers) =>
        Reference().Replace(Path, match => Uri.EscapeDataString(Find(match.Groups[1].Value, answers)?.ToString() ?? ""));

    /// <summary>The body with what earlier answers have in the place of references: a text that is nothing but a reference becomes the value itself.</summary>
    public JsonObject? BodyWith(IReadOnlyDictionary<string, JsonObject> answers) => (JsonObject?)Filled(Body, answers);

    private static FixtureCall Read(JsonNode? call, int number)
    {
        if (call is not JsonObject members)
        {
            throw new FormatException($"call {number} is no object.");
        }

        if (members.Select(member => member.Key).FirstOrDefault(name => !s_members.Contains(name)) is { } strange)
        {
            throw new FormatException($"call {number} has a \"{strange}\"; there are {string.Join(", ", s_members)}.");
        }

        var (path, body) = (Text(members, "path", number), members["body"]);
        if (path is null || !path.StartsWith('/'))
        {
            throw new FormatException($"call {number} has no \"path\" such as /v1/customers/.");
        }

        return body is null or JsonObject
            ? new FixtureCall(Text(members, "name", number), Text(members, "method", number) ?? (body is null ? "GET" : "POST"), path, (JsonObject?)body)
            : throw new FormatException($"call {number} has a \"body\" that is no object.");
    }

    private static string? Text(JsonObject members, string name, int number) => members[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new FormatException($"call {number} has a \"{name}\" that is no text."),
    };

    private static JsonNode? Filled(JsonNode? node, IReadOnlyDictionary<string, JsonObject> answers) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Filled(member.Value, answers)))),
        JsonArray items => new JsonArray([.. items.Select(item => Filled(item, answers))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Filled(text, answers),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Filled(string text, IReadOnlyDictionary<string, JsonObject> answers) => Reference().Match(text) is { Success: true } only && only.Length == text.Length
        ? Find(only.Groups[1].Value, answers)?.DeepClone()
        : JsonValue.Create(Reference().Replace(text, match => Find(match.Groups[1].Value, answers)?.ToString() ?? ""));

    /// <summary>What a reference leads to: <c>ada.id</c>, <c>orders.items.0.id</c>.</summary>
    private static JsonNode? Find(string reference, IReadOnlyDictionary<string, JsonObject> answers)
    {
        var steps = reference.Split('.');
        if (!answers.TryGetValue(steps[0], out var answer))
        {
            throw new FormatException($"there is no call before it with the name \"{steps[0]}\".");
        }

        JsonNode? found = answer;
        foreach (var step in steps[1..])
        {
            found = found switch
            {
                JsonObject members when members.TryGetPropertyValue(step, out var member) => member,
                JsonArray items when int.TryParse(step, out var index) && index >= 0 && index < items.Count => items[index],
                _ => throw new FormatException($"\"{reference}\" leads nowhere."),
            };
        }

        return found;
    }

    [GeneratedRegex(@"\$\{([^{}]+)\}")]
    private static partial Regex Reference();
}
