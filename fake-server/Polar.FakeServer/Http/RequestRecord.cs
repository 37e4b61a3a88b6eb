namespace Polar.FakeServer.Http;

/// <summary>A request as it went, with the bytes as they were; who looks at it gets them without secrets.</summary>
internal sealed class RequestRecord
{
    /// <summary>More of a body is not kept.</summary>
    public const int LongestBody = 65_536;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly ReadOnlyMemory<byte> _replyBody;

    public required string Method { get; init; }

    public required string Path { get; init; }

    public required string Query { get; init; }

    /// <summary>The virtual time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The operation that it led to; null where it led to none.</summary>
    public Route? Route { get; init; }

    /// <summary>The operation's id; null where it led to none.</summary>
    public string? Operation => Route?.Id;

    public required int Status { get; init; }

    public required TimeSpan Duration { get; init; }

    public string? ContentType { get; init; }

    public string? ReplyContentType { get; init; }

    public ReadOnlyMemory<byte> Body
    {
        get => _body;
        init => _body = Kept(value);
    }

    public ReadOnlyMemory<byte> ReplyBody
    {
        get => _replyBody;
        init => _replyBody = Kept(value);
    }

    /// <summary>What the answer shows, where its body is written only when it is sent.</summary>
    public ReplyContent? ReplyContent { get; init; }

    /// <summary>Its place among all requests, from 1; given by the log.</summary>
    public long Number { get; set; }

    // A copy where not everything is kept, so that the rest of a large body can be collected.
    private static ReadOnlyMemory<byte> Kept(ReadOnlyMemory<byte> body) => body.Length <= LongestBody ? body : body[..LongestBody].ToArray();
}
