using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Pages;
using Polar.FakeServer.Pages.Checkout;
using Polar.FakeServer.SampleData;
using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Composition;

/// <summary>A whole fake but for what carries requests to it.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private static readonly Lazy<FrozenSet<string>> s_operations = new(() => Modules.Composed.Operations.Select(route => route.Id).ToFrozenSet());

    private FakeService(Uri address, ControlServices services, WebhookSender sender, Dispatcher dispatcher)
    {
        Address = address;
        Services = services;
        Sender = sender;
        Dispatcher = dispatcher;
    }

    /// <summary>Where the fake answers; the links in its answers lead there.</summary>
    public Uri Address { get; }

    public ControlServices Services { get; }

    public Engine Engine => Services.Engine;

    public WebhookSender Sender { get; }

    public Dispatcher Dispatcher { get; }

    /// <summary>Makes the world and all that works on it.</summary>
    /// <param name="options">What the fake starts with.</param>
    /// <param name="address">Where it will answer.</param>
    /// <param name="hosts">Whom it will answer.</param>
    /// <param name="beginning">A world that was made before; null to make one.</param>
    public static FakeService Compose(FakePolarOptions options, Uri address, HostPolicy hosts, FakeSnapshot? beginning = null)
    {
        var clock = new VirtualClock(options.WallClock, beginning?.Time ?? options.StartTime, options.FreezeClock);
        var settings = new FakeSettings(address.GetLeftPart(UriPartial.Authority))
        {
            Renderer = ResourceRenderer.Current,
            Feed = new EventFeed(options.WallClock),
            EmailDomains = new EmailDomains(options.EmailDomains),
            IpCountries = new IpCountries(options.IpCountries),
            AllowExternalWebhooks = options.AllowExternalWebhooks,
            PaymentProcessor = options.PaymentProcessor ?? CardSimulator.Instance,
            TaxService = options.TaxService ?? TaxRates.Instance,
            Answers = Modules.Composed.Answers,
            EventHandlers = Modules.Composed.EventHandlers,
            Schemas = Modules.Composed.Schemas,
        };
        var (world, identity) = beginning is null ? WorldFactory.Make(options, clock.GetUtcNow(), settings) : (beginning.World, beginning.Identity);
        var sender = new WebhookSender(WebhookTransport.Of(options, clock), options.LoggerFactory);
        var engine = new Engine(world, clock, settings, sender, options.WallClock, options.LoggerFactory);
        sender.Attach(engine);
        var services = new ControlServices(engine, identity, s_operations)
        {
            Requests = new RequestLog(options.KeptRequests),
            WebhookFaults = sender.Faults,
            Snapshots = new SnapshotStore(engine, identity),
            WebhookSecret = WorldFactory.WebhookSecret(world, identity),
        };
        var api = new ApiPipeline(engine, new RateLimiter(options.RateLimits, clock), options.LoggerFactory.CreateLogger("Polar.FakeServer"));
        var dispatcher = new Dispatcher(
            services,
            new ControlApi(services, ControlRegistry.All),
            api,
            new SitePages(new CheckoutPages(new OwnApi(api).CallAsync, new Fulfilment(engine, options.WallClock))),
            hosts,
            options.WallClock);
        return new FakeService(address, services, sender, dispatcher);
    }

    public async ValueTask DisposeAsync()
    {
        await Sender.DisposeAsync().ConfigureAwait(false);
        Engine.Dispose();
    }
}
