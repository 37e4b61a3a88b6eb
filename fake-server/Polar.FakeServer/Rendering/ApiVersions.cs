namespace Polar.FakeServer.Rendering;

/// <summary>The versions of the API that Polar serves.</summary>
internal static class ApiVersions
{
    /// <summary>The version before the current one.</summary>
    public const string Previous = "2026-04";

    /// <summary>What a request gets that names none.</summary>
    public const string Current = "2026-10";

    /// <summary>The version behind the current one.</summary>
    public const string Next = "2027-01";

    /// <summary>All of them, the oldest first.</summary>
    public static IReadOnlyList<string> All { get; } = [Previous, Current, Next];

    public static bool IsServed(string version) => version is Previous or Current or Next;
}
