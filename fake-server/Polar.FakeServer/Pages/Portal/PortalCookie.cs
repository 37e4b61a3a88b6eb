using System.Security.Cryptography;
using System.Text;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>Keeps a customer's session in the browser, for the portal of one organization.</summary>
internal static class PortalCookie
{
    /// <summary>The field of forms that says that they come from a page of the portal.</summary>
    public const string FormField = OwnForms.Field;

    private const string Name = "polar_portal_session";

    /// <summary>The session's token that a request brings; null where it brings none.</summary>
    public static string? Read(PageRequest request) => request.Cookies.GetValueOrDefault(Name) is { Length: > 0 } token ? token : null;

    /// <summary>The header that begins a session.</summary>
    /// <param name="root">The path of the portal.</param>
    /// <param name="token">The session's token.</param>
    public static (string Name, string Value) Keep(string root, string token) => ("Set-Cookie", $"{Name}={token}; Path={root}; HttpOnly; SameSite=Lax");

    /// <summary>The header that ends it.</summary>
    public static (string Name, string Value) Forget(string root) => ("Set-Cookie", $"{Name}=; Path={root}; Max-Age=0; HttpOnly; SameSite=Lax");

    /// <summary>What the forms of a session carry: pages of other sites do not know the session, so they cannot know this.</summary>
    public static string FormToken(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"form:{token}")));

    /// <summary>Whether a form comes from a page of the session.</summary>
    public static bool IsOwnForm(PageRequest request, string token) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(request.Form.GetValueOrDefault(FormField, "")), Encoding.UTF8.GetBytes(FormToken(token)));
}
