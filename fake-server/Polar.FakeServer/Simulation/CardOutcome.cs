namespace Polar.FakeServer.Simulation;

/// <summary>When a charge's outcome is known.</summary>
public enum CardTiming
{
    /// <summary>At once.</summary>
    AtOnce,

    /// <summary>A moment later: the buyer has been told that the payment is on its way.</summary>
    Later,

    /// <summary>When the buyer has shown the bank who it is: the page asks, and the outcome holds once that has succeeded.</summary>
    AfterAction,
}

/// <summary>Why a card was refused.</summary>
/// <param name="Reason">The processor's word for it, such as <c>card_declined</c>.</param>
/// <param name="Message">What the buyer is told.</param>
public sealed record CardRefusal(string Reason, string Message);

/// <summary>What a charge of a card comes to.</summary>
/// <param name="Timing">When that is known.</param>
/// <param name="Refusal">Why no money moves; null where it does.</param>
public sealed record CardOutcome(CardTiming Timing, CardRefusal? Refusal)
{
    /// <summary>How long the processor takes where the outcome is known <see cref="CardTiming.Later"/>.</summary>
    /// <value>Zero by default: right behind the confirmation.</value>
    public TimeSpan Delay { get; init; }

    /// <summary>The money moves at once.</summary>
    public static CardOutcome Success { get; } = new(CardTiming.AtOnce, null);
}
