using System.Collections.Frozen;

namespace Polar.FakeServer.Http;

/// <summary>
/// What the fake's addresses may begin with besides the slug of an organization: <c>/v1/…</c>, <c>/checkout/…</c>. They come before slugs, so that no
/// organization may be called like one of them.
/// </summary>
internal static class FixedPlaces
{
    /// <summary>First segments of paths. Whatever serves another one adds it here.</summary>
    public static FrozenSet<string> All { get; } = FrozenSet.Create(
        "v1",
        "api",
        "2026-04",
        "2026-10",
        "2027-01",
        ".well-known",
        "healthz",
        "oauth2",
        "checkout",
        "assets",
        "polar-sandbox-files",
        "polar-public-sandbox-files",
        "polar-sandbox-customer-invoices",
        "_fake");

    /// <summary>Whether a slug is taken.</summary>
    public static bool Has(string slug) => All.Contains(slug);
}
