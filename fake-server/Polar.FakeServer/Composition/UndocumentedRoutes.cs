using Polar.FakeServer.Authentication;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Http;
using Polar.FakeServer.Sales.CheckoutLinks;

namespace Polar.FakeServer.Composition;

/// <summary>Operations that Polar has and its API description leaves out.</summary>
internal static class UndocumentedRoutes
{
    public static IReadOnlyList<Route> All { get; } = [CheckoutLinkOpening.Route, FileDownloading.Route, .. TokenRoutes.All];
}
