using System.Text;
using System.Text.RegularExpressions;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>Names of Slack channels, made from a merchant's template and a customer.</summary>
internal static partial class ChannelName
{
    private const int Longest = 80;
    // Tables of our own: without the system's, which small images leave out, letters can't be taken apart.
    private const string Accented = "àáâãäåāăąçćĉċčďđèéêëēĕėęěĝğġģĥħìíîïĩīĭįıĵķĺļľłñńņňòóôõöøōŏőŕŗřśŝşšţťŧùúûüũūŭůűųŵýÿŷźżž";
    private const string Plain = "aaaaaaaaacccccddeeeeeeeeegggghhiiiiiiiiijkllllnnnnooooooooorrrsssstttuuuuuuuuuuwyyyzzz";
    private const string MetadataPrefix = "metadata.";
    private const string Allowed = "Allowed: {customer_name}, {customer_email_local}, or {metadata.<key>} for customer metadata.";

    /// <summary>What is wrong with a template; null when it makes a name.</summary>
    public static string? Fault(string template)
    {
        if (Malformed(template) is { } malformed)
        {
            return malformed;
        }

        var unknown = Placeholder().Matches(template).Select(match => match.Groups[1].Value).FirstOrDefault(name => !IsKnown(name));
        if (unknown is not null)
        {
            return $"Unknown placeholder: {{{unknown}}}. {Allowed}";
        }

        return Slug(Placeholder().Replace(template, "sample"), Longest).Length == 0
            ? "Template renders to an empty channel name against a sample customer."
            : null;
    }

    /// <summary>The name for a customer, or why there is none.</summary>
    public static (string? Name, string? Fault) Of(string template, CustomerRow customer)
    {
        string? missing = null;
        var email = customer.Email ?? "";
        var rendered = Placeholder().Replace(template, match =>
        {
            switch (match.Groups[1].Value)
            {
                case "customer_name":
                    return customer.Resource.Name is { Length: > 0 } full ? full : email.Length > 0 ? email : "customer";
                case "customer_email_local":
                    return email.Length > 0 ? email.Split('@')[0] : "customer";
                case var placeholder:
                    var key = placeholder[MetadataPrefix.Length..];
                    if (customer.Resource.Metadata.TryGetValue(key, out var value))
                    {
                        return value.ToString();
                    }

                    missing ??= $"Customer is missing metadata key '{key}' required by the channel name template.";
                    return "";
            }
        });
        if (missing is not null)
        {
            return (null, missing);
        }

        var slug = Slug(rendered, Longest);
        return slug.Length == 0 ? (null, "Template renders to an empty channel name for this customer.") : (slug, null);
    }

    private static bool IsKnown(string name) => name is "customer_name" or "customer_email_local" || IsMetadata(name);

    private static bool IsMetadata(string name) => name.Length > MetadataPrefix.Length && name.StartsWith(MetadataPrefix, StringComparison.Ordinal);

    private static string? Malformed(string template)
    {
        static string Message(string part) => $"Malformed placeholder: {part}. {Allowed}";
        var position = 0;
        foreach (Match match in Placeholder().Matches(template))
        {
            var name = match.Groups[1].Value;
            if (template[position..match.Index].AsSpan().ContainsAny('{', '}'))
            {
                return Message(template[position..match.Index]);
            }

            if (!PlainName().IsMatch(name) && !IsMetadata(name))
            {
                return Message($"{{{name}}}");
            }

            position = match.Index + match.Length;
        }

        return template[position..].AsSpan().ContainsAny('{', '}') ? Message(template[position..]) : null;
    }

    private static string Slug(string text, int longest)
    {
        var plain = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant())
        {
            var place = Accented.IndexOf(letter, StringComparison.Ordinal);
            plain.Append(place >= 0 ? Plain[place] : char.IsAsciiLetterOrDigit(letter) ? letter : '-');
        }

        var slug = Dashes().Replace(plain.ToString(), "-").Trim('-');
        return slug.Length <= longest ? slug : slug[..longest].Trim('-');
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[\w.]+$")]
    private static partial Regex PlainName();

    [GeneratedRegex("-+")]
    private static partial Regex Dashes();
}
