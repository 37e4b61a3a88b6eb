using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Lists;

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
            json = Array.Exists(members, member => Has(json, member.Name)) ? Replaced(json, members) : Extended(json, members);
        }

        return Wire.TryRead<TShape>(json, out var shape, out var error)
            ? shape
            : throw new InvalidOperationException($"No {typeof(TShape).Name} can be made of {typeof(TSource).Name}: {error}");
    }

    /// <summary>Whether an object may have a member of that name; one of its parts may have it instead.</summary>
    private static bool Has(byte[] json, string name) => json.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{name}\":")) >= 0;

    private static byte[] Replaced(byte[] json, (string Name, JsonNode? Value)[] members)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        foreach (var (name, value) in members)
        {
            node[name] = value;
        }

        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    /// <summary>The object with further members behind its own, which are left as they are.</summary>
    private static byte[] Extended(byte[] json, (string Name, JsonNode? Value)[] members)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length + 256);
        buffer.Write(json.AsSpan(0, json.Length - 1));
        using (var writer = Wire.CreateWriter(buffer))
        {
            foreach (var (name, value) in members)
            {
                buffer.Write(buffer.WrittenCount > 1 ? ","u8 : ""u8);
                buffer.Write(Encoding.UTF8.GetBytes($"\"{name}\":"));
                writer.Reset();
                if (value is null)
                {
                    writer.WriteNullValue();
                }
                else
                {
                    value.WriteTo(writer);
                }

                writer.Flush();
            }
        }

        buffer.Write("}"u8);
        return buffer.WrittenSpan.ToArray();
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
