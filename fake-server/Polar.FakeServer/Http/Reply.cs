using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Http;

/// <summary>An answer, ready for the wire.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; empty where there is none.</param>
/// <param name="ContentType">The body's type; null where there is none.</param>
/// <param name="Headers">Further headers.</param>
internal sealed record Reply(int Status, ReadOnlyMemory<byte> Body, string? ContentType, params (string Name, string Value)[] Headers)
{
    private const string JsonType = "application/json";

    private static readonly byte[] s_null = "null"u8.ToArray();

    /// <summary>What failed inside; it comes without the headers that all other answers have.</summary>
    public static Reply Unhandled { get; } = new(500, "Internal Server Error"u8.ToArray(), "text/plain; charset=utf-8");

    /// <summary>What happens behind the answer, though the operation did not happen.</summary>
    public IJob? Aftermath { get; init; }

    public bool IsJson => ContentType == JsonType;

    /// <summary>Whether the operation happened.</summary>
    public bool Succeeded => Status < 400;

    /// <summary>The answer of an operation.</summary>
    public static Reply Of<T>(int status, Outcome<T> outcome) =>
        outcome.Failure is { } failure ? Of(failure) : Success(status, outcome.Value!);

    /// <summary>The answer of an operation that did not happen.</summary>
    public static Reply Of(Failure failure)
    {
        if (failure == Failure.Unhandled)
        {
            return Unhandled;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = Wire.CreateWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("error", failure.Error);
            if (failure.Issues is { } issues)
            {
                writer.WritePropertyName("detail");
                Write(writer, issues);
            }
            else
            {
                writer.WriteString("detail", failure.Detail);
            }

            writer.WriteEndObject();
        }

        return new Reply(failure.Status, JsonUnescaper.Of(buffer.WrittenMemory), JsonType) { Aftermath = failure.Aftermath };
    }

    /// <summary>JSON text as it stands.</summary>
    public static Reply Json(int status, string json, params (string, string)[] headers) =>
        new(status, Encoding.UTF8.GetBytes(json), JsonType, headers);

    private static Reply Success<T>(int status, T value) => value switch
    {
        Nothing when status == 202 => new Reply(status, s_null, JsonType),
        Nothing => new Reply(status, default, JsonType),
        string csv => new Reply(status, Encoding.UTF8.GetBytes(csv), "text/csv; charset=utf-8"),
        Redirection redirection => new Reply(status, default, null, ("Location", redirection.Location)),
        _ => new Reply(status, JsonUnescaper.Of(Bytes(value)), JsonType),
    };

    private static ReadOnlyMemory<byte> Bytes<T>(T value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = Wire.CreateWriter(buffer))
        {
            if (value is IWritable writable)
            {
                writable.Write(writer);
            }
            else if (value is System.Collections.IEnumerable items)
            {
                writer.WriteStartArray();
                foreach (IWritable item in items)
                {
                    item.Write(writer);
                }

                writer.WriteEndArray();
            }
            else
            {
                throw new InvalidOperationException($"No form on the wire for {typeof(T).Name}.");
            }
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<RequestError> issues)
    {
        writer.WriteStartArray();
        foreach (var issue in issues)
        {
            writer.WriteStartObject();
            writer.WriteString("type", issue.Type);
            writer.WriteStartArray("loc");
            foreach (var step in issue.Location)
            {
                Write(writer, step);
            }

            writer.WriteEndArray();
            writer.WriteString("msg", issue.Message);
            writer.WritePropertyName("input");
            writer.WriteRawValue(issue.Input?.ToJsonString(s_relaxed) ?? "null", skipInputValidation: true);
            if (issue.Context is { } context)
            {
                writer.WriteStartObject("ctx");
                foreach (var (name, value) in context)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case int number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case JsonNode node:
                node.WriteTo(writer);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
