using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polar.FakeServer.Simulation;

namespace Polar.FakeServer;

/// <summary>What a fake starts with.</summary>
public sealed class FakePolarOptions
{
    /// <summary>The default of <see cref="Seed"/>.</summary>
    public const int DefaultSeed = 42;

    /// <summary>The default of <see cref="KeptRequests"/>.</summary>
    public const int DefaultKeptRequests = 500;

    /// <summary>The default of <see cref="KeptBodyBytes"/>.</summary>
    public const int DefaultKeptBodyBytes = 65_536;

    /// <summary>The default of <see cref="KeptRequestBytes"/>.</summary>
    public const long DefaultKeptRequestBytes = 16_777_216;

    /// <summary>The default of <see cref="KeptEvents"/>.</summary>
    public const int DefaultKeptEvents = 5_000;

    /// <summary>The default of <see cref="AccessToken"/>.</summary>
    public const string DefaultAccessToken = "polar_oat_fake";

    /// <summary>What ids, keys and sample data are made from; the same seed gives the same ones.</summary>
    /// <value>42 by default.</value>
    public int Seed { get; set; } = DefaultSeed;

    /// <summary>Leaves the sample data out.</summary>
    /// <value>False by default.</value>
    public bool Empty { get; set; }

    /// <summary>How much sample data there is.</summary>
    /// <value><see cref="FakeSampleData.Usual"/> by default.</value>
    public FakeSampleData SampleData { get; set; }

    /// <summary>How many of the latest requests <see cref="FakePolar.Requests"/> keeps.</summary>
    /// <value>500 by default.</value>
    public int KeptRequests { get; set; } = DefaultKeptRequests;

    /// <summary>How many bytes of a body <see cref="FakePolar.Requests"/> keeps, of what was sent and of what was answered.</summary>
    /// <value>65,536 by default; 0 keeps no body.</value>
    public int KeptBodyBytes { get; set; } = DefaultKeptBodyBytes;

    /// <summary>
    /// How many bytes of bodies <see cref="FakePolar.Requests"/> keeps in all. Beyond that the oldest requests lose their bodies; all else of them stays.
    /// </summary>
    /// <value>16,777,216 by default.</value>
    public long KeptRequestBytes { get; set; } = DefaultKeptRequestBytes;

    /// <summary>The organization's access token.</summary>
    /// <value><c>polar_oat_fake</c> by default.</value>
    public string AccessToken { get; set; } = DefaultAccessToken;

    /// <summary>The organization's slug. What addresses of the fake itself begin with, such as <c>checkout</c>, is refused.</summary>
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

    /// <summary>
    /// Lets deliveries leave this machine, to private networks too, which may have plain http. Without it only loopback addresses get any; endpoints
    /// elsewhere are kept, and nothing is sent to them.
    /// </summary>
    /// <value>False by default. A <see cref="WebhookHandler"/> gets every delivery, wherever it goes.</value>
    public bool AllowExternalWebhooks { get; set; }

    /// <summary>How many published events are remembered; older ones are dropped.</summary>
    /// <value>5,000 by default.</value>
    public int KeptEvents { get; set; } = DefaultKeptEvents;

    /// <summary>Has the clock stand still until it is moved, so that the same calls get the same answers to the byte.</summary>
    /// <value>False by default: it runs like the clock on the wall.</value>
    public bool FreezeClock { get; set; }

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

    /// <summary>What charges cards, once the fake has started; sample data pays with cards that work.</summary>
    /// <value>Null by default: the confirmation token says what becomes of a charge; most succeed.</value>
    public IPaymentProcessor? PaymentProcessor { get; set; }

    /// <summary>What knows the rates of taxes, once the fake has started.</summary>
    /// <value>Null by default: a table of rates by country, and by state where states have their own.</value>
    public ITaxService? TaxService { get; set; }

    /// <summary>What knows the countries of IP addresses, once the fake has started, in the place of the table <see cref="IpCountries"/>.</summary>
    /// <value>Null by default: the table.</value>
    public ICountryLookup? CountryLookup { get; set; }

    /// <summary>What sends e-mails, once the fake has started.</summary>
    /// <value>Null by default: nobody gets any; <see cref="FakePolar.Emails"/> has them either way.</value>
    public IMailSender? MailSender { get; set; }

    /// <summary>What holds the bytes of uploaded files, once the fake has started.</summary>
    /// <value>Null by default: they are part of the world, as everything else is.</value>
    public IFileStorage? FileStorage { get; set; }

    /// <summary>How many requests may come.</summary>
    /// <value>Any number by default.</value>
    public FakeRateLimits RateLimits { get; set; } = FakeRateLimits.Off;

    /// <summary>
    /// Whether clients of <see cref="FakePolar.CreateHttpClient"/> and <see cref="FakePolar.CreateHandler"/> read a body to its end before they send
    /// it. Polar refuses bodies without a length (<c>PostAsJsonAsync</c> sends such) with 411, and buffering hides that from a test.
    /// </summary>
    /// <value>False by default.</value>
    public bool BufferRequests { get; set; }

    /// <summary>
    /// A file that keeps the fake's world beyond the process. What a call has changed is in the file before the call is answered and before any webhook of
    /// it goes out, so that a process that is killed loses nothing that anybody was told of. Where the file is there already the fake goes on from it: what a
    /// world is made from (seed, sample data, token, organization, start of the clock) is what the file says, and an option that says something else than
    /// its default and than the file is refused. Snapshots, the log of requests and faults are not kept, nor are forks.
    /// </summary>
    /// <value>Null by default: nothing outlives the process.</value>
    public string? DataFile { get; set; }

    /// <summary>What the file outlives.</summary>
    /// <value><see cref="FakeDataDurability.Machine"/> by default.</value>
    public FakeDataDurability DataDurability { get; set; }

    /// <summary>What the fake tells of itself: failures, refusals that the answer does not explain, and in detail each step. No token and no secret is ever in it.</summary>
    /// <value>Nowhere by default.</value>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Where <see cref="FakePolar.RunAsync"/> prints what the app sent when a test fails.</summary>
    /// <value>Null by default: the error stream of the process.</value>
    public TextWriter? FailureOutput { get; set; }

    /// <summary>
    /// A file to record everything to that the fake is asked, so that <see cref="FakePolar.ReplayAsync"/> can repeat it: each call with its time, its
    /// headers and its body, and what its answer came to. The tokens of the fake and whatever the app has sent are in it. Each call is written before it is
    /// answered, and calls are answered one after the other.
    /// </summary>
    /// <value>Null by default: nothing is recorded. A file that is there already is not written over.</value>
    public string? RecordTo { get; set; }

    /// <summary>The clock outside, by which the virtual clock runs.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider WallClock { get; set; } = TimeProvider.System;
}
