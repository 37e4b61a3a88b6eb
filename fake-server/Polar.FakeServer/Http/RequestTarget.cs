using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Polar.FakeServer.Http;

/// <summary>
/// The path of a request as its first line has it, decoded once and otherwise untouched: web servers and clients resolve <c>..</c> and drop what they
/// take for noise, Polar's does not. An encoded slash is a slash.
/// </summary>
internal static class RequestTarget
{
    public static string PathOf(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw
            ? Decode(WithoutQuery(WithoutAuthority(raw)))
            : request.Path.Value ?? "/";

    /// <summary>The query as the first line has it, with its question mark.</summary>
    public static QueryString QueryOf(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw
            ? new QueryString(raw.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? raw[at..] : "")
            : request.QueryString;

    /// <summary>Percent-encoded bytes as UTF-8; what is no encoding stays as it is, what is no UTF-8 becomes the replacement character.</summary>
    public static string Decode(ReadOnlySpan<char> path)
    {
        if (!path.Contains('%'))
        {
            return path.ToString();
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(path.Length));
        try
        {
            var length = 0;
            for (var index = 0; index < path.Length; index++)
            {
                if (path[index] == '%' && index + 2 < path.Length && char.IsAsciiHexDigit(path[index + 1]) && char.IsAsciiHexDigit(path[index + 2]))
                {
                    bytes[length++] = Convert.FromHexString(path.Slice(index + 1, 2))[0];
                    index += 2;
                }
                else
                {
                    length += Encoding.UTF8.GetBytes(path.Slice(index, 1), bytes.AsSpan(length));
                }
            }

            return Encoding.UTF8.GetString(bytes, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static ReadOnlySpan<char> WithoutQuery(ReadOnlySpan<char> target) => target.IndexOf('?') is >= 0 and var at ? target[..at] : target;

    /// <summary>A request through a proxy has the whole address in its first line.</summary>
    private static ReadOnlySpan<char> WithoutAuthority(ReadOnlySpan<char> target)
    {
        const string Separator = "://";
        if (target.StartsWith('/') || target.IndexOf(Separator) is not (> 0 and var scheme))
        {
            return target;
        }

        var rest = target[(scheme + Separator.Length)..];
        return rest.IndexOf('/') is >= 0 and var path ? rest[path..] : "/";
    }
}
