using System.Buffers;
using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Polar shows one thing in several shapes: with more members here, with fewer there. This makes one shape of another.</summary>
internal static class Recast
{
    /// <summary>The same thing in another shape; members that this shape has beyond the other come with it.</summary>
    public static TShape To<TSource, TShape>(TSource source, params (string Name, JsonNode? Value)[] members)
        where TSource : IWire<TSource>
        where TShape : IWire<TShape>
    {
        var json = Wire.ToUtf8Bytes(source);
        if (members.Length > 0)
        {
            var node = JsonNode.Parse(json)!.AsObject();
            foreach (var (name, value) in members)
            {
                node[name] = value;
            }

            json = System.Text.Encoding.UTF8.GetBytes(node.ToJsonString());
        }

        return Wire.TryRead<TShape>(json, out var shape, out var error)
            ? shape
            : throw new InvalidOperationException($"No {typeof(TShape).Name} can be made of {typeof(TSource).Name}: {error}");
    }

    /// <summary>A value as a JSON node.</summary>
    public static JsonNode? Node<T>(T value)
        where T : IWire<T> => JsonNode.Parse(Wire.ToUtf8Bytes(value));

    /// <summary>A value of whatever type as a JSON node.</summary>
    public static JsonNode? Node(IWritable value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = Wire.CreateWriter(buffer))
        {
            value.Write(writer);
        }

        return JsonNode.Parse(buffer.WrittenSpan);
    }
}
