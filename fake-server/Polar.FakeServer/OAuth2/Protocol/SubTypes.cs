namespace Polar.FakeServer.OAuth2.Protocol;

/// <summary>For whom a client asks: for a person, or for one of that person's organizations.</summary>
internal static class SubTypes
{
    public const string Organization = "organization";

    private const string User = "user";

    /// <summary>Whether it is one, or not said.</summary>
    public static bool IsKnown(string? text) => string.IsNullOrEmpty(text) || text is User or Organization;
}
