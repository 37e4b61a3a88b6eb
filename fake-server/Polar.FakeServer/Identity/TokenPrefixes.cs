namespace Polar.FakeServer.Identity;

/// <summary>What tokens begin with, by what they are for.</summary>
internal static class TokenPrefixes
{
    public const string OfOrganizations = "polar_oat_";
    public const string Personal = "polar_pat_";
    public const string OAuth2OfUsers = "polar_at_u_";
    public const string OAuth2OfOrganizations = "polar_at_o_";
    public const string UserSessions = "polar_us_";
    public const string OfCustomers = "polar_cst_";
    public const string OfMembers = "polar_mst_";

    /// <summary>All of them.</summary>
    public static string[] All { get; } =
        [OfOrganizations, Personal, OAuth2OfUsers, OAuth2OfOrganizations, UserSessions, OfCustomers, OfMembers];
}
