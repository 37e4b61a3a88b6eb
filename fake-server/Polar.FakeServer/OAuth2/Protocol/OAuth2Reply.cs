using System.Text.Json.Nodes;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.OAuth2.Protocol;

/// <summary>Answers in OAuth2's own form, which nobody on the way may keep.</summary>
internal static class OAuth2Reply
{
    private static readonly (string, string) s_unkept = ("Pragma", "no-cache");

    /// <summary>An object.</summary>
    public static Reply Json(int status, JsonObject body, params (string, string)[] headers) =>
        Reply.Json(status, OAuth2Json.Write(body), [s_unkept, .. headers]);

    /// <summary>Nothing but a status.</summary>
    public static Reply Empty(int status) => new(status, default, null, s_unkept);

    /// <summary>Sends a browser on, with values added to the address.</summary>
    public static Reply Redirect(string address, params IEnumerable<(string Name, string? Value)> added)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var (start, fragment) = hash < 0 ? (address, "") : (address[..hash], address[hash..]);
        var pairs = string.Join('&', added.Where(pair => pair.Value is not null).Select(pair => $"{pair.Name}={Escaped(pair.Value!)}"));
        var separator = !start.Contains('?', StringComparison.Ordinal) ? "?" : start[^1] is '?' or '&' ? "" : "&";
        return new Reply(302, default, null, ("Location", start + separator + pairs + fragment));
    }

    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
