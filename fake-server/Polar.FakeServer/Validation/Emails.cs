using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Polar.FakeServer.Validation;

/// <summary>Checks e-mail addresses: their syntax, and whether their domain takes mail at all.</summary>
internal static partial class Emails
{
    private const int LongestLocal = 64;
    private const int LongestDomain = 253;
    private const int LongestLabel = 63;
    private const int Longest = 254;

    /// <summary>What a name must not be or end in, since it means something else than a place in the world.</summary>
    private static readonly string[] s_special = ["arpa", "invalid", "local", "localhost", "onion", "test"];

    public static JsonNode? Check(Validator validator, string text, JsonNode? value, ErrorLocation place)
    {
        var address = (text.Contains('<', StringComparison.Ordinal) && NamedText().Match(text) is { Success: true } named ? named.Groups["address"].Value : text).Trim();
        if (SyntaxFault(address, out var local, out var domain) is { } reason)
        {
            return validator.Refuse("value_error", place, $"value is not a valid email address: {reason}", value, ("reason", reason));
        }

        var normal = $"{local}@{domain}";
        return validator.ValidationContext.Domains.Fault(domain) is { } fault
            ? validator.Refuse(
                "value_error", place, $"{normal} is not a valid email address: {fault}", value, ("email", normal), ("reason", fault))
            : JsonValue.Create(normal);
    }

    /// <summary>Whether the text has the form of an address, wherever it leads.</summary>
    public static bool IsAddress(string text) => SyntaxFault(text, out _, out _) is null;

    private static string? SyntaxFault(string address, out string local, out string domain)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        local = (at < 0 ? address : address[..at]).Normalize(NormalizationForm.FormC);
        domain = at < 0 ? "" : address[(at + 1)..].Normalize(NormalizationForm.FormC).ToLowerInvariant();
        if (at < 0)
        {
            return "An email address must have an @-sign.";
        }

        return LocalFault(local) ?? DomainFault(domain) ?? (address.Length > Longest
            ? $"The email address is too long ({TooMany(address.Length - Longest)})."
            : null);
    }

    private static string? LocalFault(string local)
    {
        if (local.Length == 0)
        {
            return "There must be something before the @-sign.";
        }

        if (local.Length > LongestLocal)
        {
            return $"The email address is too long before the @-sign ({TooMany(local.Length - LongestLocal)}).";
        }

        return Unexpected(local, letter => letter > '\x7f' || char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-/=?^_`{|}~.".Contains(letter, StringComparison.Ordinal)) is { } strange
            ? $"The email address contains invalid characters before the @-sign: {strange}."
            : local.EndsWith('.') ? "An email address cannot have a period immediately before the @-sign."
            : local.StartsWith('.') ? "An email address cannot start with a period."
            : local.Contains("..", StringComparison.Ordinal) ? "An email address cannot have two periods in a row."
            : null;
    }

    private static string? DomainFault(string domain)
    {
        if (domain.Length == 0)
        {
            return "There must be something after the @-sign.";
        }

        if (Unexpected(domain, letter => letter > '\x7f' || char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') is { } strange)
        {
            return $"The part after the @-sign contains invalid characters: {strange}.";
        }

        var ends = domain[^1] == '.' ? "An email address cannot end with a period."
            : domain[0] == '.' ? "An email address cannot have a period immediately after the @-sign."
            : domain.Contains("..", StringComparison.Ordinal) ? "An email address cannot have two periods in a row."
            : domain[^1] == '-' ? "An email address cannot end with a hyphen."
            : domain[0] == '-' ? "An email address cannot have a hyphen immediately after the @-sign."
            : domain.Contains(".-", StringComparison.Ordinal) || domain.Contains("-.", StringComparison.Ordinal)
                ? "An email address cannot have a period and a hyphen next to each other."
            : null;
        if (ends is not null)
        {
            return ends;
        }

        if (domain.Length > LongestDomain)
        {
            return $"The email address is too long after the @-sign ({TooMany(domain.Length - LongestDomain)}).";
        }

        var longest = LongestLabelOf(domain);
        return longest > LongestLabel
            ? $"After the @-sign, periods cannot be separated by so many characters ({TooMany(longest - LongestLabel)})."
            : Array.Exists(s_special, name => IsOf(domain, name))
                ? "The part after the @-sign is a special-use or reserved name that cannot be used with email."
            : !domain.Contains('.', StringComparison.Ordinal) ? "The part after the @-sign is not valid. It should have a period."
            : char.IsAsciiDigit(domain[^1]) ? "The part after the @-sign is not valid. It is not within a valid top-level domain."
            : null;
    }

    private static int LongestLabelOf(string domain)
    {
        var longest = 0;
        foreach (var label in domain.AsSpan().Split('.'))
        {
            longest = Math.Max(longest, label.End.Value - label.Start.Value);
        }

        return longest;
    }

    private static bool IsOf(string domain, string name) =>
        domain.EndsWith(name, StringComparison.Ordinal) && (domain.Length == name.Length || domain[domain.Length - name.Length - 1] == '.');

    private static string TooMany(int count) => $"{count} character{(count == 1 ? "" : "s")} too many";

    /// <summary>The characters that may not be there, as the message names them.</summary>
    private static string? Unexpected(string text, Func<char, bool> allowed)
    {
        foreach (var letter in text)
        {
            if (!allowed(letter))
            {
                return string.Join(", ", text.Where(other => !allowed(other)).Distinct().Select(Resource).Order(StringComparer.Ordinal));
            }
        }

        return null;
    }

    private static string Resource(char letter) => letter switch
    {
        '\\' => "\"\\\"",
        ' ' => "SPACE",
        '\'' => "\"'\"",
        < ' ' or '\x7f' => string.Create(CultureInfo.InvariantCulture, $"U+{(int)letter:X4}"),
        _ => $"'{letter}'",
    };

    [GeneratedRegex(@"\A\s*(?:""[^""]*""|[^<>@""]+?)\s*<(?<address>[^<>]+)>\s*\z")]
    private static partial Regex NamedText();
}
