using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>Requests as people see them: text, without secrets.</summary>
internal static class RequestReport
{
    public static FakeRequest Of(RequestRecord record)
    {
        var body = record.Sent;
        var reply = record.ReadReply(record.Log?.LongestBody ?? FakePolarOptions.DefaultKeptBodyBytes);
        var answer = Text(reply.Bytes, record.ReplyContentType, []);
        return new FakeRequest
        {
            Number = record.Number,
            Time = record.Time,
            Method = record.Method,
            Path = PathOf(record),
            Query = SecretRemoval.From(record.Query),
            Operation = record.Operation,
            Status = record.Status,
            Duration = record.Duration,
            Body = Text(body.Bytes, record.ContentType, record.Route?.Secrets ?? []),
            ResponseBody = answer,
            BodySize = body.Size,
            ResponseBodySize = reply.Size,
            IsBodyCut = body.IsCut,
            IsResponseBodyCut = reply.IsCut,
            Refusal = record.Status >= 400 ? Refusal(answer) : null,
        };
    }

    /// <summary>A request as JSON; its bodies are JSON in it where they are JSON.</summary>
    public static JsonObject Json(FakeRequest request) => new()
    {
        ["number"] = request.Number,
        ["time"] = request.Time.UtcDateTime,
        ["method"] = request.Method,
        ["path"] = request.Path,
        ["query"] = request.Query,
        ["operation"] = request.Operation,
        ["status"] = request.Status,
        ["duration_ms"] = Math.Round(request.Duration.TotalMilliseconds, 2),
        ["refusal"] = request.Refusal,
        ["body"] = Node(request.Body),
        ["response_body"] = Node(request.ResponseBody),
        ["body_bytes"] = request.BodySize,
        ["response_body_bytes"] = request.ResponseBodySize,
        ["cut"] = request.IsBodyCut || request.IsResponseBodyCut,
    };

    /// <summary>The path of a request.</summary>
    public static string PathOf(RequestRecord record) => SecretRemoval.From(
        record.Route is { Secrets.Length: > 0 } route ? SecretRemoval.FromPath(record.Path, route.Template, route.Secrets) : record.Path);

    /// <summary>The beginning of what was sent, on one line.</summary>
    /// <param name="record">The request.</param>
    /// <param name="length">How many characters there are at most.</param>
    public static string BeginningOf(RequestRecord record, int length)
    {
        // What stands behind is not looked at, however much it is; a character of UTF-8 takes four bytes at most.
        var text = Text(record.Body[..Math.Min(record.Body.Length, length * 4)], record.ContentType, record.Route?.Secrets ?? []).ReplaceLineEndings(" ");
        return text.Length <= length ? text : text[..length] + "…";
    }

    private static string Text(ReadOnlyMemory<byte> body, string? contentType, string[] secrets) =>
        body.Length == 0 ? ""
        : contentType is not null && !contentType.Contains("json", StringComparison.OrdinalIgnoreCase) && !contentType.StartsWith("text/", StringComparison.Ordinal)
            && !contentType.Contains("form", StringComparison.Ordinal) && !contentType.Contains("xml", StringComparison.Ordinal) ? $"({body.Length} bytes of {contentType})"
        : SecretRemoval.From(Encoding.UTF8.GetString(body.Span), secrets);

    private static JsonNode? Node(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            return text[0] is '{' or '[' ? JsonNode.Parse(text) : JsonValue.Create(text);
        }
        catch (JsonException)
        {
            // Cut off, or no JSON though it looks like it.
            return JsonValue.Create(text);
        }
    }

    /// <summary>The server's reason in a line: its sentence, or the first of its faults and how many more there are.</summary>
    private static string? Refusal(string answer) => Node(answer) switch
    {
        JsonObject members when members["detail"] is JsonArray { Count: > 0 } faults && faults[0] is JsonObject first =>
            $"{string.Join('.', (first["loc"] as JsonArray ?? []).Select(step => step?.ToString()))}: {first["msg"]}"
            + (faults.Count > 1 ? $" (and {faults.Count - 1} more)" : ""),
        JsonObject members when members["error"] is { } error => $"{error}: {members["detail"] ?? members["error_description"]}",
        JsonObject members => members["detail"]?.ToString(),
        _ => null,
    };
}
