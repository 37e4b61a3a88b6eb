using System.Text;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Http;

/// <summary>Lets pages of any origin call, as Polar does; its own may bring cookies and whatever headers they like.</summary>
internal static class CrossOrigin
{
    private static readonly string[] s_own = ["https://sandbox.polar.sh", "https://polar.sh", "https://github.com", "https://docs.polar.sh"];

    private static readonly string[] s_methods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    private static readonly string[] s_headers =
        ["Accept", "Accept-Language", "Authorization", "Content-Language", "Content-Type", "Polar-Version"];

    /// <summary>Adds the headers for the request's origin; gives the answer where the request only asks for permission.</summary>
    public static Reply? Apply(HttpContext context)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return null;
        }

        var headers = context.Response.Headers;
        var isOwn = s_own.Contains(origin);
        headers.AccessControlAllowOrigin = isOwn ? origin : "*";
        if (isOwn)
        {
            headers.AccessControlAllowCredentials = "true";
            headers.Vary = "Origin";
        }

        var wanted = request.Headers.AccessControlRequestMethod.ToString();
        if (request.Method != "OPTIONS" || wanted.Length == 0)
        {
            if (!isOwn)
            {
                headers.AccessControlExposeHeaders = "Polar-Version";
            }

            return null;
        }

        var asked = request.Headers.AccessControlRequestHeaders;
        headers.AccessControlAllowMethods = string.Join(", ", s_methods);
        headers.AccessControlAllowHeaders = isOwn ? asked : string.Join(", ", s_headers);
        headers.AccessControlMaxAge = "600";
        var names = asked.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var faults = new List<string>();
        if (!s_methods.Contains(wanted))
        {
            faults.Add("method");
        }

        if (!isOwn && !names.All(name => s_headers.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            faults.Add("headers");
        }

        return faults.Count == 0 ? Plain(200, "OK") : Plain(400, "Disallowed CORS " + string.Join(", ", faults));
    }

    private static Reply Plain(int status, string text) => new(status, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");
}
