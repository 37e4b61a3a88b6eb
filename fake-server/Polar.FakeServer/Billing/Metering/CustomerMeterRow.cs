using System.Collections.Immutable;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Billing.Metering;

/// <summary>How far a customer's events have been counted for one meter.</summary>
internal sealed record MeterProgress
{
    /// <summary>How many of the events that name the customer by Polar's id have been looked at.</summary>
    public int Own { get; init; }

    /// <summary>How many of those that name it by the merchant's id have.</summary>
    public int External { get; init; }

    /// <summary>The merchant's id that those are of.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What the events of the current period come to.</summary>
    public required Tally Usage { get; init; }

    /// <summary>The credits of the current period, by the time of each.</summary>
    public ImmutableList<Credit> Credits { get; init; } = [];

    /// <summary>When the latest period ended; null where none has.</summary>
    public DateTimeOffset? ResetAt { get; init; }

    /// <summary>When that was recorded.</summary>
    public DateTimeOffset? ResetRecordedAt { get; init; }

    /// <summary>The number of the event that recorded it.</summary>
    public long? ResetEvent { get; init; }

    /// <summary>When the last of the events that matter happened.</summary>
    public DateTimeOffset? NewestTimestamp { get; init; }

    /// <summary>The number of the newest event of the period that matters to the meter; null where there is none.</summary>
    public long? Latest { get; init; }

    /// <summary>When that event was ingested.</summary>
    public DateTimeOffset? LatestIngestedAt { get; init; }
}

/// <summary>What a customer has used of a meter in the current period, and what it was given: a value that is kept up to date event by event.</summary>
internal sealed record CustomerMeterRow : ICustomerOwned, IRow<CustomerMeterRow>
{
    public static OrganizationKey<CustomerMeterRow, Guid> ByMeter { get; } = Keys.One<CustomerMeterRow, Guid>(row => row.MeterId);

    /// <inheritdoc/>
    public static TableDefinition<CustomerMeterRow> Table { get; } = new("customer_meters", ByMeter);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public required Guid MeterId { get; init; }

    public decimal ConsumedUnits { get; init; }

    public long CreditedUnits { get; init; }

    public decimal Balance => CreditedUnits - ConsumedUnits;

    /// <summary>Whether something has happened that matters to the meter; before that nothing is counted.</summary>
    public bool IsActive { get; init; }

    /// <summary>The number of the event up to which the numbers are right; null while they are of none.</summary>
    public long? BalancedEvent { get; init; }

    public required MeterProgress Progress { get; init; }
}
