using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Polar.Functional.CSharp;

namespace Polar.Functional.AspNetCore;

/// <summary>Registers the health check.</summary>
public static class PolarHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that Polar answers and takes the token of the app's <see cref="PolarClient"/>: one call that changes nothing. A limit of
    /// requests is degraded, everything else that fails is the failure status.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="client">The key of the client, as <c>AddPolar</c> was given it; the unnamed client by default.</param>
    /// <param name="failureStatus">What a failure is; unhealthy by default.</param>
    /// <param name="tags">The check's tags.</param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder AddPolar(
        this IHealthChecksBuilder builder,
        string name = "polar",
        string client = "",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(client);
        return builder.Add(new HealthCheckRegistration(
            name,
            services => new PolarHealthCheck(
                client.Length == 0 ? services.GetRequiredService<PolarClient>() : services.GetRequiredKeyedService<PolarClient>(client)),
            failureStatus,
            tags));
    }
}
