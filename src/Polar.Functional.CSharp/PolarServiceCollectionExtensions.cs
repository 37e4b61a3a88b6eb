using Microsoft.Extensions.Configuration;
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
    /// Registers a <see cref="PolarClient"/> with options from configuration: <c>AccessToken</c>, <c>Server</c> (<c>production</c>, <c>sandbox</c> or
    /// an address), <c>Timeout</c> (<c>00:00:30</c>), <c>MaxAttempts</c> and <c>OrganizationId</c>. A key that is unknown or cannot be read stops
    /// the app as it starts.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">The section, such as <c>builder.Configuration.GetSection("Polar")</c>.</param>
    /// <param name="name">The client's key; the unnamed client by default.</param>
    /// <returns>The HTTP client's builder, for handlers and policies of the app's own.</returns>
    public static IHttpClientBuilder AddPolar(this IServiceCollection services, IConfiguration configuration, string name = "")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(name);
        var read = new PolarConfiguration(configuration);
        services.AddSingleton<IValidateOptions<PolarOptions>>(new PolarOptionsValidation(name, read.Validate));

        // A client is made anew for who asks for one, and so with the token that the configuration has by then.
        services.AddSingleton<IOptionsChangeTokenSource<PolarOptions>>(new ConfigurationChangeTokenSource<PolarOptions>(name, configuration));
        return services.AddPolar(read.Apply, name);
    }

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
        services.AddSingleton<IValidateOptions<PolarOptions>>(new PolarOptionsValidation(name, options => options.Faults()));
        var http = name.Length == 0 ? "Polar" : $"Polar:{name}";
        var builder = services.AddHttpClient(http)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(PolarClient.CreateHandler)

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

    private sealed class PolarOptionsValidation(string name, Func<PolarOptions, IEnumerable<string>> validate) : IValidateOptions<PolarOptions>
    {
        public ValidateOptionsResult Validate(string? optionsName, PolarOptions options)
        {
            if (optionsName != name)
            {
                return ValidateOptionsResult.Skip;
            }

            var faults = validate(options).ToArray();
            return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }
    }
}
