namespace Polar.FakeServer.Simulation;

/// <summary>On what occasion a card is charged.</summary>
public enum ChargeOccasion
{
    /// <summary>The buyer is there and confirms.</summary>
    Purchase,

    /// <summary>The buyer is not there: a change is paid for, or a merchant charges.</summary>
    OffSession,

    /// <summary>A new period is paid for, or what one still owes.</summary>
    Renewal,

    /// <summary>The buyer is there again and pays with a card on file what a renewal has left unpaid.</summary>
    Recovery,
}

/// <summary>A charge of a card.</summary>
public sealed record CardCharge
{
    /// <summary>The confirmation token that the card came with.</summary>
    public required string Token { get; init; }

    /// <summary>How much, in the smallest unit of the currency; 0 where the card is only kept for later.</summary>
    public long Amount { get; init; }

    /// <summary>The currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Why the card is charged.</summary>
    public ChargeOccasion Occasion { get; init; }

    /// <summary>How many charges of the card this makes; the purchase that it came with is the first.</summary>
    public int Number { get; init; } = 1;
}
