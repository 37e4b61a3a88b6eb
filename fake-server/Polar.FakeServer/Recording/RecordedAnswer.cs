using System.Globalization;
using System.Security.Cryptography;
using Polar.FakeServer.Http;
using Polar.FakeServer.Rendering;

namespace Polar.FakeServer.Recording;

/// <summary>An answer as a recording keeps it: everything of it but the body, of which there are the length and a digest.</summary>
internal sealed record RecordedAnswer
{
    public required int Status { get; init; }

    public string? ContentType { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>How many bytes the body has; null for a stream, which has no end.</summary>
    public int? Length { get; init; }

    /// <summary>The body's SHA-256, hexadecimal; null for a stream.</summary>
    public string? Digest { get; init; }

    /// <summary>An answer with its body written, and what is kept of it.</summary>
    public static (Reply Written, RecordedAnswer Answer) Of(Reply reply)
    {
        var written = Written(reply);
        return (written, new RecordedAnswer
        {
            Status = written.Status,
            ContentType = written.ContentType,
            Headers = written.Headers,
            Length = written.Stream is null ? written.Body.Length : null,
            Digest = written.Stream is null ? Convert.ToHexStringLower(SHA256.HashData(written.Body.Span)) : null,
        });
    }

    /// <summary>What is different about another answer, as a part of a sentence; null where nothing is.</summary>
    /// <param name="now">The other answer.</param>
    /// <param name="comparesBody">Whether its body counts.</param>
    public string? DifferenceTo(RecordedAnswer now, bool comparesBody)
    {
        if (now.Status != Status)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it was answered with {Status} and is answered with {now.Status} now");
        }

        if (!comparesBody)
        {
            return null;
        }

        if (now.ContentType != ContentType)
        {
            return $"its answer was of the type {ContentType ?? "none"} and is of the type {now.ContentType ?? "none"} now";
        }

        if (Headers.Concat(now.Headers).FirstOrDefault(header => !Headers.Contains(header) || !now.Headers.Contains(header)) is { Name: { } name })
        {
            return $"its answer had another header {name}";
        }

        return now.Digest == Digest ? null
            : string.Create(CultureInfo.InvariantCulture, $"its answer, {Status}, has another body ({Length} bytes then, {now.Length} now)");
    }

    private static Reply Written(Reply reply)
    {
        if (reply.Content is not { } content)
        {
            return reply;
        }

        using var buffer = JsonBuffer.Rent();
        content.Write(buffer.Writer);
        return reply with { Body = buffer.Written.ToArray(), Content = null };
    }
}
