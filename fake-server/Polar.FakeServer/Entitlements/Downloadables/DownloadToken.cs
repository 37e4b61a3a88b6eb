using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Entitlements.Downloadables;

/// <summary>
/// The tokens in the links that customers download by: what is meant, when the link was made, and a signature over both, each in the alphabet of
/// addresses. Whoever has one may download for an hour.
/// </summary>
internal static class DownloadToken
{
    /// <summary>How long a link is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private static readonly byte[] s_key = SHA256.HashData("the links of a fake need no secret of their own"u8);

    public static string Of(DownloadableRow row, DateTimeOffset now)
    {
        // Seconds since the epoch, with a fraction as Python writes it.
        var last = row.LastDownloadedAt is { } moment ? (decimal)moment.ToUnixTimeMilliseconds() / 1000 : 0m;
        return Sign(
            new JsonObject
            {
                ["id"] = row.Id.ToString(),
                ["downloaded"] = row.Downloaded,
                ["last_downloaded_at"] = decimal.Round(last, 3) + 0.0m,
            },
            now);
    }

    /// <summary>A token that means this.</summary>
    public static string Sign(JsonObject payload, DateTimeOffset now)
    {
        var signed = $"{Text(Encoding.UTF8.GetBytes(payload.ToJsonString()))}.{Text(Big(now.ToUnixTimeSeconds()))}";
        return $"{signed}.{Text(Signature(signed))}";
    }

    /// <summary>The downloadable that a token means, or why there is none.</summary>
    public static (Guid? Id, Failure? Failure) Read(string token, DateTimeOffset now)
    {
        var end = token.LastIndexOf('.');
        var middle = end < 0 ? -1 : token.LastIndexOf('.', end - 1);
        if (middle < 0
            || !TryBytes(token[(end + 1)..], out var signature)
            || !CryptographicOperations.FixedTimeEquals(signature, Signature(token[..end]))
            || !TryBytes(token[(middle + 1)..end], out var seconds)
            || !TryBytes(token[..middle], out var payload))
        {
            return (null, Failure.NotFound);
        }

        var made = seconds.Aggregate(0L, (number, part) => (number << 8) | part);
        if (now.ToUnixTimeSeconds() - made > (long)Lifetime.TotalSeconds)
        {
            return (null, Failure.Unavailable);
        }

        return JsonNode.Parse(payload)?["id"]?.GetValue<string>() is { } id
            ? (Guid.Parse(id), null)
            : (null, new Failure(400, "BadRequest", "Bad request"));
    }

    private static byte[] Signature(string signed) => HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes(signed));

    private static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static bool TryBytes(string text, out byte[] bytes)
    {
        bytes = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        return bytes.Length > 0;
    }

    /// <summary>A number as its bytes, the most significant first, without leading zeros.</summary>
    private static byte[] Big(long number)
    {
        var bytes = BitConverter.GetBytes(number).AsEnumerable();
        bytes = BitConverter.IsLittleEndian ? bytes.Reverse() : bytes;
        return [.. bytes.SkipWhile(part => part == 0)];
    }
}
