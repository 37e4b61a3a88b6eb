using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Polar.FakeServer.OAuth2.Protocol;

namespace Polar.FakeServer.OAuth2.Tokens;

/// <summary>Proves that who exchanges a code is who asked for it (RFC 7636).</summary>
internal static partial class CodeVerifier
{
    private const string HashMethod = "S256";
    private const string PlainMethod = "plain";

    /// <summary>The ways in which a challenge is made of a verifier.</summary>
    public static bool IsMethod(string text) => text is HashMethod or PlainMethod;

    /// <summary>Whether a text can be a challenge, or a verifier.</summary>
    public static bool IsWellFormed(string text) => VerifierText().IsMatch(text);

    /// <summary>Why the code is not exchanged; null when it is.</summary>
    /// <param name="verifier">What was sent.</param>
    /// <param name="code">The code.</param>
    /// <param name="isRequired">Whether the client has nothing else to show.</param>
    public static OAuth2Refusal? Fault(string? verifier, AuthorizationCodeRow code, bool isRequired)
    {
        const string Missing = "Missing 'code_verifier'";
        var challenge = code.CodeChallenge;
        if (string.IsNullOrEmpty(verifier))
        {
            return isRequired || !string.IsNullOrEmpty(challenge) ? OAuth2Refusal.InvalidRequest(Missing) : null;
        }

        if (!IsWellFormed(verifier))
        {
            return OAuth2Refusal.InvalidRequest("Invalid 'code_verifier'");
        }

        if (string.IsNullOrEmpty(challenge))
        {
            return OAuth2Refusal.InvalidRequest("The authorization request had no 'code_challenge', but a 'code_verifier' was provided.");
        }

        var made = code.CodeChallengeMethod == HashMethod ? Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) : verifier;
        return made == challenge ? null : OAuth2Refusal.InvalidGrant("Code challenge failed.");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9\-._~]{43,128}\z")]
    private static partial Regex VerifierText();
}
