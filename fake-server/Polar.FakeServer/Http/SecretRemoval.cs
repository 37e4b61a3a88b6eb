using System.Text.RegularExpressions;

namespace Polar.FakeServer.Http;

/// <summary>Takes tokens and secrets out of what is shown to people.</summary>
internal static partial class SecretRemoval
{
    private const string Members =
        "access_token|refresh_token|id_token|token|client_secret|secret|password|code_verifier|registration_access_token|invitation_token|customer_session_token|member_session_token";

    /// <summary>A text without them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="members">Names whose values are secret besides, where they are members of JSON in it.</param>
    public static string From(string text, params ReadOnlySpan<string> members)
    {
        foreach (var name in members)
        {
            text = Regex.Replace(text, $"""("{Regex.Escape(name)}"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)""", "$1\"***\"");
        }

        return Removed(text);
    }

    /// <summary>A path with the values left out that its operation keeps secret.</summary>
    /// <param name="path">The path.</param>
    /// <param name="template">The operation's own path.</param>
    /// <param name="names">The names of the values.</param>
    public static string FromPath(string path, string template, string[] names)
    {
        var (given, expected) = (path.Split('/'), template.Split('/'));
        for (var step = 1; step <= expected.Length && step <= given.Length; step++)
        {
            if (expected[^step] is ['{', .. var name, '}'] && names.Contains(name))
            {
                given[^step] = "***";
            }
        }

        return string.Join('/', given);
    }

    private static string Removed(string text) =>
        InForm().Replace(InJson().Replace(Tokens().Replace(text, "$1$2***"), "$1\"***\""), "$1***");

    /// <summary>Polar's own tokens say by their beginning what they are, and may stand in the middle of an address.</summary>
    [GeneratedRegex("(polar_(?:[a-z]{1,4}_){1,3}(?=[A-Za-z0-9_-]))[A-Za-z0-9_-]+|(whsec_)[A-Za-z0-9+/=]+")]
    private static partial Regex Tokens();

    [GeneratedRegex("""("(?:""" + Members + """)"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)""")]
    private static partial Regex InJson();

    [GeneratedRegex("((?:^|[?&])(?:" + Members + "|code)=)[^&\"\\s]+")]
    private static partial Regex InForm();
}
