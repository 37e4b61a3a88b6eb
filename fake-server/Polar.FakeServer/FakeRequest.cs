namespace Polar.FakeServer;

/// <summary>A request that the fake has answered. Tokens and secrets are taken out of it, and headers are not kept.</summary>
public sealed record FakeRequest
{
    /// <summary>Its place among all requests since the start, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The virtual time at which it came.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The path.</summary>
    public required string Path { get; init; }

    /// <summary>The query with its question mark; empty where there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The operation that it led to, <c>customers:create</c>; null where it led to none.</summary>
    public string? Operation { get; init; }

    /// <summary>The status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>How long the answer took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The body that was sent, at most its first 64 KiB; empty where there was none, or nobody looked at it.</summary>
    public required string Body { get; init; }

    /// <summary>The body of the answer, at most its first 64 KiB.</summary>
    public required string ResponseBody { get; init; }

    /// <summary>Why it was refused, in a line; null where it was not.</summary>
    public string? Refusal { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}{Query} -> {Status}{(Refusal is null ? "" : $" {Refusal}")}{(Body.Length == 0 ? "" : $"\n    {Body}")}";
}
