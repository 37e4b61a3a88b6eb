using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Polar.Functional.AspNetCore;

/// <summary>Maps endpoints for webhooks.</summary>
public static class PolarWebhookEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps an endpoint that takes Polar's deliveries: 202 for what was handled, now or before; 403 for a signature that is not Polar's; 400 for
    /// a signed body that is no event; 413 for one that is too long; 409 for an event that is being handled just now; 500, and only then, when
    /// the handler fails. It needs no further authentication: the signature is that.
    /// </summary>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The route, <c>/webhooks/polar</c>.</param>
    /// <param name="handler">What to do about an event. Polar waits ten seconds for the answer; what takes longer belongs into a queue.</param>
    /// <param name="name">The name of the options that <c>AddPolarWebhooks</c> was given.</param>
    /// <returns>The endpoint's builder.</returns>
    /// <exception cref="InvalidOperationException"><c>AddPolarWebhooks</c> was not called.</exception>
    public static IEndpointConventionBuilder MapPolarWebhooks(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<PolarWebhookDelivery, CancellationToken, Task> handler,
        string name = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(name);
        if (!endpoints.ServiceProvider.GetServices<WebhookOptionsName>().Any(registered => registered.Name == name))
        {
            var which = name.Length == 0 ? "" : $" for the name '{name}'";
            throw new InvalidOperationException(
                $"MapPolarWebhooks needs the secrets of the endpoint; call builder.Services.AddPolarWebhooks{which} before, with the section that holds them.");
        }

        return endpoints.MapPost(pattern, new WebhookReceiver(name, handler).ReceiveAsync)
            .WithMetadata(new AllowAnonymousAttribute())
            .WithDisplayName($"Polar webhooks: {pattern}");
    }

    /// <summary>The same with a handler that is a service, such as <c>services.AddScoped&lt;OrderHandler&gt;()</c>.</summary>
    /// <typeparam name="THandler">The handler's type.</typeparam>
    /// <param name="endpoints">The app.</param>
    /// <param name="pattern">The route, <c>/webhooks/polar</c>.</param>
    /// <param name="name">The name of the options that <c>AddPolarWebhooks</c> was given.</param>
    /// <returns>The endpoint's builder.</returns>
    /// <exception cref="InvalidOperationException"><c>AddPolarWebhooks</c> was not called.</exception>
    public static IEndpointConventionBuilder MapPolarWebhooks<THandler>(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string name = "")
        where THandler : IPolarWebhookHandler =>
        endpoints.MapPolarWebhooks(
            pattern,
            (delivery, cancellation) => delivery.Services.GetRequiredService<THandler>().HandleAsync(delivery, cancellation),
            name);
}
