using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>A change that was asked for and waits for the end of the period. There is one at most; a later one joins it.</summary>
internal sealed record PendingUpdate
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>The end of the period as it was when the change was asked for.</summary>
    public required DateTimeOffset AppliesAt { get; init; }

    public Guid? ProductId { get; init; }

    public long? Seats { get; init; }

    public long? Units { get; init; }

    /// <summary>The discount that is to come, an explicit null for none, or nothing where it stays.</summary>
    public Optional<Guid?> Discount { get; init; }

    /// <summary>The period that the new product was promised; null where only a number changes.</summary>
    public (DateTimeOffset Start, DateTimeOffset End)? Period { get; init; }

    /// <summary>This change with a later one in it.</summary>
    public PendingUpdate Merge(PendingUpdate later, DateTimeOffset now) => this with
    {
        ModifiedAt = now,
        AppliesAt = later.AppliesAt,
        ProductId = later.ProductId ?? ProductId,
        Period = later.ProductId is null ? Period : later.Period,
        Seats = later.Seats ?? Seats,
        Units = later.Units ?? Units,
        Discount = later.Discount.IsSet ? later.Discount : Discount,
    };

    public PendingSubscriptionUpdate ToResource() => new()
    {
        Id = Id,
        CreatedAt = CreatedAt,
        ModifiedAt = ModifiedAt,
        AppliesAt = AppliesAt,
        ProductId = ProductId,
        Seats = Seats,
        Units = Units,
    };
}
