using System.Text.RegularExpressions;

namespace Polar.FakeServer.Http;

/// <summary>Takes tokens and secrets out of what is shown to people.</summary>
internal static partial class SecretRemoval
{
    private const string Members =
        "access_token|refresh_token|id_token|token|client_secret|secret|password|code_verifier|registration_access_token|customer_session_token|member_session_token";

    public static string From(string text) =>
        InForm().Replace(InJson().Replace(Tokens().Replace(text, "$1$2***"), "$1\"***\""), "$1***");

    /// <summary>Polar's own tokens say by their beginning what they are, and may stand in the middle of an address.</summary>
    [GeneratedRegex("(polar_(?:[a-z]{1,4}_){1,3}(?=[A-Za-z0-9_-]))[A-Za-z0-9_-]+|(whsec_)[A-Za-z0-9+/=]+")]
    private static partial Regex Tokens();

    [GeneratedRegex("""("(?:""" + Members + """)"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)""")]
    private static partial Regex InJson();

    [GeneratedRegex("((?:^|[?&])(?:" + Members + "|code)=)[^&\"\\s]+")]
    private static partial Regex InForm();
}
