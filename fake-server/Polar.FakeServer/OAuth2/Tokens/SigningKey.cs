using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.OAuth2.Tokens;

/// <summary>
/// What id tokens are signed with: a key for development that ships with the fake, the same for everybody, and so proof of nothing outside a test. It is
/// loaded when it is first needed.
/// </summary>
internal static class SigningKey
{
    private const string Resource = "Polar.FakeServer.OAuth2.Tokens.development-signing-key.pem";
    private const string KeyId = "polar_fake_development";

    private static readonly Lazy<RSA> s_key = new(Load);

    /// <summary>The public half, as clients fetch it.</summary>
    public static JsonObject Jwks()
    {
        var key = s_key.Value.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
                ["kid"] = KeyId,
                ["use"] = "sig",
            }),
        };
    }

    /// <summary>Claims with their signature: a JSON Web Token.</summary>
    public static string Sign(JsonObject claims)
    {
        var content = $"{Encoded("""{"typ":"JWT","alg":"RS256"}""")}.{Encoded(claims.ToJsonString())}";
        byte[] signature;
        lock (s_key)
        {
            signature = s_key.Value.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static RSA Load()
    {
        using var stream = typeof(SigningKey).Assembly.GetManifestResourceStream(Resource)!;
        using var text = new StreamReader(stream);
        var key = RSA.Create();
        key.ImportFromPem(text.ReadToEnd());
        return key;
    }
}
