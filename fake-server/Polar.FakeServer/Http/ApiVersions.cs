namespace Polar.FakeServer.Http;

/// <summary>The versions of the API that Polar serves.</summary>
internal static class ApiVersions
{
    /// <summary>What a request gets that names none.</summary>
    public const string Current = "2026-10";

    public static bool IsServed(string version) => version is "2026-04" or Current or "2027-01";
}
