using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Pages;
using Polar.FakeServer.Pages.Checkout;
using Polar.FakeServer.Pages.Inspector;
using Polar.FakeServer.Pages.Portal;
using Polar.FakeServer.Persistence;
using Polar.FakeServer.Recording;
using Polar.FakeServer.SampleData;
using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Composition;

/// <summary>A whole fake but for what carries requests to it.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private static readonly Lazy<FrozenSet<string>> s_operations = new(() => Modules.Composed.Operations.Select(route => route.Id).ToFrozenSet());

    private static readonly Lazy<ResourceKinds> s_kinds = new(() => new ResourceKinds(Modules.Composed.Kinds.Value, Modules.Composed.Routes));

    private readonly DataFile? _file;

    private FakeService(Uri address, ControlServices services, WebhookSender sender, Dispatcher dispatcher, DataFile? file)
    {
        _file = file;
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

    private RecordingFile? Recording { get; init; }

    /// <summary>Makes the world, or takes the one that is kept, and all that works on it.</summary>
    /// <param name="options">What the fake starts with.</param>
    /// <param name="address">Where it will answer.</param>
    /// <param name="hosts">Whom it will answer.</param>
    /// <param name="beginning">A world that was made before; null to make one. Such a world is kept in no file, and not recorded.</param>
    /// <param name="sends">Whether webhooks are sent.</param>
    /// <exception cref="FakeDataException">The data file cannot be used.</exception>
    /// <exception cref="RecordingException">The recording that the options ask for cannot be written.</exception>
    public static FakeService Compose(FakePolarOptions options, Uri address, HostPolicy hosts, FakeSnapshot? beginning = null, bool sends = true)
    {
        if (options.DataFile is not { } path || beginning is not null)
        {
            return Compose(options, address, hosts, beginning, null, sends);
        }

        if (options.RecordTo is not null)
        {
            throw new RecordingException("A world that is kept in a file cannot be recorded: a recording begins with one that is made from its seed.");
        }

        var file = DataFile.Open(path, options.DataDurability == FakeDataDurability.Machine);
        try
        {
            return Compose(options, address, hosts, null, file, sends);
        }
        catch
        {
            file.Abandon();
            throw;
        }
    }

    /// <summary>Begins what begins when requests can come: what fell due while nobody was there happens, and what was not delivered is.</summary>
    public async Task BeginAsync()
    {
        if (_file is not null)
        {
            await Engine.ExecuteAsync(PendingDeliveries.Resume).ConfigureAwait(false);
        }
    }

    private static FakeService Compose(FakePolarOptions options, Uri address, HostPolicy hosts, FakeSnapshot? beginning, DataFile? file, bool sends)
    {
        var kept = file?.Load(options.KeptEvents);
        var recordTo = beginning is null ? options.RecordTo : null;

        // A clock that is recorded comes back to the same time whenever the fake starts over, and the world is made at just that time.
        var opening = beginning?.Time ?? options.StartTime ?? (recordTo is null ? null : options.WallClock.GetUtcNow());
        var clock = kept is null
            ? new VirtualClock(options.WallClock, opening, options.FreezeClock)
            : new VirtualClock(options.WallClock, kept.Clock.Start, kept.Clock.IsFrozen);
        if (recordTo is not null && opening is { } exactly)
        {
            clock.Hold();
            clock.Set(exactly);
        }

        var settings = new FakeSettings(address.GetLeftPart(UriPartial.Authority))
        {
            Renderer = ResourceRenderer.Current,
            Feed = new EventFeed(options.WallClock),
            EmailDomains = new EmailDomains(options.EmailDomains),
            Countries = options.CountryLookup ?? new CountryTable(options.IpCountries),
            MailSender = (sends ? options.MailSender : null) ?? NoMail.Instance,
            FileStorage = options.FileStorage,
            AllowExternalWebhooks = options.AllowExternalWebhooks,
            PaymentProcessor = options.PaymentProcessor ?? CardSimulator.Instance,
            TaxService = options.TaxService ?? TaxRates.Instance,
            Answers = Modules.Composed.Answers,
            EventHandlers = Modules.Composed.EventHandlers,
            Schemas = Modules.Composed.Schemas,
        };
        var start = beginning is not null ? Beginning.Of(beginning, options)
            : kept is not null ? Beginning.Of(kept, options, clock, settings, file!)
            : Beginning.Make(options, clock, settings, file);
        var (world, identity) = (start.World, start.Identity);
        var sender = new WebhookSender(WebhookTransport.Of(options, clock), options.LoggerFactory) { Sends = sends };
        var engine = new Engine(world, clock, settings, sender, options.WallClock, options.LoggerFactory, file, start.ToResetTo);
        sender.Attach(engine);
        var recording = recordTo is null ? null : RecordingFile.Create(recordTo, RecordingHeader.Write(options, address, clock.GetUtcNow()));
        engine.Recorder = recording is null ? null : new StepRecorder(clock, sender, recording.Write);
        var recorder = engine.Recorder is { } steps ? new CallRecorder(steps) : null;
        var services = new ControlServices(engine, identity, s_operations)
        {
            Requests = new RequestLog(options.KeptRequests, options.KeptBodyBytes, options.KeptRequestBytes),
            WebhookFaults = sender.Faults,
            Snapshots = new SnapshotStore(engine, identity),
            Worlds = new WorldStore(engine, identity, start.Origin, options.KeptEvents, file),
            WebhookSecret = WorldFactory.WebhookSecret(world, identity, options.WebhookUrl),
        };
        var api = new ApiPipeline(engine, new RateLimiter(options.RateLimits, clock), options.LoggerFactory.CreateLogger("Polar.FakeServer"));
        var control = new ControlApi(services, ControlRegistry.All) { Record = recorder is null ? null : recorder.AnswerAsync };
        PageApi own = new OwnApi(api, recorder).CallAsync;
        var dispatcher = new Dispatcher(
            services,
            control,
            new InspectorPages(services, control, s_kinds),
            api,
            new SitePages(new CheckoutPages(own, new Fulfilment(engine, options.WallClock), engine), new PortalPages(own, engine)),
            hosts,
            options.WallClock)
        {
            Recorder = recorder,
        };
        clock.Release();
        return new FakeService(address, services, sender, dispatcher, file) { Recording = recording };
    }

    /// <summary>Repeats a recording on a fake of its own.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="change">Adds what a recording cannot have.</param>
    /// <param name="progress">Is told how far it has come, from 0 to 1.</param>
    /// <exception cref="FormatException">The file is no recording.</exception>
    /// <exception cref="ArgumentException">The options lack something of the process's own that was recorded with.</exception>
    public static async Task<FakeReplay> ReplayAsync(string path, Action<FakePolarOptions>? change, IProgress<double>? progress)
    {
        using var recording = RecordingReader.Open(path);
        var header = await recording.ReadHeaderAsync().ConfigureAwait(false);
        change?.Invoke(header.Options);
        if (header.MissingOf(header.Options) is { } missing)
        {
            throw new ArgumentException($"The recording was made with a {missing} of the program's own; give it the same one.", nameof(change));
        }

        var service = Compose(header.Options, header.Address, new HostPolicy([], isOnSocket: false), sends: false);
        await using (service.ConfigureAwait(false))
        {
            return await new Replayer(service.Services, service.Sender, service.Dispatcher.RepeatAsync).RunAsync(recording, progress).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sender.DisposeAsync().ConfigureAwait(false);
        if (Recording is { } recording && Engine.Recorder is { } steps)
        {
            try
            {
                await steps.RunAsync(() => Task.FromResult(WorldDigest.Of(Engine.World)), (world, _) => new EndStep(world)).ConfigureAwait(false);
            }
            catch (InvalidOperationException)
            {
                // It cannot be written, so it has no end, as whoever replays it is told.
            }

            recording.Dispose();
        }

        await Engine.SettleAsync().ConfigureAwait(false);
        Engine.Dispose();
        _file?.Dispose();
    }
}
