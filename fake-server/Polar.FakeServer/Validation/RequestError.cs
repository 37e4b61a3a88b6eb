using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>One fault of a request, as a 422 lists it.</summary>
/// <param name="Type">The machine's word for it.</param>
/// <param name="Location">Where it is: names, and indices as numbers.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Input">What was sent there.</param>
/// <param name="Context">The bounds that were broken, where there are any.</param>
internal sealed record RequestError(
    string Type,
    IReadOnlyList<object> Location,
    string Message,
    JsonNode? Input = null,
    IReadOnlyList<(string Name, object Value)>? Context = null)
{
    /// <summary>A fault of a value in the body that only the resource knows to be one.</summary>
    public static RequestError Value(string message, JsonNode? input, params object[] location) =>
        new("value_error", ["body", .. location], message, input);
}
