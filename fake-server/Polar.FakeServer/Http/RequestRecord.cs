using Polar.FakeServer.Rendering;

namespace Polar.FakeServer.Http;

/// <summary>A request as it went, with the bytes as they were; who looks at it gets them without secrets.</summary>
internal sealed class RequestRecord
{
    private KeptBody _body = KeptBody.None;
    private KeptBody _replyBody = KeptBody.None;
    private ReplyContent? _replyContent;

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

    /// <summary>What is kept of the body.</summary>
    public ReadOnlyMemory<byte> Body
    {
        get => _body.Bytes;
        init => _body = new KeptBody(value, value.Length);
    }

    /// <summary>How long the body was, where nobody read it.</summary>
    public long? UnreadBody
    {
        init => _body = value is { } size ? new KeptBody(default, size) : _body;
    }

    /// <summary>What is kept of the answer's body; empty where that is written only when it is sent.</summary>
    public ReadOnlyMemory<byte> ReplyBody
    {
        get => _replyBody.Bytes;
        init => _replyBody = new KeptBody(value, value.Length);
    }

    /// <summary>What the answer shows, until its body is written.</summary>
    public ReplyContent? ReplyContent
    {
        init => _replyContent = value;
    }

    /// <summary>Its place among all requests, from 1; given by the log.</summary>
    public long Number { get; set; }

    /// <summary>The log that it is in; null once it is in none.</summary>
    public RequestLog? Log { get; set; }

    /// <summary>The body as far as it is kept, and how long it was.</summary>
    public KeptBody Sent => Volatile.Read(ref _body);

    /// <summary>How many bytes of bodies are kept.</summary>
    public int KeptBytes => _body.Bytes.Length + _replyBody.Bytes.Length;

    /// <summary>Whether no body is kept of it any more.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>The answer's body as far as it is kept, and how long it was.</summary>
    /// <param name="longest">More of it than that is not kept, where it is not written yet.</param>
    public KeptBody ReadReply(int longest)
    {
        // The bytes are there before what they were written from is gone.
        if (Volatile.Read(ref _replyContent) is not { } content)
        {
            return Volatile.Read(ref _replyBody);
        }

        using var buffer = JsonBuffer.Rent();
        content.Write(buffer.Writer);
        return KeptBody.Of(buffer.Written, longest, isLent: true);
    }

    /// <summary>Notes the answer's body as it was written, and lets go of what it was written from.</summary>
    /// <param name="body">The body; the memory may be used again.</param>
    public void Written(ReadOnlyMemory<byte> body)
    {
        if (Log is { } log)
        {
            log.Keep(this, body);
        }

        Volatile.Write(ref _replyContent, null);
    }

    /// <summary>Keeps the beginning of the answer's body; none of it where bodies are forgotten.</summary>
    public void Keep(ReadOnlyMemory<byte> body, int longest) =>
        Volatile.Write(ref _replyBody, IsForgotten ? new KeptBody(default, body.Length) : KeptBody.Of(body, longest, isLent: true));

    /// <summary>Keeps no more than the beginnings of both bodies.</summary>
    public void Cut(int longest)
    {
        _body = _body.Cut(longest);
        _replyBody = _replyBody.Cut(longest);
    }

    /// <summary>Keeps of both bodies only how long they were.</summary>
    public void Forget()
    {
        IsForgotten = true;
        Volatile.Write(ref _body, _body.Cut(0));
        Volatile.Write(ref _replyBody, _replyBody.Cut(0));
    }
}

/// <summary>A body, as far as it is kept.</summary>
/// <param name="Bytes">Its beginning.</param>
/// <param name="Size">How long it was.</param>
internal sealed record KeptBody(ReadOnlyMemory<byte> Bytes, long Size)
{
    public static KeptBody None { get; } = new(default, 0);

    /// <summary>Whether not all of it is kept.</summary>
    public bool IsCut => Bytes.Length < Size;

    /// <summary>A body of which no more is kept than its beginning.</summary>
    /// <param name="body">The body.</param>
    /// <param name="longest">More of it than that is not kept.</param>
    /// <param name="isLent">Whether its memory will be used for something else.</param>
    public static KeptBody Of(ReadOnlyMemory<byte> body, int longest, bool isLent) =>
        body.Length == 0 ? None
        : body.Length > longest ? new(body[..longest].ToArray(), body.Length)
        : new(isLent ? body.ToArray() : body, body.Length);

    /// <summary>The body with no more than its beginning; a copy, so that the rest can be collected.</summary>
    public KeptBody Cut(int longest) => Bytes.Length <= longest ? this : new(Bytes[..longest].ToArray(), Size);
}
