using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Catalog.Meters;

/// <summary>What a customer has used of a meter counts from nothing again; what may be kept of its credit is kept.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Meter">The meter.</param>
/// <param name="At">When the period was over; null where it is over now.</param>
internal sealed record MeterPeriodEnded(Guid Organization, Guid Customer, Guid Meter, DateTimeOffset? At) : IDomainEvent;

/// <summary>A customer was given units of a meter, or they were taken back.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Units">How many; below zero where they were taken back.</param>
/// <param name="IsRollover">Whether they may be kept when the period ends.</param>
internal sealed record MeterCredited(Guid Organization, Guid Customer, Guid Meter, long Units, bool IsRollover) : IDomainEvent;

/// <summary>A customer is about to be given the units of another period: where nothing has ended the meter's period since the last ones, it ends.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Meter">The meter.</param>
/// <param name="LastCreditedAt">When it was given units the last time.</param>
internal sealed record MeterCreditRenewing(Guid Organization, Guid Customer, Guid Meter, DateTimeOffset LastCreditedAt) : IDomainEvent;
