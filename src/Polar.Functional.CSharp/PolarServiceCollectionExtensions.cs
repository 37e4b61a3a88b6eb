using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Polar.Functional.CSharp;

/// <summary>Registers Polar with a host.</summary>
public static class PolarServiceCollectionExtensions
{
    private static readonly Action<ILogger, string, Exception?> s_logCall =
        LoggerMessage.Define<string>(LogLevel.Information, new EventId(1, "Call"), "{Call}");

    /// <summary>
    /// Registers a <see cref="PolarClient"/> on <c>IHttpClientFactory</c>; its options are checked when the app starts. With a name it is a keyed
    /// service of that name, so that one app may hold several tokens. Each try of a call is one line in the log of <c>Polar.Functional</c>.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options.</param>
    /// <param name="name">The client's key; the unnamed client by default.</param>
    /// <returns>The HTTP client's builder, for handlers and policies of the app's own.</returns>
    public static IHttpClientBuilder AddPolar(this IServiceCollection services, Action<PolarOptions> configure, string name = "")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentNullException.ThrowIfNull(name);
        services.AddOptions<PolarOptions>(name).Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PolarOptions>>(new PolarOptionsValidation(name));
        var http = name.Length == 0 ? "Polar" : $"Polar:{name}";
        var builder = services.AddHttpClient(http)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
            })

            // The factory's loggers write whole paths, and some of Polar's hold a secret; the client's own line names the template.
            .RemoveAllLoggers();
        PolarClient Create(IServiceProvider provider)
        {
            var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Polar.Functional");
            return new PolarClient(
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(http),
                provider.GetRequiredService<IOptionsMonitor<PolarOptions>>().Get(name),
                line => s_logCall(logger, line, null));
        }

        if (name.Length == 0)
        {
            services.AddTransient(Create);
        }
        else
        {
            services.AddKeyedTransient(name, (provider, _) => Create(provider));
        }

        return builder;
    }

    private sealed class PolarOptionsValidation(string name) : IValidateOptions<PolarOptions>
    {
        public ValidateOptionsResult Validate(string? optionsName, PolarOptions options)
        {
            if (optionsName != name)
            {
                return ValidateOptionsResult.Skip;
            }

            var faults = options.Faults().ToArray();
            return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
