using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>Signs addresses as Amazon's storage does (version 4, in the query), and checks the signatures of those that come back.</summary>
internal static class Presigner
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Signature = "X-Amz-Signature";
    private const string AccessKey = "AKIAPOLARFAKESERVER0";
    private const string SecretKey = "the-fake-storage-has-no-secrets-of-its-own";
    private const string Scope = "us-east-2/s3/aws4_request";
    private const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>An address with what a caller needs to prove that it was given it.</summary>
    public static string Sign(
        string method,
        string baseAddress,
        string path,
        IReadOnlyList<(string Name, string Value)> query,
        IReadOnlyList<(string Name, string Value)> headers,
        DateTimeOffset now,
        TimeSpan lifetime)
    {
        (string Name, string Value)[] signed = [("host", new Uri(baseAddress).Authority), .. headers];
        (string Name, string Value)[] all =
        [
            .. query,
            ("X-Amz-Algorithm", Algorithm),
            ("X-Amz-Credential", $"{AccessKey}/{now.UtcDateTime:yyyyMMdd}/{Scope}"),
            ("X-Amz-Date", now.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture)),
            ("X-Amz-Expires", ((int)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            ("X-Amz-SignedHeaders", string.Join(';', signed.Select(header => header.Name).Order(StringComparer.Ordinal))),
        ];
        return $"{baseAddress}{path}?{Query(all)}&{Signature}={SignatureOf(method, path, all, signed)}";
    }

    /// <summary>What is wrong with a signed request, as the storage's code and message; null when nothing is.</summary>
    public static (string Code, string Message)? Fault(HttpRequest request, DateTimeOffset now)
    {
        string Value(string name) => request.Query[name].ToString();
        if (Value(Signature).Length == 0)
        {
            return ("AccessDenied", "Access Denied");
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(Value("X-Amz-Date"), DateFormat, CultureInfo.InvariantCulture, Styles, out var signedAt)
            || !int.TryParse(Value("X-Amz-Expires"), CultureInfo.InvariantCulture, out var seconds))
        {
            return ("AuthorizationQueryParametersError", "X-Amz-Date and X-Amz-Expires are needed.");
        }

        if (now - signedAt >= TimeSpan.FromSeconds(seconds))
        {
            return ("AccessDenied", "Request has expired");
        }

        var query = request.Query.Where(pair => pair.Key != Signature).Select(pair => (pair.Key, pair.Value.ToString())).ToArray();
        var headers = Value("X-Amz-SignedHeaders").Split(';').Select(name => (name, request.Headers[name].ToString())).ToArray();
        var expected = SignatureOf(request.Method, EncodePath(request.Path.Value!), query, headers);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(Value(Signature)))
            ? null
            : ("SignatureDoesNotMatch", "The signature of the request does not match the one calculated from it.");
    }

    /// <summary>
    /// A path as a part of an address; only letters, digits and <c>-_.~</c> stand for themselves. Clients resolve segments that are dots, so the slashes
    /// around them are encoded.
    /// </summary>
    public static string EncodePath(string path)
    {
        var segments = path.Split('/');
        var encoded = new StringBuilder(Encode(segments[0]));
        for (var index = 1; index < segments.Length; index++)
        {
            encoded.Append(IsDots(segments[index - 1]) || IsDots(segments[index]) ? "%2F" : "/").Append(Encode(segments[index]));
        }

        return encoded.ToString();
    }

    private static bool IsDots(string segment) => segment is "." or "..";

    private static string Encode(string text) => Uri.EscapeDataString(text);

    private static string Query(IEnumerable<(string Name, string Value)> query) =>
        string.Join('&', query.Select(pair => $"{Encode(pair.Name)}={Encode(pair.Value)}"));

    private static string SignatureOf(
        string method, string path, IReadOnlyList<(string Name, string Value)> query, IReadOnlyList<(string Name, string Value)> headers)
    {
        var sorted = headers.OrderBy(header => header.Name, StringComparer.Ordinal).ToArray();
        var request = string.Join(
            '\n',
            [
                method,
                path,
                Query(query.OrderBy(pair => pair.Name, StringComparer.Ordinal)),
                .. sorted.Select(header => $"{header.Name}:{header.Value.Trim()}"),
                "",
                string.Join(';', sorted.Select(header => header.Name)),
                "UNSIGNED-PAYLOAD",
            ]);
        var date = query.First(pair => pair.Name == "X-Amz-Date").Value;
        var toSign = string.Join(
            '\n', Algorithm, date, $"{date[..8]}/{Scope}", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request))));
        var key = Scope.Split('/').Aggregate(Hmac(Encoding.UTF8.GetBytes("AWS4" + SecretKey), date[..8]), Hmac);
        return Convert.ToHexStringLower(Hmac(key, toSign));
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
