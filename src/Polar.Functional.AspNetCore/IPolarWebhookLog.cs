namespace Polar.Functional.AspNetCore;

/// <summary>
/// Remembers which events were handled, so that one that Polar delivers twice is handled once. Register an implementation of your own, over a
/// database, where several instances of the app take deliveries.
/// </summary>
public interface IPolarWebhookLog
{
    /// <summary>Begins with an event, unless it was handled before or is being handled just now.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether to handle it.</returns>
    ValueTask<PolarWebhookStart> StartAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Notes that the event was handled.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Completes when the delivery is noted.</returns>
    ValueTask CompleteAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Forgets the event, because its handler has failed: the next attempt is to be handled.</summary>
    /// <param name="id">The id of the event.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Completes when the delivery is forgotten.</returns>
    ValueTask AbandonAsync(string id, CancellationToken cancellationToken = default);
}

/// <summary>What a log says to an event.</summary>
public enum PolarWebhookStart
{
    /// <summary>Nobody handles it or has handled it: go on.</summary>
    Started,

    /// <summary>It is being handled just now; Polar is to ask again.</summary>
    InProgress,

    /// <summary>It was handled before.</summary>
    Handled,
}
