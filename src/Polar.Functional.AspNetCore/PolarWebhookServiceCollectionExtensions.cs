using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Polar.Functional.AspNetCore;

/// <summary>Registers what endpoints for webhooks need.</summary>
public static class PolarWebhookServiceCollectionExtensions
{
    /// <summary>
    /// Registers the options of webhook endpoints, checked when the app starts, and a log in memory of the events that were handled; one of your
    /// own takes its place.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options.</param>
    /// <param name="name">The name of the options, where there are several endpoints.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPolarWebhooks(this IServiceCollection services, Action<PolarWebhookOptions> configure, string name = "")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentNullException.ThrowIfNull(name);
        services.TryAddSingleton<IPolarWebhookLog, InMemoryWebhookLog>();
        services.AddSingleton(new WebhookOptionsName(name));
        services.AddOptions<PolarWebhookOptions>(name).Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PolarWebhookOptions>>(new Validation(name, options => options.Validate()));
        return services;
    }

    /// <summary>
    /// The same from configuration: <c>Secret</c>, or <c>Secrets</c> for several, and <c>MaxBodyBytes</c>. A key that is unknown or cannot be read
    /// stops the app as it starts.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">The section, such as <c>builder.Configuration.GetSection("Polar:Webhooks")</c>.</param>
    /// <param name="name">The name of the options, where there are several endpoints.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPolarWebhooks(this IServiceCollection services, IConfiguration configuration, string name = "")
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(name);
        var read = new PolarWebhookConfiguration(configuration);
        services.AddSingleton<IValidateOptions<PolarWebhookOptions>>(new Validation(name, _ => read.Validate()));
        services.AddSingleton<IOptionsChangeTokenSource<PolarWebhookOptions>>(
            new ConfigurationChangeTokenSource<PolarWebhookOptions>(name, configuration));
        return services.AddPolarWebhooks(read.Apply, name);
    }

    private sealed class Validation(string name, Func<PolarWebhookOptions, IEnumerable<string>> validate) : IValidateOptions<PolarWebhookOptions>
    {
        public ValidateOptionsResult Validate(string? optionsName, PolarWebhookOptions options)
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
