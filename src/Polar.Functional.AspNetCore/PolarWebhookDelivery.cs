namespace Polar.Functional.AspNetCore;

/// <summary>A delivery that Polar has signed.</summary>
public sealed class PolarWebhookDelivery
{
    internal PolarWebhookDelivery(string id, WebhookEvent @event, ReadOnlyMemory<byte> body, IServiceProvider services)
    {
        Id = id;
        Event = @event;
        Body = body;
        Services = services;
    }

    /// <summary>The id of the event, the same for every attempt to deliver it: the header <c>webhook-id</c>.</summary>
    public string Id { get; }

    /// <summary>The event; <see cref="WebhookEvent.Unknown"/> for one of a type that is not known here.</summary>
    public WebhookEvent Event { get; }

    /// <summary>The body as it came over the wire, byte for byte.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The services of the request.</summary>
    public IServiceProvider Services { get; }
}
