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

    private static readonly string[] s_prefixes =
    [
        TokenPrefixes.OfOrganizations, TokenPrefixes.OfCustomers, TokenPrefixes.OfMembers, TokenPrefixes.Personal,
        TokenPrefixes.OAuth2OfUsers, TokenPrefixes.OAuth2OfOrganizations, TokenPrefixes.UserSessions,
        "polar_rt_u_", "polar_rt_o_", "polar_ac_",
    ];

    // Call after call comes with one token.
    private static Known s_last = new("", Made(""));

    /// <summary>What is kept of a token; of one that somebody has chosen the hash alone.</summary>
    public static string Of(string token)
    {
        var last = Volatile.Read(ref s_last);
        if (last.Token != token)
        {
            Volatile.Write(ref s_last, last = new Known(token, Made(token)));
        }

        return last.Kept;
    }

    private static string Made(string token)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes(token), hash);
        return string.Concat(Array.Find(s_prefixes, prefix => token.StartsWith(prefix, StringComparison.Ordinal)), Convert.ToHexStringLower(hash));
    }

    private sealed class Known(string token, string kept)
    {
        public string Token => token;

        public string Kept => kept;
    }
}
