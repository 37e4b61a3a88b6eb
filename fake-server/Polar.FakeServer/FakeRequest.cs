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

    /// <summary>
    /// The body that was sent, as far as it is kept (<see cref="FakePolarOptions.KeptBodyBytes"/>, <see cref="FakePolarOptions.KeptRequestBytes"/>); empty
    /// where there was none, or nobody looked at it.
    /// </summary>
    public required string Body { get; init; }

    /// <summary>The body of the answer, as far as it is kept.</summary>
    public required string ResponseBody { get; init; }

    /// <summary>How many bytes the body that was sent had.</summary>
    public long BodySize { get; init; }

    /// <summary>How many bytes the body of the answer had.</summary>
    public long ResponseBodySize { get; init; }

    /// <summary>Whether <see cref="Body"/> is not all of it.</summary>
    public bool IsBodyCut { get; init; }

    /// <summary>Whether <see cref="ResponseBody"/> is not all of it.</summary>
    public bool IsResponseBodyCut { get; init; }

    /// <summary>Why it was refused, in a line; null where it was not.</summary>
    public string? Refusal { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}{Query} -> {Status}{(Refusal is null ? "" : $" {Refusal}")}{(Body.Length == 0 ? "" : $"\n    {Body}")}{(IsBodyCut ? $"\n    ({BodySize} bytes, of which not all are kept)" : "")}";
}
