using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Http;

/// <summary>Makes values of nodes that validation has let pass, and brought into one form.</summary>
internal static class JsonBinding
{
    public static string Text(JsonNode? node) => Whole(node!.GetValue<string>());

    public static bool Boolean(JsonNode? node) => node!.GetValue<bool>();

    public static long Integer(JsonNode? node) =>
        node!.AsValue().TryGetValue<long>(out var number) ? number : long.Parse(node.ToJsonString(), CultureInfo.InvariantCulture);

    public static decimal Number(JsonNode? node) =>
        node!.AsValue().TryGetValue<decimal>(out var number) ? number : Decimal(node.ToJsonString());

    public static decimal DecimalText(JsonNode? node) =>
        node!.GetValueKind() == JsonValueKind.String ? Decimal(node.GetValue<string>()) : Number(node);

    public static Guid Uuid(JsonNode? node) => Guid.Parse(node!.GetValue<string>());

    public static DateTimeOffset Instant(JsonNode? node) => QueryText.Instant(node!.GetValue<string>());

    public static DateOnly Date(JsonNode? node) => QueryText.Date(node!.GetValue<string>());

    public static JsonScalar Scalar(JsonNode? node) => node?.GetValueKind() switch
    {
        null => default,
        JsonValueKind.String => Text(node),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => node.AsValue().TryGetValue<long>(out var number) ? number : Read<JsonScalar>(node),
    };

    public static ValueList<T> List<T>(JsonNode? node, Func<JsonNode?, T> read)
    {
        var items = node!.AsArray();
        var values = new T[items.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = read(items[index]);
        }

        return values;
    }

    public static ValueMap<T> Map<T>(JsonNode? node, Func<JsonNode?, T> read) =>
        node!.AsObject().Select(member => KeyValuePair.Create(Whole(member.Key), read(member.Value))).ToValueMap();

    public static Optional<T?> TriState<T>(JsonObject value, string name, Func<JsonNode, T> read) =>
        !value.TryGetPropertyValue(name, out var node) ? default : node is null ? Optional.Null : (Optional<T?>)read(node);

    /// <summary>What tells a union's cases apart.</summary>
    public static string? Tag(JsonNode? node, string name) => node!.AsObject()[name]?.GetValue<string>();

    /// <summary>A value of a type that reads itself.</summary>
    public static T Read<T>(JsonNode? node)
        where T : IWire<T> =>
        Wire.TryRead<T>(Encoding.UTF8.GetBytes(node?.ToJsonString() ?? "null"), out var value, out var error)
            ? value
            : throw new InvalidOperationException($"A body passed validation but is no {typeof(T).Name}: {error}");

    public static Exception Unknown(string union, JsonNode? node) =>
        new InvalidOperationException($"A body passed validation but is no {union}: {node?.ToJsonString()}");

    private static decimal Decimal(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Half a surrogate pair is no character.</summary>
    private static string Whole(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
