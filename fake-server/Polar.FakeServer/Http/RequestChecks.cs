using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Http;

/// <summary>What a request brings, before it is checked.</summary>
internal sealed record RawRequest(
    IReadOnlyList<string> PathValues,
    IReadOnlyDictionary<string, List<string>> Query,
    string? ContentType,
    ReadOnlyMemory<byte> Body,
    string? ClientAddress = null,
    string ApiVersion = ApiVersions.Current)
{
    /// <summary>The header that says who calls, for what reads more of it than a bearer token.</summary>
    public string? Authorization { get; init; }
}

/// <summary>Checks path, query and body against an operation's schemas, in that order, and collects all faults.</summary>
internal static partial class RequestChecks
{
    private static readonly Dictionary<string, string> s_noPath = [];

    private static readonly Dictionary<string, IReadOnlyList<string>> s_noQuery = [];

    private static readonly DateTimeOffset s_beginning = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Reply s_unreadable = Reply.Json(400, "{\"detail\":\"There was an error parsing the body\"}");

    /// <summary>The body as JSON; a fault here comes before everything else, even before a missing token.</summary>
    public static (JsonNode? Body, Reply? Fault) Parse(Route route, RawRequest request)
    {
        if (route.Body is null || request.Body.Length == 0)
        {
            return (null, null);
        }

        // OAuth2 reads its forms itself, in its own order and with its own words.
        if (route.Body.Form)
        {
            return (null, null);
        }

        if (!IsJson(request.ContentType))
        {
            return (JsonValue.Create(Encoding.UTF8.GetString(request.Body.Span)), null);
        }

        try
        {
            var (value, fault) = PythonJson.Read(request.Body.Span);
            return fault is { } found
                ? (null, Reply.Of(Failure.Malformed(
                    [new RequestError("json_invalid", ["body", found.Offset], "JSON decode error", new JsonObject(), [("error", found.Message)])])))
                : (value, null);
        }
        catch (Exception unreadable) when (unreadable is DecoderFallbackException or InsufficientExecutionStackException)
        {
            return (null, s_unreadable);
        }
    }

    /// <summary>The request with its body read by the operation's shorter way; null where there is none, or the body is not for it.</summary>
    public static BoundRequest? Direct(Route route, RawRequest request, ValidationContext surroundings) =>
        route.Direct is { } direct && IsJson(request.ContentType) && direct.Read(request.Body, surroundings) is { } read
            ? new BoundRequest(s_noPath, s_noQuery, null, null) { Sent = request, Direct = read }
            : null;

    /// <summary>The request with the values that its schemas make of it, or its faults.</summary>
    public static (BoundRequest? Bound, Failure? Failure) Check(Route route, RawRequest request, JsonNode? body, ValidationContext surroundings)
    {
        var validator = new Validator(surroundings);
        var path = route.Path.Length == 0 ? s_noPath : new Dictionary<string, string>(route.Path.Length);
        for (var index = 0; index < route.Path.Length; index++)
        {
            var parameter = route.Path[index];
            path[parameter.Name] = PathValue(validator, parameter, request.PathValues[index]);
        }

        var query = request.Query.Count == 0 && !route.RequiresQuery ? s_noQuery : new Dictionary<string, IReadOnlyList<string>>();
        foreach (var parameter in query == s_noQuery ? [] : route.Query)
        {
            if (!parameter.DeepObject)
            {
                CheckQuery(validator, route, parameter, request, query);
            }
        }

        JsonNode? checkedBody = null;
        if (route.Body is { Form: false } expected)
        {
            if (body is not null)
            {
                checkedBody = validator.Check(expected.Schema, body, ErrorLocation.Body);
            }
            else if (expected.Required)
            {
                validator.Refuse("missing", ErrorLocation.Body, "Field required", null);
            }
        }

        return validator.Issues.Count > 0
            ? (null, Failure.Malformed(validator.Issues))
            : (new BoundRequest(path, query, DeepObject(request), checkedBody) { Sent = request }, null);
    }

    private static string PathValue(Validator validator, RouteParameter parameter, string given) =>
        parameter.Schema is TextSchema { Format: "uuid4" } && UuidText.IsPlain(given)
            ? given
            : validator.Check(parameter.Schema, JsonValue.Create(given), new ErrorLocation(["path", parameter.Name]))?.ToString() ?? "";

    private static void CheckQuery(
        Validator validator, Route route, RouteParameter parameter, RawRequest request, Dictionary<string, IReadOnlyList<string>> query)
    {
        var place = new ErrorLocation(["query", parameter.Name]);
        if (!request.Query.TryGetValue(parameter.Name, out var given) || given.Count == 0)
        {
            if (parameter.Required)
            {
                validator.Refuse("missing", place, "Field required", null);
            }

            return;
        }

        var schema = Amend(route, parameter.Name, parameter.Schema is NullableSchema nullable ? nullable.Inner : parameter.Schema);
        if (!parameter.Repeated)
        {
            var value = validator.Check(schema, JsonValue.Create(given[^1]), place);
            query[parameter.Name] = [value?.ToString() ?? ""];
            return;
        }

        var item = schema switch
        {
            ListSchema list => list.Items,
            UnionSchema union => union.Cases.OfType<ListSchema>().First().Items,
            _ => schema,
        };
        var values = new List<string>();
        var trial = new Validator(validator.ValidationContext);
        var catalog = validator.ValidationContext.Schemas;
        var label = ListLabel(catalog, item);
        for (var index = 0; index < given.Count; index++)
        {
            var at = schema is ListSchema ? place.Then(index) : place.Then(label).Then(index);
            values.Add(trial.Check(item, JsonValue.Create(given[index]), at)?.ToString() ?? "");
        }

        if (trial.Issues.Count > 0 && schema is UnionSchema)
        {
            // One value or a list of them: both readings report what is wrong.
            var array = new JsonArray([.. given.Select(value => (JsonNode?)JsonValue.Create(value))]);
            validator.Check(item, array, place.Then(ItemLabel(catalog, item)));
        }

        foreach (var issue in trial.Issues)
        {
            validator.Add(issue);
        }

        query[parameter.Name] = values;
    }

    /// <summary>The schema with what the API description does not tell: where an instant must say its zone, and what lies before Polar's time.</summary>
    private static Schema Amend(Route route, string name, Schema schema) =>
        schema is TextSchema { Format: "date-time" } instant
        && (name is "start_timestamp" or "end_timestamp" || route.Id.EndsWith(":export", StringComparison.Ordinal))
            ? instant with { IsAware = true, Earliest = route.Id == "meters:quantities" && name == "start_timestamp" ? s_beginning : null }
            : schema;

    private static string ItemLabel(SchemaCatalog catalog, Schema item) => item switch
    {
        ReferenceSchema reference => $"str-enum[{reference.Name}]",
        _ => PydanticTypeNames.Of(catalog, item),
    };

    private static string ListLabel(SchemaCatalog catalog, Schema item) =>
        $"json-or-python[json=list[{ItemLabel(catalog, item)}],python=chain[is-instance[Sequence],function-wrap[sequence_validator()]]]";

    private static ValueMap<ValueList<string>>? DeepObject(RawRequest request)
    {
        Dictionary<string, ValueList<string>>? entries = null;
        foreach (var (name, values) in request.Query)
        {
            var found = MetadataKey().Match(name);
            if (found.Success)
            {
                (entries ??= [])[found.Groups[1].Value] = values.ToValueList();
            }
        }

        return entries is null ? null : (ValueMap<ValueList<string>>)entries;
    }

    private static bool IsJson(string? contentType)
    {
        var end = contentType?.IndexOf(';', StringComparison.Ordinal) ?? -1;
        var plain = (end < 0 ? contentType : contentType.AsSpan(0, end)).Trim();
        return plain.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (plain.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
                && plain.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"^metadata\[([^\]]+)\]$")]
    private static partial Regex MetadataKey();
}
