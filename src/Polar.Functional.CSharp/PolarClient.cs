using Microsoft.FSharp.Core;
using Polar.Functional.Contracts;
using Wiring = Microsoft.FSharp.Core.FSharpFunc<
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
        : this(Retrying(Checked(options), Interop.live(ConnectionOf(options))))
    {
    }

    /// <summary>A client over an <see cref="HttpClient"/> of the caller's, such as a factory's or a test host's. It must not follow redirects.</summary>
    /// <param name="http">The client; it stays the caller's.</param>
    /// <param name="options">How to reach Polar.</param>
    /// <exception cref="ArgumentException">The options have faults; the message names them.</exception>
    public PolarClient(HttpClient http, PolarOptions options)
        : this(Retrying(Checked(options), Interop.ofHttpClient(Given(http), ConnectionOf(options))))
    {
    }

    internal PolarClient(HttpClient http, PolarOptions options, Action<string> log)
        : this(Retrying(Checked(options), Interop.logging(options.Time, log, Interop.ofHttpClient(http, ConnectionOf(options)))))
    {
    }

    internal PolarClient(Wiring executor) => _caller = new PolarCaller(executor);

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
        options.Timeout);

    private static Wiring Retrying(PolarOptions options, Wiring executor)
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
