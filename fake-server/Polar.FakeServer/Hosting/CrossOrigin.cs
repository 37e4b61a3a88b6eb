using System.Text;
using Microsoft.AspNetCore.Http;

namespace Polar.FakeServer;

/// <summary>Lets pages of any origin call, as Polar does.</summary>
internal static class CrossOrigin
{
    private static readonly string[] s_methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    private static readonly string[] s_headers =
        ["Accept", "Accept-Language", "Authorization", "Content-Language", "Content-Type", "Polar-Version"];

    /// <summary>Adds the headers for the request's origin; gives the answer where the request only asks for permission.</summary>
    public static Reply? Apply(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Origin.Count == 0)
        {
            return null;
        }

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlExposeHeaders = "Polar-Version";
        var wanted = request.Headers.AccessControlRequestMethod.ToString();
        if (request.Method != "OPTIONS" || wanted.Length == 0)
        {
            return null;
        }

        headers.AccessControlAllowMethods = string.Join(", ", s_methods);
        headers.AccessControlAllowHeaders = string.Join(", ", s_headers);
        headers.AccessControlMaxAge = "600";
        if (!s_methods.Contains(wanted))
        {
            return Plain(400, "Disallowed CORS method");
        }

        var asked = request.Headers.AccessControlRequestHeaders.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return asked.All(name => s_headers.Contains(name, StringComparer.OrdinalIgnoreCase))
            ? Plain(200, "OK")
            : Plain(400, "Disallowed CORS headers");
    }

    private static Reply Plain(int status, string text) => new(status, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");
}
