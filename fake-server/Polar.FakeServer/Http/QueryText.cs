using System.Globalization;
using System.Net;

namespace Polar.FakeServer.Http;

/// <summary>Values from query strings that have been validated, and are in the form that validation gives them.</summary>
internal static class QueryText
{
    private static readonly Dictionary<string, List<string>> s_none = [];

    /// <summary>The parameters of a query, each with its values in their order; names count with their case.</summary>
    public static IReadOnlyDictionary<string, List<string>> Parse(string? query)
    {
        if (string.IsNullOrEmpty(query))
        {
            return s_none;
        }

        var parameters = new Dictionary<string, List<string>>();
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = WebUtility.UrlDecode(equals < 0 ? part : part[..equals]);
            if (!parameters.TryGetValue(name, out var values))
            {
                parameters[name] = values = [];
            }

            values.Add(equals < 0 ? "" : WebUtility.UrlDecode(part[(equals + 1)..]));
        }

        return parameters;
    }

    public static long Integer(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    public static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
