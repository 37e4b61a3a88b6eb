using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;

namespace Polar.FakeServer.Tool;

/// <summary>The options of <c>polar-fake serve</c>, each refused with a sentence when it makes no sense.</summary>
internal sealed class ServeOptions
{
    /// <summary>The default of <see cref="Port"/>.</summary>
    public const int DefaultPort = 8055;

    private static readonly FakePolarOptions s_defaults = new();

    private ServeOptions()
    {
    }

    /// <summary>Whose connections are taken.</summary>
    public Option<IPAddress> Host { get; } = new("--host")
    {
        Description = "The address to listen on; ::1 for IPv6, 0.0.0.0 for a container, which other machines may reach.",
        DefaultValueFactory = _ => s_defaults.ListenAddress,
        CustomParser = OptionValues.Host,
    };

    /// <summary>Names that requests may have.</summary>
    public Option<string[]> HostName { get; } = new("--host-name")
    {
        Description = "A further name that the fake is known by, as polar in a compose file; may be given again.",
        CustomParser = OptionValues.HostNames,
    };

    /// <summary>The port.</summary>
    public Option<int> Port { get; } = new("--port")
    {
        Description = "The port; 0 takes any that is free.",
        DefaultValueFactory = _ => DefaultPort,
        CustomParser = result => OptionValues.Number(result, 0, 65535, "a port is a number from 0 to 65535"),
    };

    /// <summary>What the sample data is made from.</summary>
    public Option<int> Seed { get; } = new("--seed")
    {
        Description = "What the sample data and all ids are made from: the same seed, the same data.",
        DefaultValueFactory = _ => s_defaults.Seed,
        CustomParser = result => OptionValues.Number(result, int.MinValue, int.MaxValue, "a seed is a whole number"),
    };

    /// <summary>Leaves the sample data out.</summary>
    public Option<bool> Empty { get; } = new("--empty") { Description = "Leave the sample data out." };

    /// <summary>How much sample data there is.</summary>
    public Option<FakeSampleData> Sample { get; } = new("--sample")
    {
        Description = "How much sample data: usual, or full with prices and states that older clients do not read.",
        DefaultValueFactory = _ => s_defaults.SampleData,
        CustomParser = OptionValues.Sample,
    };

    /// <summary>The organization's access token.</summary>
    public Option<string> Token { get; } = new("--token")
    {
        Description = "The organization's access token.",
        DefaultValueFactory = _ => s_defaults.AccessToken,
        CustomParser = OptionValues.Token,
    };

    /// <summary>The time that the clock starts at.</summary>
    public Option<DateTimeOffset?> Clock { get; } = new("--clock")
    {
        Description = "The time that the clock starts at, 2027-01-01T00:00:00Z; now by default.",
        CustomParser = OptionValues.Instant,
    };

    /// <summary>Has the clock stand still.</summary>
    public Option<bool> Freeze { get; } = new("--freeze") { Description = "Let the clock stand still until it is moved: the same calls get the same answers." };

    /// <summary>Where the world is kept.</summary>
    public Option<string?> Data { get; } = new("--data")
    {
        Description = "A file that keeps the world beyond the process, and goes on from it where it is there; without one nothing outlives the process.",
    };

    /// <summary>What the file outlives.</summary>
    public Option<FakeDataDurability> DataDurability { get; } = new("--data-durability")
    {
        Description = "What the file outlives: machine, also a loss of power; process, faster, only the process, and a loss of power may take the latest answers.",
        DefaultValueFactory = _ => s_defaults.DataDurability,
        CustomParser = OptionValues.Durability,
    };

    /// <summary>Lets webhooks leave this machine.</summary>
    public Option<bool> AllowExternalWebhooks { get; } = new("--allow-external-webhooks")
    {
        Description = "Deliver webhooks to other machines too, and by plain http to private names; without it only to loopback addresses.",
    };

    /// <summary>Where all events are delivered.</summary>
    public Option<Uri?> Webhook { get; } = new("--webhook")
    {
        Description = "Deliver events to this address; it may be on loopback.",
        CustomParser = OptionValues.WebAddress,
    };

    /// <summary>What the deliveries are signed with.</summary>
    public Option<string?> WebhookSecret { get; } = new("--webhook-secret")
    {
        Description = "The secret that they are signed with; made from the seed by default.",
        CustomParser = OptionValues.Secret,
    };

    /// <summary>Which events are delivered.</summary>
    public Option<string[]?> WebhookEvents { get; } = new("--webhook-events")
    {
        Description = "Which events are delivered, order.paid,subscription.active; all by default.",
        CustomParser = OptionValues.Events,
    };

    /// <summary>How many requests may come.</summary>
    public Option<FakeRateLimits> RateLimits { get; } = new("--rate-limits")
    {
        Description = "Refuse too many requests as Polar does: off, sandbox or production.",
        DefaultValueFactory = _ => s_defaults.RateLimits,
        CustomParser = OptionValues.RateLimits,
    };

    /// <summary>Records everything.</summary>
    public Option<string?> Record { get; } = new("--record")
    {
        Description = "Record every call to this new file, headers and bodies included, so that polar-fake replay can repeat it.",
        CustomParser = OptionValues.NewFile,
    };

    /// <summary>Says each request.</summary>
    public Option<bool> Log { get; } = new("--log") { Description = "Print a line for each request: when, what, the status, how long, and why it was refused." };

    /// <summary>Says nothing.</summary>
    public Option<bool> Quiet { get; } = new("--quiet") { Description = "Print nothing but what goes wrong." };

    /// <summary>Says it to a program.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print for programs: a JSON object on each line." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <returns>The options, to read what was given.</returns>
    public static ServeOptions AddTo(Command command)
    {
        var options = new ServeOptions();
        command.Add(options.Host);
        command.Add(options.HostName);
        command.Add(options.Port);
        command.Add(options.Seed);
        command.Add(options.Empty);
        command.Add(options.Sample);
        command.Add(options.Token);
        command.Add(options.Clock);
        command.Add(options.Freeze);
        command.Add(options.Data);
        command.Add(options.DataDurability);
        command.Add(options.Webhook);
        command.Add(options.WebhookSecret);
        command.Add(options.WebhookEvents);
        command.Add(options.AllowExternalWebhooks);
        command.Add(options.RateLimits);
        command.Add(options.Record);
        command.Add(options.Log);
        command.Add(options.Quiet);
        command.Add(options.Json);
        Complete(options.Sample, "usual", "full");
        Complete(options.RateLimits, "off", "sandbox", "production");
        Complete(options.WebhookEvents, [.. OptionValues.AllEvents]);
        command.Validators.Add(options.Validate);
        return options;
    }

    /// <summary>What the fake is to be.</summary>
    /// <param name="parsed">What was given.</param>
    /// <returns>The fake's options.</returns>
    public FakePolarOptions Read(ParseResult parsed)
    {
        var options = new FakePolarOptions
        {
            ListenAddress = parsed.GetValue(Host) ?? s_defaults.ListenAddress,
            Seed = parsed.GetValue(Seed),
            Empty = parsed.GetValue(Empty),
            SampleData = parsed.GetValue(Sample),
            AccessToken = parsed.GetValue(Token) ?? s_defaults.AccessToken,
            StartTime = parsed.GetValue(Clock),
            FreezeClock = parsed.GetValue(Freeze),
            DataFile = parsed.GetValue(Data),
            DataDurability = parsed.GetValue(DataDurability),
            AllowExternalWebhooks = parsed.GetValue(AllowExternalWebhooks),
            WebhookUrl = parsed.GetValue(Webhook),
            WebhookSecret = parsed.GetValue(WebhookSecret),
            WebhookEvents = parsed.GetValue(WebhookEvents) is { Length: > 0 } events ? events : null,
            RateLimits = parsed.GetValue(RateLimits),
            RecordTo = parsed.GetValue(Record),
        };
        options.HostNames.UnionWith(parsed.GetValue(HostName) ?? []);
        return options;
    }

    /// <summary>How it is to say what it does.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="terminal">Where to write.</param>
    /// <returns>What says it.</returns>
    public ServeReport ReportTo(ParseResult parsed, Terminal terminal) => new(
        terminal,
        parsed.GetValue(Quiet) ? ReportFormat.Quiet : parsed.GetValue(Json) ? ReportFormat.Json : ReportFormat.Text,
        parsed.GetValue(Log));

    /// <summary>What a shell is to offer: the words that are taken, rather than those of the type.</summary>
    private static void Complete(Option option, params string[] words)
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words);
    }

    private void Validate(CommandResult result)
    {
        if (result.GetValue(Quiet) && (result.GetValue(Json) || result.GetValue(Log)))
        {
            result.AddError("--quiet prints nothing, so it goes with neither --log nor --json.");
        }

        if (result.GetResult(Data) is null && result.GetResult(DataDurability) is { Implicit: false })
        {
            result.AddError("--data-durability needs a --data that it is for.");
        }

        if (result.GetResult(Data) is { Implicit: false } && string.IsNullOrWhiteSpace(result.GetValue(Data)))
        {
            result.AddError("--data needs the name of a file.");
        }

        if (result.GetResult(Data) is { Implicit: false } && result.GetResult(Record) is { Implicit: false })
        {
            result.AddError("--record goes with no --data: a recording begins with a world that is made from its seed.");
        }

        if (result.GetResult(Webhook) is null && (result.GetResult(WebhookSecret) ?? result.GetResult(WebhookEvents)) is { } lonely)
        {
            result.AddError($"{lonely.IdentifierToken?.Value ?? lonely.Option.Name} needs a --webhook that it is for.");
        }
    }
}
