namespace Polar.FakeServer.Control;

/// <summary>Which part of the webhook log is asked for.</summary>
/// <param name="Page">The page, from 1.</param>
/// <param name="Limit">How many entries a page has.</param>
/// <param name="Type">Only events of this type.</param>
/// <param name="Endpoint">Only what is for this endpoint.</param>
/// <param name="Failed">Only what has failed, or has not.</param>
internal sealed record WebhookLogQuery(int Page, int Limit, string? Type, Guid? Endpoint, bool? Failed)
{
    /// <summary>The parameters that there are.</summary>
    public static readonly string[] Names = ["page", "limit", "type", "endpoint", "failed"];

    private const int DefaultLimit = 100;
    private const int LargestLimit = 1000;

    /// <summary>Reads the parameters.</summary>
    public static WebhookLogQuery Read(IReadOnlyDictionary<string, string> given) => new(
        ControlCall.Number(given, "page", 1, int.MaxValue),
        ControlCall.Number(given, "limit", DefaultLimit, LargestLimit),
        given.GetValueOrDefault("type"),
        given.TryGetValue("endpoint", out var endpoint)
            ? Guid.TryParse(endpoint, out var id) ? id : throw new WrongInputException("'endpoint' is not a UUID.")
            : null,
        given.TryGetValue("failed", out var failed)
            ? bool.TryParse(failed, out var flag) ? flag : throw new WrongInputException("'failed' is neither true nor false.")
            : null);
}
