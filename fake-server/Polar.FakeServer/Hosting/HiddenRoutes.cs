namespace Polar.FakeServer;

/// <summary>Operations that Polar has and its API description leaves out.</summary>
internal static class HiddenRoutes
{
    public static IReadOnlyList<Route> All { get; } = [CheckoutLinkOpening.Route, FileDownloading.Route, .. TokenRoutes.All];
}
