using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Tool;

/// <summary>Reads the values of options; one that makes no sense is refused with a sentence.</summary>
internal static class OptionValues
{
    private const int ShortestSecret = 32;

    private static readonly string[] s_clockFormats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>All types of events.</summary>
    public static IEnumerable<string> AllEvents => WebhookEventType.KnownValues.Select(type => type.Value);

    /// <summary>A number of things to show.</summary>
    public static int Count(ArgumentResult result) => Number(result, 1, int.MaxValue, "it is a whole number, 1 at least");

    /// <summary>An address to listen on.</summary>
    public static IPAddress? Host(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        result.AddError($"\"{text}\" is not an address such as 127.0.0.1, ::1 or 0.0.0.0; names go with --host-name.");
        return null;
    }

    /// <summary>Names without ports.</summary>
    public static string[]? HostNames(ArgumentResult result)
    {
        string[] names = [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries))];
        if (Array.Find(names, name => Uri.CheckHostName(name) != UriHostNameType.Dns) is not { } wrong)
        {
            return names;
        }

        result.AddError($"\"{wrong}\" is not a name such as polar or polar.internal, without a port.");
        return null;
    }

    /// <summary>A file that is to be written, and is not there yet.</summary>
    public static string? NewFile(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (text.Length == 0 || File.Exists(text) || Directory.Exists(text))
        {
            result.AddError(text.Length == 0 ? "No file is named." : $"\"{text}\" is there already; name another file, or remove it.");
            return null;
        }

        if (Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(text))))
        {
            return text;
        }

        result.AddError($"\"{text}\" is in a folder that is not there.");
        return null;
    }

    /// <summary>How much sample data.</summary>
    public static FakeSampleData Sample(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (text == "full")
        {
            return FakeSampleData.Full;
        }

        if (text != "usual")
        {
            result.AddError($"\"{text}\" is no sample data; there are usual and full.");
        }

        return FakeSampleData.Usual;
    }

    /// <summary>What deliveries are signed with.</summary>
    public static string? Secret(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (text.Length >= ShortestSecret)
        {
            return text;
        }

        result.AddError("This webhook secret will not do: it has 32 characters at least, as Polar asks for.");
        return null;
    }

    /// <summary>Types of events, with commas between.</summary>
    public static string[]? Events(ArgumentResult result)
    {
        var events = result.Tokens[^1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var unknown = Array.Find(events, type => !new WebhookEventType(type).IsKnown);
        if (events.Length > 0 && unknown is null)
        {
            return events;
        }

        result.AddError(unknown is null
            ? "No event is named, as order.paid is."
            : $"There is no event \"{unknown}\"; there are {string.Join(", ", AllEvents)}.");
        return null;
    }

    /// <summary>A number within bounds.</summary>
    public static int Number(ArgumentResult result, int least, int most, string rule)
    {
        var text = result.Tokens[^1].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"\"{text}\" will not do: {rule}.");
        return 0;
    }

    /// <summary>An access token.</summary>
    public static string Token(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (text.Length == 0 || text.Any(c => !char.IsAsciiLetterOrDigit(c) && !"-._~+/=".Contains(c, StringComparison.Ordinal)))
        {
            result.AddError("This token will not do: a token is made of letters, digits and - . _ ~ + / =.");
        }

        return text;
    }

    /// <summary>A time, of a day or of a moment.</summary>
    public static DateTimeOffset? Instant(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (DateTimeOffset.TryParseExact(
            text, s_clockFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        result.AddError($"\"{text}\" is not a time such as 2027-01-01 or 2027-01-01T00:00:00Z.");
        return null;
    }

    /// <summary>Which rate limits are in force.</summary>
    public static FakeRateLimits RateLimits(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (!int.TryParse(text, out _) && Enum.TryParse<FakeRateLimits>(text, ignoreCase: true, out var limits))
        {
            return limits;
        }

        result.AddError($"\"{text}\" are no rate limits; there are off, sandbox and production.");
        return default;
    }

    /// <summary>What a data file outlives.</summary>
    public static FakeDataDurability Durability(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (!int.TryParse(text, out _) && Enum.TryParse<FakeDataDurability>(text, ignoreCase: true, out var durability))
        {
            return durability;
        }

        result.AddError($"\"{text}\" is no durability; there are machine and process.");
        return default;
    }

    /// <summary>An address that deliveries can go to.</summary>
    public static Uri? WebAddress(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        result.AddError($"\"{text}\" is not an address such as http://127.0.0.1:3000/webhooks.");
        return null;
    }
}
