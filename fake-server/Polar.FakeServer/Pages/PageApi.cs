using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages;

/// <summary>A call to the fake's own API.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Body">The body; null for none.</param>
/// <param name="Token">The access token; null for none.</param>
/// <param name="Address">Where the person who looks at the page is; null where that is not known.</param>
internal sealed record PageCall(string Method, string Target, JsonObject? Body = null, string? Token = null, string? Address = null);

/// <summary>What the API answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
internal sealed record PageAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    public bool Succeeded => Status < 400;

    /// <summary>What was answered, by its type.</summary>
    public T Read<T>()
        where T : IWire<T> =>
        Wire.TryRead<T>(Body.Span, out var value, out var fault) ? value : throw new InvalidOperationException($"The API's answer cannot be read: {fault}");

    /// <summary>What was wrong, for the person who filled in the form.</summary>
    public PageProblems Problems() => Succeeded ? PageProblems.None
        : Status == 429 && Body.IsEmpty ? PageProblems.None with { General = "That was too often. Try again in a while." }
        : PageProblems.Read(Json());

    /// <summary>What was answered as JSON; null where that is none.</summary>
    public JsonNode? Json()
    {
        try
        {
            return Body.IsEmpty ? null : JsonNode.Parse(Body.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>
/// Asks the fake's own API. Pages know nothing else: what they show and refuse is what the API answers, as with Polar's own pages.
/// </summary>
/// <param name="call">The call.</param>
/// <returns>The answer.</returns>
internal delegate Task<PageAnswer> PageApi(PageCall call);
