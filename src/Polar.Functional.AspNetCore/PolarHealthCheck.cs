using Microsoft.Extensions.Diagnostics.HealthChecks;
using Polar.Functional.CSharp;

namespace Polar.Functional.AspNetCore;

/// <summary>Whether Polar answers, and takes the app's token.</summary>
internal sealed class PolarHealthCheck(PolarClient polar) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var answer = await polar.Products.ListAsync(new() { Limit = 1 }, cancellationToken: cancellationToken).ConfigureAwait(false);
        return answer.Match(
            _ => HealthCheckResult.Healthy("Polar answers."),
            error => Of(error.ToPolarError(), context.Registration.FailureStatus));
    }

    private static HealthCheckResult Of(PolarError error, HealthStatus failure) => error.Call switch
    {
        // The token is one of Polar's, and has its scopes for other things.
        CallError.InsufficientScope => HealthCheckResult.Healthy("Polar answers."),
        CallError.RateLimited => HealthCheckResult.Degraded(error.Message),
        _ => new HealthCheckResult(failure, error.Message),
    };
}
