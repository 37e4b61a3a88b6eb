using System.Security.Cryptography;
using System.Text;

namespace Polar.FakeServer.Identity;

/// <summary>
/// What the world keeps of tokens that only their holder is to know: what they begin with, and a hash of the whole. Nobody who looks into a world, or
/// into a snapshot of one, finds anything to sign in with.
/// </summary>
internal static class KeptToken
{
    private static readonly byte[] s_key = "Polar.FakeServer"u8.ToArray();

    private static readonly string[] s_secret =
    [
        TokenPrefixes.OAuth2OfUsers, TokenPrefixes.OAuth2OfOrganizations, TokenPrefixes.UserSessions,
        "polar_rt_u_", "polar_rt_o_", "polar_ac_",
    ];

    /// <summary>What is kept of a token: the token itself where its kind is kept as it is.</summary>
    public static string Of(string token) =>
        Array.Find(s_secret, prefix => token.StartsWith(prefix, StringComparison.Ordinal)) is { } secret
            ? secret + Convert.ToHexStringLower(HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes(token)))
            : token;
}
