using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Http;

/// <summary>An answer, ready for the wire.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body; empty where there is none.</param>
/// <param name="ContentType">The body's type; null where there is none.</param>
/// <param name="Headers">Further headers.</param>
internal sealed record Reply(int Status, ReadOnlyMemory<byte> Body, string? ContentType, params (string Name, string Value)[] Headers) : IOperationReply
{
    private const string JsonType = "application/json";

    private static readonly byte[] s_null = "null"u8.ToArray();

    /// <summary>What failed inside; it comes without the headers that all other answers have.</summary>
    public static Reply Unhandled { get; } = new(500, "Internal Server Error"u8.ToArray(), "text/plain; charset=utf-8");

    /// <summary>What is written when the answer is sent; null where the body is all there is.</summary>
    public ReplyContent? Content { get; init; }

    /// <summary>Writes the body for as long as it goes on; null where the answer has an end.</summary>
    public Func<Stream, CancellationToken, Task>? Stream { get; init; }

    /// <summary>What is let go of when the answer has been sent, or cannot be; null for nothing.</summary>
    public IDisposable? Holds { get; init; }

    /// <summary>What happens behind the answer, though the operation did not happen.</summary>
    public IJob? Aftermath { get; init; }

    /// <summary>Whether the operation happened.</summary>
    public bool Succeeded => Status < 400;

    /// <summary>The answer of an operation; what it shows is written outside the operation's turn, from the world as the operation left it.</summary>
    public static Reply Of<T>(Transaction transaction, int status, Outcome<T> outcome) =>
        outcome.Failure is { } failure ? Of(failure) : Success(transaction, status, outcome.Value!);

    /// <summary>The answer that shows a resource.</summary>
    public static Reply Of<T>(IResourceRenderer renderer, World world, int status, T resource, string version = ApiVersions.Current) =>
        new(status, default, JsonType) { Content = new ReplyContent<T>(renderer, world, version, resource) };

    /// <summary>The answer of an operation whose result may still be to come.</summary>
    public static Reply Of<T>(Transaction transaction, int status, Outcome<Deferred<T>> outcome)
        where T : class, IWire<T> =>
        outcome.Failure is { } failure ? Of(failure)
        : outcome.Value!.Value is { } value ? Success(transaction, status, value)
        : new Reply(202, default, null);

    /// <summary>The answer of an operation that did not happen.</summary>
    public static Reply Of(Failure failure)
    {
        if (failure == Failure.Unhandled)
        {
            return Unhandled;
        }

        using var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
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
        return new Reply(failure.Status, buffer.Written.ToArray(), JsonType) { Aftermath = failure.Aftermath };
    }

    /// <summary>JSON that is written already.</summary>
    public static Reply Json(int status, ReadOnlyMemory<byte> json) => new(status, json.ToArray(), JsonType);

    /// <summary>JSON text as it stands.</summary>
    public static Reply Json(int status, string json, params (string, string)[] headers) =>
        new(status, Encoding.UTF8.GetBytes(json), JsonType, headers);

    private static Reply Success<T>(Transaction transaction, int status, T value) => value switch
    {
        Nothing when status == 202 => new Reply(status, s_null, JsonType),
        Nothing => new Reply(status, default, JsonType),
        string csv => new Reply(status, Encoding.UTF8.GetBytes(csv), "text/csv; charset=utf-8"),
        Redirection redirection => new Reply(status, default, null, ("Location", redirection.Location)),
        _ => Of(transaction.Settings.Renderer, transaction.World, status, value, transaction.ApiVersion),
    };

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
            if (issue.Input is { } input)
            {
                input.WriteTo(writer);
            }
            else
            {
                writer.WriteNullValue();
            }

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
