using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Http;

/// <summary>A request that has passed all checks: its values are what their schemas say.</summary>
internal sealed class BoundRequest(
    IReadOnlyDictionary<string, string> path,
    IReadOnlyDictionary<string, IReadOnlyList<string>> query,
    ValueMap<ValueList<string>>? deepObject,
    JsonNode? body)
{
    /// <summary>The request as it came.</summary>
    public required RawRequest Sent { get; init; }

    /// <summary>The body as the operation's shorter way has read it; null where it came the usual way.</summary>
    public object? Direct { get; init; }

    /// <summary>The body as its schema has it, members too that the API description hides.</summary>
    public JsonNode? CheckedBody => body;

    /// <summary>Everything that the query says, the last value of each name.</summary>
    public IReadOnlyDictionary<string, string> Given => Sent.Query.ToDictionary(entry => entry.Key, entry => entry.Value[^1]);

    public Guid PathUuid(string name) => Guid.Parse(path[name]);

    public string PathText(string name) => path[name];

    public string? Text(string name) => query.TryGetValue(name, out var values) ? values[^1] : null;

    public string RequiredText(string name) => Text(name)!;

    public T? Value<T>(string name, Func<string, T> read)
        where T : struct => query.TryGetValue(name, out var values) ? read(values[^1]) : null;

    public T RequiredValue<T>(string name, Func<string, T> read)
        where T : struct => Value(name, read)!.Value;

    public ValueList<T>? Values<T>(string name, Func<string, T> read) =>
        query.TryGetValue(name, out var values) ? values.Select(read).ToValueList() : null;

    public ValueMap<ValueList<string>>? DeepObject(string name) => name.Length > 0 ? deepObject : null;

    public T Body<T>(Func<JsonNode?, T> bind) => bind(body);

    public T? OptionalBody<T>(Func<JsonNode?, T> bind)
        where T : class => body is null ? null : bind(body);
}
