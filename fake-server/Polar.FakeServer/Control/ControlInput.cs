using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Control;

/// <summary>The JSON object that came with a call to the fake itself. What does not fit is told in a sentence.</summary>
internal sealed class ControlInput
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly JsonObject _members;

    private ControlInput(JsonObject members) => _members = members;

    /// <summary>Reads the object of a request; it may have these members and no others, unless any may come.</summary>
    public static async Task<ControlInput> ReadAsync(HttpRequest request, params string[] names) =>
        Parse(await TextAsync(request).ConfigureAwait(false), names);

    /// <summary>The same where nothing needs to be sent; null where nothing was.</summary>
    public static async Task<ControlInput?> ReadOptionalAsync(HttpRequest request, params string[] names) =>
        await TextAsync(request).ConfigureAwait(false) is { } text && text.AsSpan().Trim().Length > 0 ? Parse(text, names) : null;

    private static async Task<string> TextAsync(HttpRequest request)
    {
        try
        {
            using var reader = new StreamReader(request.Body, s_utf8);
            return await reader.ReadToEndAsync().ConfigureAwait(false);
        }
        catch (DecoderFallbackException)
        {
            throw NotJson();
        }
    }

    private static ControlInput Parse(string text, string[] names)
    {
        JsonNode? body;
        try
        {
            body = JsonNode.Parse(text, null, new JsonDocumentOptions { AllowDuplicateProperties = false });
            RequireText(body);
        }
        catch (JsonException)
        {
            throw NotJson();
        }
        catch (InvalidOperationException)
        {
            throw new WrongInputException("The body has half a surrogate pair in it, which is no text.");
        }

        if (body is not JsonObject members)
        {
            throw new WrongInputException("The body is not an object.");
        }

        var strange = members.Select(member => member.Key).FirstOrDefault(name => names.Length > 0 && !names.Contains(name));
        return strange is null
            ? new ControlInput(members)
            : throw new WrongInputException($"There is no member '{strange}'; there are {string.Join(", ", names)}.");
    }

    private static WrongInputException NotJson() => new("The body is not JSON, or names a member twice; send an object.");

    /// <summary>The whole object.</summary>
    public JsonObject Members => _members;

    public string? Text(string name) => Read<string>(name, "a string");

    public string RequiredText(string name) => Text(name) ?? throw new WrongInputException($"'{name}' is missing.");

    public bool? Flag(string name) => Read<bool?>(name, "a boolean");

    public Guid? Id(string name) => Text(name) is not { } text ? null
        : Guid.TryParse(text, out var id) ? id
        : throw new WrongInputException($"'{name}' is not a UUID.");

    public int? Whole(string name) => Read<int?>(name, "a whole number");

    public TimeSpan? Seconds(string name)
    {
        // Whoever asked is told by what the time is for; here it only has to fit.
        var longest = TimeSpan.MaxValue.TotalSeconds / 2;
        return Read<double?>(name, "a number of seconds") is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, -longest, longest)) : null;
    }

    public IReadOnlyList<string>? StringValidator(string name) => _members[name] switch
    {
        null => null,
        JsonArray items when items.All(item => item?.GetValueKind() == JsonValueKind.String) => [.. items.Select(item => item!.GetValue<string>())],
        _ => throw new WrongInputException($"'{name}' is not a list of strings."),
    };

    /// <summary>One of an enumeration's values, as the wire writes them.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        static string Written(T value) =>
            JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString().Replace("OAuth", "Oauth", StringComparison.Ordinal));
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (Written(value) == text)
            {
                return value;
            }
        }

        throw new WrongInputException($"'{name}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Written))}.");
    }

    /// <summary>Reads every string and name, half of a surrogate pair being no text; the parser itself looks at none.</summary>
    private static void RequireText(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, member) in members)
                {
                    RequireText(member);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    RequireText(item);
                }

                break;
            case JsonValue value:
                value.TryGetValue<string>(out _);
                break;
        }
    }

    private T? Read<T>(string name, string kind) => _members[name] switch
    {
        null => default,
        JsonValue value when value.TryGetValue<T>(out var found) => found,
        _ => throw new WrongInputException($"'{name}' is not {kind}."),
    };
}
