using Polar.FakeServer.Http;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>Where the portals of organizations are: at <c>/{slug}/portal</c>, unless the slug is a place of the fake's own.</summary>
internal static class PortalAddress
{
    private const string Name = "portal";

    /// <summary>Whether a path is one of a portal's.</summary>
    public static bool Has(string path) =>
        path.Contains("/" + Name, StringComparison.Ordinal) && path.Split('/', 4) is ["", { Length: > 0 } slug, Name, ..] && !FixedPlaces.Has(slug);

    /// <summary>The path of an organization's portal.</summary>
    public static string Root(string slug) => $"/{Uri.EscapeDataString(slug)}/{Name}";
}
