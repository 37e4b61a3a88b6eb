using Microsoft.FSharp.Core;
using Polar.Functional.Contracts;
using ExecutorFunction = Microsoft.FSharp.Core.FSharpFunc<
    Polar.Functional.WireRequest,
    Microsoft.FSharp.Core.FSharpFunc<
        System.Threading.CancellationToken,
        System.Threading.Tasks.Task<Microsoft.FSharp.Core.FSharpResult<Polar.Functional.WireResponse, Polar.Functional.TransportFault>>>>;

namespace Polar.Functional.CSharp;

/// <summary>Polar's API: a group a resource, a method an operation. Safe for many threads; make one and keep it.</summary>
public sealed partial class PolarClient
{
    private readonly PolarCaller _caller;

    /// <summary>A client over the network.</summary>
    /// <param name="options">How to reach Polar.</param>
    /// <exception cref="ArgumentException">The options have faults; the message names them.</exception>
    public PolarClient(PolarOptions options)
        : this(LiveFunction(options))
    {
    }

    /// <summary>
    /// A client over an <see cref="HttpClient"/> of the caller's, such as a factory's or a test host's. It must not follow redirects. What it repeats on
    /// its own counts as one try: .NET's handlers send a request without a body up to four times when connections are lost, unless the client is made
    /// over <see cref="CreateHandler"/>.
    /// </summary>
    /// <param name="http">The client; it stays the caller's.</param>
    /// <param name="options">How to reach Polar.</param>
    /// <exception cref="ArgumentException">The options have faults; the message names them.</exception>
    public PolarClient(HttpClient http, PolarOptions options)
        : this(HttpFunction(http, options))
    {
    }

    /// <summary>A client over any executor: a stub, a recording, one with others around it.</summary>
    /// <param name="executor">What the calls go through.</param>
    public PolarClient(PolarExecutor executor)
        : this(FunctionOf(executor))
    {
    }

    internal PolarClient(HttpClient http, PolarOptions options, Action<string> log)
        : this(Retrying(Checked(options), Interop.logging(options.Time, log, Interop.ofHttpClient(http, ConnectionOf(options)))))
    {
    }

    internal PolarClient(ExecutorFunction executor) => _caller = new PolarCaller(executor);

    internal static ExecutorFunction LiveFunction(PolarOptions options) => Retrying(Checked(options), Interop.live(ConnectionOf(options)));

    internal static ExecutorFunction HttpFunction(HttpClient http, PolarOptions options) =>
        Retrying(Checked(options), Interop.ofHttpClient(Given(http), ConnectionOf(options)));

    private static ExecutorFunction FunctionOf(PolarExecutor executor)
    {
        ArgumentNullException.ThrowIfNull(executor);
        return executor.Function;
    }

    /// <summary>
    /// A handler for an <see cref="HttpClient"/> of the caller's that sends what it is given once: it follows no redirect, keeps no cookie, and never
    /// repeats a request whose connection was lost.
    /// </summary>
    /// <returns>A new handler; a proxy and the like can be set on it.</returns>
    public static SocketsHttpHandler CreateHandler() => HttpHandler.create();

    private static HttpClient Given(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http;
    }

    private static PolarOptions Checked(PolarOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = options.Faults().ToArray();
        return faults.Length == 0 ? options : throw new ArgumentException(string.Join(" ", faults), nameof(options));
    }

    private static Connection ConnectionOf(PolarOptions options) => new(
        options.Server == PolarServer.Production ? Server.Production
            : options.Server == PolarServer.Sandbox ? Server.Sandbox
            : Server.NewAt(options.Server.Address),
        options.AccessToken is { } token ? FSharpOption<Secret>.Some(new Secret(token)) : FSharpOption<Secret>.None,
        options.OrganizationId is { } organization ? FSharpOption<Guid>.Some(organization) : FSharpOption<Guid>.None,
        options.Timeout,
        options.MaxResponseBytes,
        options.Time);

    private static ExecutorFunction Retrying(PolarOptions options, ExecutorFunction executor)
    {
        if (options.MaxAttempts == 1)
        {
            return executor;
        }

        var standard = RetryPolicyModule.standard;
        return Interop.retry(
            new RetryPolicy(options.MaxAttempts, standard.BaseDelay, standard.LongestDelay, standard.LongestRetryAfter, options.Time, standard.Jitter),
            executor);
    }
}
