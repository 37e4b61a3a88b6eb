using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Pages;

/// <summary>A request for a page.</summary>
/// <param name="Method">The method.</param>
/// <param name="Segments">The path, cut at its slashes, without the first one.</param>
/// <param name="Query">The query.</param>
/// <param name="Form">What was filled in; empty where nothing was sent.</param>
/// <param name="Address">Where the person is; null where that is not known.</param>
internal sealed record PageRequest(
    string Method,
    string[] Segments,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Form,
    string? Address)
{
    private const long LongestForm = 1_000_000;

    /// <summary>What the browser keeps for the pages.</summary>
    public IReadOnlyDictionary<string, string> Cookies { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether something is asked to happen, rather than to be shown.</summary>
    public bool IsSubmitted => Method == "POST";

    /// <summary>Reads a request. A form that is too long, or is none, counts as empty.</summary>
    public static async Task<PageRequest> ReadAsync(HttpRequest request, string path) => new(
        request.Method,
        path.TrimStart('/').Split('/'),
        First(QueryText.Parse(request.QueryString.Value)),
        request is { HasFormContentType: true, ContentLength: <= LongestForm } ? Last(await request.ReadFormAsync().ConfigureAwait(false)) : new Dictionary<string, string>(),
        request.HttpContext.Connection.RemoteIpAddress?.ToString())
    { Cookies = request.Cookies.ToDictionary() };

    private static Dictionary<string, string> First(IReadOnlyDictionary<string, List<string>> given) =>
        given.Where(entry => entry.Value.Count > 0).ToDictionary(entry => entry.Key, entry => entry.Value[0]);

    /// <summary>Of a field that is there twice the last one counts: a checkbox comes behind what stands for it when it is not ticked.</summary>
    private static Dictionary<string, string> Last(IFormCollection form) => form.ToDictionary(field => field.Key, field => field.Value[^1] ?? "");
}
