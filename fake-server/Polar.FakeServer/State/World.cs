using System.Collections.Immutable;

namespace Polar.FakeServer;

/// <summary>The whole state of the fake, as a value: keeping one is a snapshot, going back to one is a restore.</summary>
internal sealed partial record World
{
    public required RandomSource Random { get; init; }

    public Table<OrganizationRow> Organizations { get; init; } = Table<OrganizationRow>.Empty;

    public ImmutableDictionary<string, TokenRow> Tokens { get; init; } = ImmutableDictionary<string, TokenRow>.Empty;

    public ImmutableDictionary<Guid, UserRow> Users { get; init; } = ImmutableDictionary<Guid, UserRow>.Empty;

    public Table<ProductRow> Products { get; init; } = Table<ProductRow>.Empty;

    public Table<DiscountRow> Discounts { get; init; } = Table<DiscountRow>.Empty;

    public Table<RedemptionRow> Redemptions { get; init; } = Table<RedemptionRow>.Empty;

    public Table<MeterRow> Meters { get; init; } = Table<MeterRow>.Empty;

    public Table<BenefitRow> Benefits { get; init; } = Table<BenefitRow>.Empty;

    public Table<BenefitGrantRow> BenefitGrants { get; init; } = Table<BenefitGrantRow>.Empty;

    public Table<LicenseKeyRow> LicenseKeys { get; init; } = Table<LicenseKeyRow>.Empty;

    public Table<CustomerRow> Customers { get; init; } = Table<CustomerRow>.Empty;

    public Table<MemberRow> Members { get; init; } = Table<MemberRow>.Empty;

    public Table<CheckoutRow> Checkouts { get; init; } = Table<CheckoutRow>.Empty;

    public Table<OrderRow> Orders { get; init; } = Table<OrderRow>.Empty;

    public Table<PaymentRow> Payments { get; init; } = Table<PaymentRow>.Empty;

    public Table<SubscriptionRow> Subscriptions { get; init; } = Table<SubscriptionRow>.Empty;

    public Table<WebhookEndpointRow> WebhookEndpoints { get; init; } = Table<WebhookEndpointRow>.Empty;

    public Table<WebhookEventRow> WebhookEvents { get; init; } = Table<WebhookEventRow>.Empty;

    public Table<WebhookDeliveryRow> WebhookDeliveries { get; init; } = Table<WebhookDeliveryRow>.Empty;

    public ImmutableSortedDictionary<JobPlace, IJob> Jobs { get; init; } = ImmutableSortedDictionary<JobPlace, IJob>.Empty;

    public long JobSequence { get; init; }

    /// <summary>Puts a job into the queue; one with the key of another takes that one's place.</summary>
    public World Schedule(DateTimeOffset due, IJob job)
    {
        var jobs = Jobs;
        if (job.Key is { } key)
        {
            foreach (var (place, waiting) in Jobs)
            {
                if (waiting.Key == key)
                {
                    jobs = jobs.Remove(place);
                }
            }
        }

        return this with
        {
            Jobs = jobs.Add(new JobPlace(due, job.Rank, JobSequence), job),
            JobSequence = JobSequence + 1,
        };
    }
}
