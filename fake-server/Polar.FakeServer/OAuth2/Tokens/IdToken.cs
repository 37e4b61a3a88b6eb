using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.OAuth2.Tokens;

/// <summary>Says who has signed in, to the client that asked, for an hour.</summary>
internal static class IdToken
{
    /// <summary>Who says so; the sandbox too.</summary>
    public const string Issuer = "https://polar.sh";

    private const int Lifetime = 3600;

    /// <summary>The signed token.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="code">The code that was exchanged.</param>
    /// <param name="issued">What it was exchanged for.</param>
    public static string Make(Transaction transaction, AuthorizationCodeRow code, IssuedTokens issued)
    {
        var now = transaction.Now.ToUnixTimeSeconds();
        var half = SHA256.HashData(Encoding.ASCII.GetBytes(issued.AccessToken)).AsSpan(0, 16);
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["exp"] = now + Lifetime,
            ["iat"] = now,
            ["auth_time"] = code.CreatedAt.ToUnixTimeSeconds(),
            ["aud"] = new JsonArray(code.ClientId),
            ["nonce"] = code.Nonce,
            ["at_hash"] = Base64Url.EncodeToString(half),
        };
        foreach (var (name, value) in UserClaims.Of(transaction.World, issued.Row.Subject, issued.Row.Scope))
        {
            claims[name] = value;
        }

        return SigningKey.Sign(claims);
    }
}
