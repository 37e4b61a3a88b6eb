using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Events;

/// <summary>A filter that comes as JSON in a query: what is wrong with it is told by where it is in that text alone.</summary>
internal static class EventFilterText
{
    /// <summary>The filter, or what is wrong with it.</summary>
    public static (EventFilter? Filter, IReadOnlyList<RequestError>? Faults) Parse(Transaction transaction, string text)
    {
        JsonNode? value;
        try
        {
            value = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 100 });
        }
        catch (JsonException fault)
        {
            return (null, [Unreadable(text, fault)]);
        }

        var validator = new Validator(new ValidationContext(transaction.Settings.Schemas, transaction.Settings.EmailDomains, transaction.Now));
        var found = validator.Check(new ReferenceSchema("Filter"), value, ErrorLocation.Start);
        return validator.Issues.Count > 0
            ? (null, [.. validator.Issues.Select(InJson)])
            : (EventFilter.Of(RequestBinding.Filter(found)), null);
    }

    /// <summary>What is no object is called by another name where JSON is read than where a body is.</summary>
    private static RequestError InJson(RequestError issue) =>
        issue.Type == "model_attributes_type" ? issue with { Type = "model_type", Message = "Input should be an object" } : issue;

    private static RequestError Unreadable(string text, JsonException fault)
    {
        var line = (int)(fault.LineNumber ?? 0) + 1;
        var column = (int)(fault.BytePositionInLine ?? 0);
        var reason = text.Length == 0 || column >= Encoding.UTF8.GetByteCount(text) ? $"EOF while parsing a value at line {line} column {column}"
            : $"expected value at line {line} column {column + 1}";
        return new RequestError("json_invalid", [], $"Invalid JSON: {reason}", JsonValue.Create(text), [("error", reason)]);
    }
}
