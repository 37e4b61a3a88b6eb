using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Polar.FakeServer.Composition;
using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Persistence;
using Polar.Functional.Contracts;
using Polar.Functional.CSharp;

namespace Polar.FakeServer;

/// <summary>
/// A Polar of one's own: it keeps state and behaves like the real service, offline. In-process for a test, or on loopback for an app in any
/// language; any number of them live side by side and share nothing.
/// </summary>
public sealed partial class FakePolar : IAsyncDisposable
{
    // What is half sent by then is given up.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private static readonly Uri s_inProcess = new("http://polar.fake");

    private readonly FakePolarOptions _options;
    private readonly FakeService _service;
    private readonly IServer _server;

    // Made when it is asked for: a fake that other programs talk to needs none, and would wait for it at its start.
    private readonly Lazy<PolarClient> _client;
    private int _disposed;

    private FakePolar(FakeService service, FakePolarOptions options, IServer server, TimeSpan startup)
    {
        _options = options;
        _service = service;
        _server = server;
        StartupTime = startup;
        Clock = new FakeClock(Engine);
        Webhooks = new FakeWebhooks(Engine, service.Sender, Identity.Organization);
        Integrations = new FakeIntegrations(Engine, Identity);
        Payments = new FakePayments(Engine);
        Requests = new FakeRequests(service.Services.Requests);
        Faults = new FakeFaults(service.Services.Faults, service.Sender.Faults);
        Emails = new FakeEmails(Engine);
        Seats = new FakeSeats(Engine);
        _client = new Lazy<PolarClient>(() => new PolarClient(CreateHttpClient(), new PolarOptions
        {
            AccessToken = Identity.AccessToken,
            Server = PolarServer.At(Address),
            MaxAttempts = 1,
        }));
    }

    /// <summary>The address that the fake answers at; in-process, one that only its own HTTP clients reach.</summary>
    public Uri Address => _service.Address;

    /// <summary>The organization's access token.</summary>
    public string AccessToken => Identity.AccessToken;

    /// <summary>The organization.</summary>
    public Organization Organization => Engine.World.Organizations[Identity.Organization].Resource;

    /// <summary>A client that holds the organization's access token.</summary>
    public PolarClient Client => _client.Value;

    /// <summary>The world as it is now.</summary>
    internal World World => Engine.World;

    /// <summary>The file that the world is kept in.</summary>
    internal DataFile DataFile => _service.Services.Worlds.File!;

    /// <summary>What holds the world, for transactions outside any API operation.</summary>
    internal Engine Engine => _service.Engine;

    private FakeIdentity Identity => _service.Services.Identity;

    /// <summary>The fake's time.</summary>
    public FakeClock Clock { get; }

    /// <summary>The events that it publishes, and their deliveries.</summary>
    public FakeWebhooks Webhooks { get; }

    /// <summary>Discord, GitHub and Slack, which benefits give access to.</summary>
    public FakeIntegrations Integrations { get; }

    /// <summary>Banks, card networks and the payment processor.</summary>
    public FakePayments Payments { get; }

    /// <summary>The requests that it has answered.</summary>
    public FakeRequests Requests { get; }

    /// <summary>Faults that a test asks for, of calls and of webhooks.</summary>
    public FakeFaults Faults { get; }

    /// <summary>The e-mails that would have been sent.</summary>
    public FakeEmails Emails { get; }

    /// <summary>Seats with the tokens of their invitations.</summary>
    public FakeSeats Seats { get; }

    /// <summary>What deliveries to <see cref="FakePolarOptions.WebhookUrl"/> are signed with at the start; null where there is none.</summary>
    public string? WebhookSecret => _service.Services.WebhookSecret;

    /// <summary>How long it took to start.</summary>
    public TimeSpan StartupTime { get; }

    /// <summary>Starts a fake in-process; no port, no network.</summary>
    /// <param name="options">What to start with; sample data from the default seed by default.</param>
    /// <returns>The running fake.</returns>
    /// <exception cref="FakeDataException">The data file cannot be used.</exception>
    /// <exception cref="ArgumentException">The organization's slug is what addresses of the fake itself begin with.</exception>
    public static async Task<FakePolar> StartAsync(FakePolarOptions? options = null)
    {
        var started = Stopwatch.GetTimestamp();
        var chosen = options ?? new FakePolarOptions();
        var service = await Task.Run(() => FakeService.Compose(chosen, s_inProcess, new HostPolicy([], isOnSocket: false))).ConfigureAwait(false);
        return await StartAsync(service, chosen, new TestServer(NoServices.Instance), started).ConfigureAwait(false);
    }

    /// <summary>
    /// Runs a test with a fake of its own. When the test throws, what the app sent to the fake is printed, and which webhooks were not taken; then the
    /// exception goes on as it is.
    /// </summary>
    /// <param name="test">The test.</param>
    /// <param name="options">What to start with; sample data from the default seed by default.</param>
    /// <returns>Completes when the test has ended and the fake is gone.</returns>
    public static async Task RunAsync(Func<FakePolar, Task> test, FakePolarOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        var chosen = options ?? new FakePolarOptions();
        var fake = await StartAsync(chosen).ConfigureAwait(false);
        await using (fake.ConfigureAwait(false))
        {
            try
            {
                await test(fake).ConfigureAwait(false);
            }
            catch
            {
                FailureReport.Write(chosen.FailureOutput ?? Console.Error, fake.Requests.All, fake.Webhooks.Deliveries);
                throw;
            }
        }
    }

    /// <summary>Starts a fake on a port of this machine; everything is ready when the first connection can be made.</summary>
    /// <param name="port">The port, 0 to 65535; 0 for any that is free.</param>
    /// <param name="options">What to start with; sample data from the default seed by default.</param>
    /// <returns>The running fake.</returns>
    /// <exception cref="IOException">The port is in use, or <see cref="FakePolarOptions.RecordTo"/> cannot be written.</exception>
    /// <exception cref="FakeDataException">The data file cannot be used.</exception>
    public static async Task<FakePolar> ListenAsync(int port, FakePolarOptions? options = null)
    {
        var started = Stopwatch.GetTimestamp();
        var chosen = options ?? new FakePolarOptions();
        var socket = SocketServer.Bind(chosen.ListenAddress, port);
        try
        {
            var composing = Task.Run(() => FakeService.Compose(chosen, socket.Address, new HostPolicy(chosen.HostNames, isOnSocket: true)));
            var server = socket.Create();
            return await StartAsync(await composing.ConfigureAwait(false), chosen, server, started).ConfigureAwait(false);
        }
        catch
        {
            socket.Release();
            throw;
        }
    }

    /// <summary>
    /// Repeats what was recorded (<see cref="FakePolarOptions.RecordTo"/>) on a fake of its own, which begins as the recorded one did, and compares: every
    /// answer to the byte, and the world at the end. Nothing is sent to endpoints; what they answered was recorded too.
    /// </summary>
    /// <param name="recording">The file.</param>
    /// <param name="change">
    /// Adds what no file can have, where there was any: <see cref="FakePolarOptions.PaymentProcessor"/>, <see cref="FakePolarOptions.TaxService"/>,
    /// <see cref="FakePolarOptions.CountryLookup"/> and <see cref="FakePolarOptions.FileStorage"/>.
    /// </param>
    /// <returns>How much was repeated, and what is different.</returns>
    /// <exception cref="FormatException">The file is no recording.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The recording was made with a payment processor or the like that is not given.</exception>
    public static Task<FakeReplay> ReplayAsync(string recording, Action<FakePolarOptions>? change = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return FakeService.ReplayAsync(recording, change, progress: null);
    }

    /// <summary>A client without a token, for raw requests.</summary>
    /// <returns>The client; it follows no redirect.</returns>
    public HttpClient CreateHttpClient() => new(CreateHandler()) { BaseAddress = _server is TestServer local ? local.BaseAddress : Address };

    /// <summary>What brings requests to the fake, for HTTP clients that are made elsewhere.</summary>
    /// <returns>The handler; it follows no redirect.</returns>
    public HttpMessageHandler CreateHandler()
    {
        HttpMessageHandler handler = _server is TestServer local ? new InProcessHandler(local) : new SocketsHttpHandler { AllowAutoRedirect = false };
        return _options.BufferRequests ? new BufferingHandler(handler) : handler;
    }

    /// <summary>Creates another organization, which has nothing yet. The user who owns the first one owns it too.</summary>
    /// <param name="slug">Its slug, which no organization has yet: lower-case letters, numbers and single hyphens.</param>
    /// <param name="change">Changes the organization before it is created; null where nothing is to change.</param>
    /// <returns>Its id and its token.</returns>
    /// <exception cref="ArgumentException">The slug is taken or malformed, or the change is one that the API could not make; the message says which.</exception>
    public Task<FakeOrganization> CreateOrganizationAsync(string slug, Func<Organization, Organization>? change = null)
    {
        ArgumentNullException.ThrowIfNull(slug);
        return Engine.ExecuteAsync(transaction => OrganizationProvisioning.Found(transaction, Identity, slug, row => OrganizationProvisioning.With(row, change)));
    }

    /// <summary>Changes an organization as only Polar itself can: its status, its features. Nobody is told of it.</summary>
    /// <param name="id">The organization's id.</param>
    /// <param name="change">Makes the changed organization of the present one; a new status brings what the organization may do in it.</param>
    /// <returns>The organization as it is then.</returns>
    /// <exception cref="ArgumentException">There is no such organization, or its id or slug would change.</exception>
    public Task<Organization> ChangeOrganizationAsync(Guid id, Func<Organization, Organization> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Engine.ExecuteAsync(transaction => OrganizationProvisioning.Change(transaction, id, row => OrganizationProvisioning.With(row, change)));
    }

    /// <summary>Issues a token of any kind.</summary>
    /// <param name="token">The kind of the token, and whom it is for.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentException">Somebody or something that the token is for does not exist, or does not go with its kind; the message says what.</exception>
    public Task<string> CreateTokenAsync(FakeToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Engine.ExecuteAsync(transaction => TokenIssuer.Issue(transaction, Identity, token));
    }

    /// <summary>Revokes a token of any kind, also one that a resource has issued.</summary>
    /// <param name="token">The token.</param>
    /// <returns>False when there is no such token.</returns>
    public Task<bool> RevokeTokenAsync(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return Engine.ExecuteAsync(transaction => TokenIssuer.Revoke(transaction, token));
    }

    /// <summary>Runs a transaction outside any API operation.</summary>
    internal Task<T> ExecuteAsync<T>(Func<Transaction, T> step) => Engine.ExecuteAsync(step);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        using (var limit = new CancellationTokenSource(s_patience))
        {
            await _server.StopAsync(limit.Token).ConfigureAwait(false);
        }

        _server.Dispose();
        await _service.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<FakePolar> StartAsync(FakeService service, FakePolarOptions options, IServer server, long started)
    {
        try
        {
            await server.StartAsync(new RequestApplication(service.Dispatcher.HandleAsync), CancellationToken.None).ConfigureAwait(false);
            await service.BeginAsync().ConfigureAwait(false);
        }
        catch
        {
            server.Dispose();
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return new FakePolar(service, options, server, Stopwatch.GetElapsedTime(started));
    }
}
