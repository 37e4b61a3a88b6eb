using System.Text.Json.Nodes;
using Polar.FakeServer.Control;

namespace Polar.FakeServer.Recording;

/// <summary>The first line of a recording: everything that the world at its start comes from.</summary>
/// <param name="Options">What the fake was started with, as far as it can be written down.</param>
/// <param name="Address">Where it answered; links lead there.</param>
/// <param name="Fake">The fake's version.</param>
/// <param name="Own">What of its own the process brought, which a replay needs too.</param>
internal sealed record RecordingHeader(FakePolarOptions Options, Uri Address, string Fake, IReadOnlyList<string> Own)
{
    private const string Format = "polar-fake recording";
    private const int Version = 2;

    /// <summary>The header of a recording that begins now.</summary>
    /// <param name="options">What the fake starts with.</param>
    /// <param name="address">Where it answers.</param>
    /// <param name="start">Where its clock starts.</param>
    public static JsonObject Write(FakePolarOptions options, Uri address, DateTimeOffset start) => new()
    {
        ["format"] = Format,
        ["version"] = Version,
        ["fake"] = FakeIdentity.Version,
        ["address"] = address.ToString(),
        ["seed"] = options.Seed,
        ["start"] = StepJson.Instant(start),
        ["empty"] = options.Empty,
        ["sample_data"] = options.SampleData.ToString(),
        ["access_token"] = options.AccessToken,
        ["organization_slug"] = options.OrganizationSlug,
        ["organization_name"] = options.OrganizationName,
        ["webhook_url"] = options.WebhookUrl?.OriginalString,
        ["webhook_secret"] = options.WebhookSecret,
        ["webhook_events"] = options.WebhookEvents is { } events ? new JsonArray([.. events.Select(type => JsonValue.Create(type))]) : null,
        ["allow_external_webhooks"] = options.AllowExternalWebhooks,
        ["kept_events"] = options.KeptEvents,
        ["rate_limits"] = options.RateLimits.ToString(),
        ["email_domains"] = new JsonObject(options.EmailDomains.Select(domain => KeyValuePair.Create(domain.Key, (JsonNode?)domain.Value.ToString()))),
        ["ip_countries"] = new JsonObject(options.IpCountries.Select(country => KeyValuePair.Create(country.Key, (JsonNode?)country.Value))),
        ["own"] = new JsonArray([.. Owned(options).Select(name => JsonValue.Create(name))]),
    };

    /// <summary>What the recording was made with and options do not have; null where they have everything.</summary>
    public string? MissingOf(FakePolarOptions options) => Own.Except(Owned(options)).FirstOrDefault();

    /// <summary>Reads a header.</summary>
    /// <exception cref="FormatException">It is none; the message says why, as a part of a sentence.</exception>
    public static RecordingHeader Read(JsonObject line)
    {
        if (line["format"]?.ToString() != Format)
        {
            throw new FormatException("it is no recording of a fake");
        }

        if (StepJson.Value<int>(line, "version") is not Version and var other)
        {
            throw new FormatException($"it is a recording of the version {other}, and this fake reads version {Version}");
        }

        var options = new FakePolarOptions
        {
            Seed = StepJson.Value<int>(line, "seed"),
            StartTime = StepJson.Moment(line, "start"),
            FreezeClock = true,
            Empty = StepJson.Value<bool>(line, "empty"),
            SampleData = Enum.Parse<FakeSampleData>(StepJson.Text(line, "sample_data")),
            AccessToken = StepJson.Text(line, "access_token"),
            OrganizationSlug = StepJson.Text(line, "organization_slug"),
            OrganizationName = StepJson.Text(line, "organization_name"),
            WebhookUrl = line["webhook_url"] is { } url ? new Uri(url.GetValue<string>()) : null,
            WebhookSecret = line["webhook_secret"]?.GetValue<string>(),
            WebhookEvents = line["webhook_events"] is JsonArray events ? [.. events.Select(type => $"{type}")] : null,
            AllowExternalWebhooks = StepJson.Value<bool>(line, "allow_external_webhooks"),
            KeptEvents = StepJson.Value<int>(line, "kept_events"),
            RateLimits = Enum.Parse<FakeRateLimits>(StepJson.Text(line, "rate_limits")),
        };
        foreach (var (domain, kind) in Members(line, "email_domains"))
        {
            options.EmailDomains.Add(domain, Enum.Parse<FakeEmailDomain>($"{kind}"));
        }

        foreach (var (network, country) in Members(line, "ip_countries"))
        {
            options.IpCountries.Add(network, $"{country}");
        }

        return new RecordingHeader(
            options,
            new Uri(StepJson.Text(line, "address")),
            StepJson.Text(line, "fake"),
            [.. (line["own"] as JsonArray ?? []).Select(name => $"{name}")]);
    }

    private static JsonObject Members(JsonObject line, string name) => line[name] as JsonObject ?? throw new FormatException($"it has no \"{name}\"");

    private static IEnumerable<string> Owned(FakePolarOptions options)
    {
        if (options.PaymentProcessor is not null)
        {
            yield return nameof(FakePolarOptions.PaymentProcessor);
        }

        if (options.TaxService is not null)
        {
            yield return nameof(FakePolarOptions.TaxService);
        }

        if (options.CountryLookup is not null)
        {
            yield return nameof(FakePolarOptions.CountryLookup);
        }

        if (options.FileStorage is not null)
        {
            yield return nameof(FakePolarOptions.FileStorage);
        }
    }
}
