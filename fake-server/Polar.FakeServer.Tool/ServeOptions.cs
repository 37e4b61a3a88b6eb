using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Polar.FakeServer.Tool;

/// <summary>The options of <c>polar-fake serve</c>, each refused with a sentence when it makes no sense.</summary>
internal sealed class ServeOptions
{
    private const int DefaultPort = 8055;
    private static readonly FakePolarOptions s_defaults = new();
    private static readonly string[] s_clockFormats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    private ServeOptions()
    {
    }

    /// <summary>Loopback's port.</summary>
    public Option<int> Port { get; } = new("--port")
    {
        Description = "The port on 127.0.0.1; 0 takes any that is free.",
        DefaultValueFactory = _ => DefaultPort,
        CustomParser = result => Number(result, 0, 65535, "a port is a number from 0 to 65535"),
    };

    /// <summary>What the sample data is made from.</summary>
    public Option<int> Seed { get; } = new("--seed")
    {
        Description = "What the sample data and all ids are made from: the same seed, the same data.",
        DefaultValueFactory = _ => s_defaults.Seed,
        CustomParser = result => Number(result, int.MinValue, int.MaxValue, "a seed is a whole number"),
    };

    /// <summary>Leaves the sample data out.</summary>
    public Option<bool> Empty { get; } = new("--empty") { Description = "Leave the sample data out." };

    /// <summary>The organization's access token.</summary>
    public Option<string> Token { get; } = new("--token")
    {
        Description = "The organization's access token.",
        DefaultValueFactory = _ => s_defaults.AccessToken,
        CustomParser = ParseToken,
    };

    /// <summary>The time that the clock starts at.</summary>
    public Option<DateTimeOffset?> Clock { get; } = new("--clock")
    {
        Description = "The time that the clock starts at, 2027-01-01T00:00:00Z; now by default.",
        CustomParser = ParseClock,
    };

    /// <summary>Where all events are delivered.</summary>
    public Option<Uri?> Webhook { get; } = new("--webhook")
    {
        Description = "Deliver all events to this address; it may be on loopback.",
        CustomParser = ParseWebhook,
    };

    /// <summary>How many requests may come.</summary>
    public Option<FakeRateLimits> RateLimits { get; } = new("--rate-limits")
    {
        Description = "Refuse too many requests as Polar does: off, sandbox or production.",
        DefaultValueFactory = _ => s_defaults.RateLimits,
        CustomParser = ParseRateLimits,
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <returns>The options, to read what was given.</returns>
    public static ServeOptions AddTo(Command command)
    {
        var options = new ServeOptions();
        command.Add(options.Port);
        command.Add(options.Seed);
        command.Add(options.Empty);
        command.Add(options.Token);
        command.Add(options.Clock);
        command.Add(options.Webhook);
        command.Add(options.RateLimits);
        return options;
    }

    /// <summary>What the fake is to be.</summary>
    /// <param name="parsed">What was given.</param>
    /// <returns>The fake's options.</returns>
    public FakePolarOptions Read(ParseResult parsed) => new()
    {
        Seed = parsed.GetValue(Seed),
        Empty = parsed.GetValue(Empty),
        AccessToken = parsed.GetValue(Token) ?? s_defaults.AccessToken,
        StartTime = parsed.GetValue(Clock),
        WebhookUrl = parsed.GetValue(Webhook),
        RateLimits = parsed.GetValue(RateLimits),
    };

    private static int Number(ArgumentResult result, int least, int most, string rule)
    {
        var text = result.Tokens[^1].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"\"{text}\" will not do: {rule}.");
        return 0;
    }

    private static string ParseToken(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (text.Length == 0 || text.Any(c => !char.IsAsciiLetterOrDigit(c) && !"-._~+/=".Contains(c, StringComparison.Ordinal)))
        {
            result.AddError("This token will not do: a token is made of letters, digits and - . _ ~ + / =.");
        }

        return text;
    }

    private static DateTimeOffset? ParseClock(ArgumentResult result)
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

    private static FakeRateLimits ParseRateLimits(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (!int.TryParse(text, out _) && Enum.TryParse<FakeRateLimits>(text, ignoreCase: true, out var limits))
        {
            return limits;
        }

        result.AddError($"\"{text}\" are no rate limits; there are off, sandbox and production.");
        return default;
    }

    private static Uri? ParseWebhook(ArgumentResult result)
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
