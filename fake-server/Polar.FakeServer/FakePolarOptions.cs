using System.Net;
using Polar.FakeServer.Simulation;

namespace Polar.FakeServer;

/// <summary>What a fake starts with.</summary>
public sealed class FakePolarOptions
{
    /// <summary>The default of <see cref="Seed"/>.</summary>
    public const int DefaultSeed = 42;

    /// <summary>The default of <see cref="KeptRequests"/>.</summary>
    public const int DefaultKeptRequests = 500;

    /// <summary>The default of <see cref="AccessToken"/>.</summary>
    public const string DefaultAccessToken = "polar_oat_fake";

    /// <summary>What ids, keys and sample data are made from; the same seed gives the same ones.</summary>
    /// <value>42 by default.</value>
    public int Seed { get; set; } = DefaultSeed;

    /// <summary>Leaves the sample data out.</summary>
    /// <value>False by default.</value>
    public bool Empty { get; set; }

    /// <summary>How many of the latest requests <see cref="FakePolar.Requests"/> keeps.</summary>
    /// <value>500 by default.</value>
    public int KeptRequests { get; set; } = DefaultKeptRequests;

    /// <summary>The organization's access token.</summary>
    /// <value><c>polar_oat_fake</c> by default.</value>
    public string AccessToken { get; set; } = DefaultAccessToken;

    /// <summary>The organization's slug.</summary>
    /// <value><c>acme</c> by default.</value>
    public string OrganizationSlug { get; set; } = "acme";

    /// <summary>The organization's name.</summary>
    /// <value><c>Acme</c> by default.</value>
    public string OrganizationName { get; set; } = "Acme";

    /// <summary>Where the virtual clock starts.</summary>
    /// <value>Null by default: now.</value>
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>An address that gets every event from the start.</summary>
    /// <value>Null by default.</value>
    public Uri? WebhookUrl { get; set; }

    /// <summary>What deliveries to <see cref="WebhookUrl"/> are signed with.</summary>
    /// <value>Null by default: one is made from the seed, and <see cref="FakePolar.WebhookSecret"/> has it.</value>
    public string? WebhookSecret { get; set; }

    /// <summary>Which events <see cref="WebhookUrl"/> gets, <c>order.paid</c>.</summary>
    /// <value>Null by default: all.</value>
    public IReadOnlyCollection<string>? WebhookEvents { get; set; }

    /// <summary>What deliveries go through, instead of the network.</summary>
    /// <value>Null by default: the network.</value>
    public HttpMessageHandler? WebhookHandler { get; set; }

    /// <summary>What domains of e-mail addresses say about mail; Polar refuses addresses that no mail can be sent to.</summary>
    /// <value>
    /// Empty by default: <c>example.com</c>, <c>example.net</c> and <c>example.org</c> take no mail, domains below <c>.example</c> do not exist, and
    /// all others take mail.
    /// </value>
    public IDictionary<string, FakeEmailDomain> EmailDomains { get; } = new Dictionary<string, FakeEmailDomain>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The countries of IP addresses, by address (<c>203.0.113.7</c>) or network (<c>203.0.113.0/24</c>), as codes of two letters. Polar looks up where
    /// a buyer is to choose a currency and to begin the billing address.
    /// </summary>
    /// <value>Empty by default: of no address is known where it is.</value>
    public IDictionary<string, string> IpCountries { get; } = new Dictionary<string, string>();

    /// <summary>The address that <see cref="FakePolar.ListenAsync"/> takes its port on.</summary>
    /// <value>127.0.0.1 by default, which only this machine reaches; <see cref="IPAddress.Any"/> lets others in, as a container needs.</value>
    public IPAddress ListenAddress { get; set; } = IPAddress.Loopback;

    /// <summary>
    /// Names that requests over a socket may have as their <c>Host</c>. IP addresses, <c>localhost</c> and names below <c>.localhost</c> are always let in;
    /// any other name is refused, since a foreign web page may have pointed it here.
    /// </summary>
    /// <value>Empty by default.</value>
    public ISet<string> HostNames { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many requests may come.</summary>
    /// <value>Any number by default.</value>
    public FakeRateLimits RateLimits { get; set; } = FakeRateLimits.Off;

    /// <summary>The clock outside, by which the virtual clock runs.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider WallClock { get; set; } = TimeProvider.System;
}
