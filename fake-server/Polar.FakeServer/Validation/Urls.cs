using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Polar.FakeServer.Validation;

/// <summary>Reads http addresses as browsers do, leniently, and writes them in one form.</summary>
internal static partial class Urls
{
    private const int Longest = 2083;
    /// <summary>What checkouts replace stays as it is, however it is written.</summary>
    private const string Placeholder = "{CHECKOUT_ID}";

    /// <summary>Checks an address, and gives it its one form.</summary>
    /// <param name="validator">What notes the faults.</param>
    /// <param name="schemes">What messages call the schemes that it may have.</param>
    /// <param name="text">The address.</param>
    /// <param name="value">What was sent.</param>
    /// <param name="place">Where.</param>
    public static JsonNode? Check(Validator validator, string schemes, string text, JsonNode? value, ErrorLocation place)
    {
        if (Encoding.UTF8.GetByteCount(text) > Longest)
        {
            return validator.Refuse("url_too_long", place, $"URL should have at most {Longest} characters", value, ("max_length", Longest));
        }

        var (url, fault) = Read(text);
        if (fault is not null)
        {
            return validator.Refuse("url_parsing", place, $"Input should be a valid URL, {fault}", value, ("error", fault));
        }

        return url is null
            ? validator.Refuse("url_scheme", place, $"URL scheme should be {schemes}", value, ("expected_schemes", schemes))
            : JsonValue.Create(url.Replace("%7BCHECKOUT_ID%7D", Placeholder, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The host of an address in its one form.</summary>
    public static string HostOf(string url)
    {
        var authority = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/', '?', '#')[0];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        return host[0] == '[' ? host[1..host.IndexOf(']', StringComparison.Ordinal)] : host.Split(':')[0];
    }

    /// <summary>The address in its one form, null when its scheme is not http; else what is wrong.</summary>
    public static (string? Url, string? Fault) Read(string text)
    {
        var trimmed = new string([.. text.Where(letter => letter is not ('\t' or '\n' or '\r'))]);
        var first = 0;
        var end = trimmed.Length;
        while (first < end && trimmed[first] <= ' ')
        {
            first++;
        }

        while (end > first && trimmed[end - 1] <= ' ')
        {
            end--;
        }

        trimmed = trimmed[first..end];
        if (trimmed.Length == 0)
        {
            return (null, "input is empty");
        }

        if (SchemeText().Match(trimmed) is not { Success: true } scheme)
        {
            return (null, "relative URL without a base");
        }

        var name = scheme.Groups[1].Value.ToLowerInvariant();
        return name is "http" or "https" ? Web(name, trimmed[scheme.Length..].TrimStart('/', '\\')) : (null, null);
    }

    private static (string? Url, string? Fault) Web(string scheme, string rest)
    {
        var stop = rest.IndexOfAny(['/', '\\', '?', '#']);
        var (authority, tail) = stop < 0 ? (rest, "") : (rest[..stop], rest[stop..]);
        var at = authority.LastIndexOf('@');
        var user = at <= 0 ? "" : Encode(authority[..at], " \"#<>?`{}/=[\\]^|@;") + "@";
        var host = authority[(at + 1)..];
        var colon = host.LastIndexOf(':');
        var bracket = host.LastIndexOf(']');
        var port = "";
        if (colon > bracket)
        {
            (host, port) = (host[..colon], host[(colon + 1)..]);
        }

        var (named, fault) = Host(host);
        if (fault is not null)
        {
            return (null, fault);
        }

        var number = 0;
        if (port.Length > 0 && !(port.All(char.IsAsciiDigit) && int.TryParse(port, CultureInfo.InvariantCulture, out number) && number <= ushort.MaxValue))
        {
            return (null, "invalid port number");
        }

        var usual = port.Length == 0 || number == (scheme == "http" ? 80 : 443);
        return (string.Create(CultureInfo.InvariantCulture, $"{scheme}://{user}{named}{(usual ? "" : $":{number}")}{Tail(tail)}"), null);
    }

    private static (string? Host, string? Fault) Host(string host)
    {
        const string BadName = "invalid international domain name";
        if (host.Length == 0)
        {
            return (null, "empty host");
        }

        if (host[0] == '[')
        {
            return host[^1] == ']' && IPAddress.TryParse(host, out var address)
                ? ($"[{address}]", null)
                : (null, "invalid IPv6 address");
        }

        var name = Uri.UnescapeDataString(host).ToLowerInvariant();
        if (name.Any(letter => letter <= ' ' || letter == '\x7f' || "#%/:<>?@[\\]^|".Contains(letter, StringComparison.Ordinal)))
        {
            return (null, BadName);
        }

        if (name.Any(letter => letter > '\x7f') || name.Split('.').Any(label => label.StartsWith("xn--", StringComparison.Ordinal)))
        {
            try
            {
                var idn = new IdnMapping();
                name = idn.GetAscii(name).ToLowerInvariant();
                _ = idn.GetUnicode(name);
            }
            catch (ArgumentException)
            {
                return (null, BadName);
            }
        }

        return NumberText().IsMatch(name) ? Version4(name) : (name, null);
    }

    private static (string? Host, string? Fault) Version4(string name)
    {
        const string Bad = "invalid IPv4 address";
        var parts = name.TrimEnd('.').Split('.');
        var total = 0UL;
        for (var index = 0; index < parts.Length; index++)
        {
            var last = index == parts.Length - 1;
            var most = last && parts.Length <= 4 ? (1UL << (8 * (5 - parts.Length))) - 1 : byte.MaxValue;
            if (parts.Length > 4 || Number(parts[index]) is not { } part || part > most)
            {
                return (null, Bad);
            }

            total += last ? part : part << (8 * (3 - index));
        }

        return (string.Create(CultureInfo.InvariantCulture, $"{total >> 24}.{(total >> 16) & 255}.{(total >> 8) & 255}.{total & 255}"), null);
    }

    /// <summary>A part of an IPv4 address: hexadecimal behind 0x, octal behind 0.</summary>
    private static ulong? Number(string part)
    {
        var (digits, radix) = part.StartsWith("0x", StringComparison.Ordinal) ? (part[2..], 16)
            : part.Length > 1 && part[0] == '0' ? (part[1..], 8)
            : (part, 10);
        var number = 0UL;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit) || Convert.ToInt32(digit.ToString(), 16) is var value && value >= radix || number > uint.MaxValue)
            {
                return null;
            }

            number = (number * (ulong)radix) + (ulong)Convert.ToInt32(digit.ToString(), 16);
        }

        return number;
    }

    private static string Tail(string tail)
    {
        var hash = tail.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? "" : "#" + Encode(tail[(hash + 1)..], " \"<>`");
        var before = hash < 0 ? tail : tail[..hash];
        var mark = before.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : "?" + Encode(before[(mark + 1)..], " \"#<>'");
        return Path(mark < 0 ? before : before[..mark]) + query + fragment;
    }

    private static string Path(string path)
    {
        var kept = new List<string>();
        var steps = path.Replace('\\', '/').TrimStart('/') is var relative && path.Length > 0 ? path.Replace('\\', '/')[1..].Split('/') : [relative];
        for (var index = 0; index < steps.Length; index++)
        {
            var last = index == steps.Length - 1;
            var step = steps[index].Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
            if (step is ".." && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (step is "." or "..")
            {
                if (last)
                {
                    kept.Add("");
                }
            }
            else
            {
                kept.Add(Encode(steps[index], " \"#<>?`{}"));
            }
        }

        return "/" + string.Join('/', kept);
    }

    private static string Encode(string text, string reserved)
    {
        var result = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            var plain = unit is > 0x1F and < 0x7F && !reserved.Contains((char)unit, StringComparison.Ordinal);
            _ = plain ? result.Append((char)unit) : result.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
        }

        return result.ToString();
    }

    [GeneratedRegex(@"\A([A-Za-z][A-Za-z0-9+.\-]*):")]
    private static partial Regex SchemeText();

    [GeneratedRegex(@"(\A|\.)([0-9]+|0x[0-9a-f]*)\.?\z")]
    private static partial Regex NumberText();
}
