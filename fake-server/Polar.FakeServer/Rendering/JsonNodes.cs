using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Rendering;

/// <summary>Values as JSON nodes: what a refusal shows of a request, and what a merge patch is applied to.</summary>
internal static class JsonNodes
{
    public static JsonNode? Of(IWritable value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            value.Write(writer);
        }

        return JsonNode.Parse(buffer.WrittenSpan);
    }

    public static JsonValue? Of(JsonScalar value) => value.Kind switch
    {
        JsonScalarKind.Text => JsonValue.Create(value.AsText),
        JsonScalarKind.Integer => JsonValue.Create(value.AsInteger),
        JsonScalarKind.Boolean => JsonValue.Create(value.AsBoolean),
        JsonScalarKind.Number => Of((IWritable)value)!.AsValue(),
        _ => null,
    };
}
