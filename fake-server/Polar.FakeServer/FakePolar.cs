using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Polar.FakeServer.Composition;
using Polar.FakeServer.Control;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.SampleData;
using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.FakeServer.Webhooks;
using Polar.Functional.CSharp;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>
/// A Polar of one's own: it keeps state and behaves like the real service, offline. In-process for a test, or on loopback for an app in any
/// language; any number of them live side by side and share nothing.
/// </summary>
public sealed class FakePolar : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Engine _engine;
    private readonly WebhookSender _sender;
    private readonly FakeIdentity _identity;
    private readonly bool _inProcess;
    private int _disposed;

    private FakePolar(IHost host, Engine engine, WebhookSender sender, FakeIdentity identity, Uri address, bool inProcess, TimeSpan startup)
    {
        _host = host;
        _engine = engine;
        _sender = sender;
        _identity = identity;
        _inProcess = inProcess;
        Address = address;
        StartupTime = startup;
        Clock = new FakeClock(engine);
        Webhooks = new FakeWebhooks(engine, identity.Organization);
        Integrations = new FakeIntegrations(engine, identity);
        Client = new PolarClient(CreateHttpClient(), new PolarOptions
        {
            AccessToken = identity.AccessToken,
            Server = PolarServer.At(address),
            MaxAttempts = 1,
        });
    }

    /// <summary>Where the fake answers; in-process, an address that only its own HTTP clients reach.</summary>
    public Uri Address { get; }

    /// <summary>The organization's access token.</summary>
    public string AccessToken => _identity.AccessToken;

    /// <summary>The organization.</summary>
    public Organization Organization => _engine.World.Organizations[_identity.Organization].Resource;

    /// <summary>A client that holds the organization's access token.</summary>
    public PolarClient Client { get; }

    /// <summary>The world as it is now.</summary>
    internal World World => _engine.World;

    /// <summary>What holds the world, for steps that no operation is.</summary>
    internal Engine Engine => _engine;

    /// <summary>The fake's time.</summary>
    public FakeClock Clock { get; }

    /// <summary>What the fake publishes.</summary>
    public FakeWebhooks Webhooks { get; }

    /// <summary>Discord, GitHub and Slack, which benefits give access to.</summary>
    public FakeIntegrations Integrations { get; }

    /// <summary>How long it took to start.</summary>
    public TimeSpan StartupTime { get; }

    /// <summary>Starts a fake in-process; no port, no network.</summary>
    /// <param name="options">What to start with; sample data from the default seed by default.</param>
    /// <returns>The running fake.</returns>
    public static Task<FakePolar> StartAsync(FakePolarOptions? options = null) =>
        StartAsync(options ?? new FakePolarOptions(), web => web.UseTestServer(), new Uri("http://polar.fake"), inProcess: true);

    /// <summary>Starts a fake on loopback.</summary>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="options">What to start with; sample data from the default seed by default.</param>
    /// <returns>The running fake.</returns>
    /// <exception cref="IOException">The port is in use.</exception>
    public static Task<FakePolar> ListenAsync(int port, FakePolarOptions? options = null) => StartAsync(
        options ?? new FakePolarOptions(),
        web => web.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, Protocol)),
        port == 0 ? null : new Uri($"http://{IPAddress.Loopback}:{port}"),
        inProcess: false);

    /// <summary>A client without a token, for raw requests.</summary>
    /// <returns>The client; it follows no redirect.</returns>
    public HttpClient CreateHttpClient() => _inProcess
        ? _host.GetTestClient()
        : new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>Puts everything back to how it was at the start, the clock too.</summary>
    /// <returns>Done when it is so.</returns>
    public Task ResetAsync() => _engine.ResetAsync();

    /// <summary>Founds a further organization, which has nothing yet. The user of the first one owns it too.</summary>
    /// <param name="slug">Its slug, which nobody has.</param>
    /// <param name="change">What is different about it.</param>
    /// <returns>Its id and its token.</returns>
    /// <exception cref="ArgumentException">There is such an organization, or the slug is none.</exception>
    public Task<FakeOrganization> CreateOrganizationAsync(string slug, Func<Organization, Organization>? change = null)
    {
        ArgumentNullException.ThrowIfNull(slug);
        return _engine.ExecuteAsync(transaction => OrganizationProvisioning.Found(transaction, _identity, slug, row => OrganizationProvisioning.With(row, change)));
    }

    /// <summary>Changes an organization as only Polar itself can: its status, its features. Nobody is told of it.</summary>
    /// <param name="id">The organization.</param>
    /// <param name="change">What is different about it; a new status brings what the organization may do in it.</param>
    /// <returns>The organization as it is then.</returns>
    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public Task<Organization> ChangeOrganizationAsync(Guid id, Func<Organization, Organization> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return _engine.ExecuteAsync(transaction => OrganizationProvisioning.Change(transaction, id, row => OrganizationProvisioning.With(row, change)));
    }

    /// <summary>Issues a token of any kind.</summary>
    /// <param name="token">What it is to be.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentException">There can be no such token.</exception>
    public Task<string> CreateTokenAsync(FakeToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _engine.ExecuteAsync(transaction => TokenIssuer.Issue(transaction, _identity, token));
    }

    /// <summary>Revokes a token of any kind, also one that a resource has issued.</summary>
    /// <param name="token">The token.</param>
    /// <returns>False when there is no such token.</returns>
    public Task<bool> RevokeTokenAsync(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _engine.ExecuteAsync(transaction => TokenIssuer.Revoke(transaction, token));
    }

    /// <summary>Takes a step that no operation is.</summary>
    internal Task<T> ExecuteAsync<T>(Func<Transaction, T> step) => _engine.ExecuteAsync(step);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _host.StopAsync().ConfigureAwait(false);
        await _sender.DisposeAsync().ConfigureAwait(false);
        _engine.Dispose();
        _host.Dispose();
    }

    private static void Protocol(ListenOptions options) => options.Protocols = HttpProtocols.Http1;

    private static async Task<FakePolar> StartAsync(FakePolarOptions options, Action<IWebHostBuilder> server, Uri? known, bool inProcess)
    {
        var started = Stopwatch.GetTimestamp();
        var clock = new VirtualClock(options.WallClock, options.StartTime);
        var transport = new WebhookTransport(
            options.WebhookHandler is { } handler
                ? new HttpClient(handler, disposeHandler: false)
                : new HttpClient(new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
                }),
            clock);
        var sender = new WebhookSender(transport, clock);

        // The world's links hold the host's address: where that is known, both are made at once.
        var beginning = known is null ? null : Task.Run(() => Begin(options, known, clock));
        RequestDelegate? dispatch = null;
        var host = new HostBuilder()
            .ConfigureWebHost(web =>
            {
                server(web);
                web.Configure(app => app.Run(context => dispatch!(context)));
            })
            .Build();
        try
        {
            await host.StartAsync().ConfigureAwait(false);
        }
        catch
        {
            await sender.DisposeAsync().ConfigureAwait(false);
            host.Dispose();
            throw;
        }

        var address = known ?? new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var (world, identity, settings) = beginning is null ? Begin(options, address, clock) : await beginning.ConfigureAwait(false);
        var engine = new Engine(world, clock, settings, sender, options.WallClock);
        sender.Attach(engine);
        var control = new ControlApi(identity) { Engine = engine };
        dispatch = new Dispatcher(engine, control, new RateLimiter(options.RateLimits, clock)).HandleAsync;
        return new FakePolar(host, engine, sender, identity, address, inProcess, Stopwatch.GetElapsedTime(started));
    }

    private static (World World, FakeIdentity Identity, FakeSettings Settings) Begin(FakePolarOptions options, Uri address, VirtualClock clock)
    {
        var settings = new FakeSettings(address.GetLeftPart(UriPartial.Authority))
        {
            Renderer = ResourceRenderer.Current,
            EmailDomains = new EmailDomains(options.EmailDomains),
            IpCountries = new IpCountries(options.IpCountries),
            EventHandlers = Modules.Composed.EventHandlers,
            Schemas = Modules.Composed.Schemas,
        };
        var (world, identity) = WorldFactory.Make(options, clock.GetUtcNow(), settings);
        return (world, identity, settings);
    }
}
