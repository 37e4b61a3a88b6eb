using System.Collections.Immutable;

namespace Polar.FakeServer;

/// <summary>The whole state of the fake, as a value: keeping one is a snapshot, going back to one is a restore.</summary>
internal sealed partial record World
{
    public required RandomSource Random { get; init; }

    public Table<OrganizationRow> Organizations { get; init; } = Table<OrganizationRow>.Empty.With(OrganizationRow.BySlug);

    public ImmutableDictionary<string, TokenRow> Tokens { get; init; } = ImmutableDictionary<string, TokenRow>.Empty;

    public ImmutableDictionary<Guid, UserRow> Users { get; init; } = ImmutableDictionary<Guid, UserRow>.Empty;

    public Table<ProductRow> Products { get; init; } = Table<ProductRow>.Empty
        .With(ProductRow.ByBenefit, ProductRow.ByMedia, ProductRow.ByCustomField, ProductRow.ByMetadata, ProductRow.ByPrice)
        .With(ProductRow.Orders);

    public Table<DiscountRow> Discounts { get; init; } = Table<DiscountRow>.Empty.With(DiscountRow.ByCode);

    public Table<RedemptionRow> Redemptions { get; init; } = Table<RedemptionRow>.Empty.With(RedemptionRow.ByDiscount, RedemptionRow.ByCheckout);

    /// <summary>Who has had a trial, by what it is known by.</summary>
    public ImmutableHashSet<TrialKey> TrialRedemptions { get; init; } = ImmutableHashSet<TrialKey>.Empty;

    public Table<CheckoutLinkRow> CheckoutLinks { get; init; } = Table<CheckoutLinkRow>.Empty.With(CheckoutLinkRow.ByClientSecret, CheckoutLinkRow.ByProduct);

    public Table<CustomFieldRow> CustomFields { get; init; } = Table<CustomFieldRow>.Empty.With(CustomFieldRow.BySlug);

    public Table<FileRow> Files { get; init; } = Table<FileRow>.Empty;

    public ImmutableDictionary<string, StoredUpload> Uploads { get; init; } = ImmutableDictionary<string, StoredUpload>.Empty;

    public ImmutableDictionary<ObjectKey, StoredObject> Objects { get; init; } = ImmutableDictionary<ObjectKey, StoredObject>.Empty;

    public Table<MeterRow> Meters { get; init; } = Table<MeterRow>.Empty;

    public Table<BenefitRow> Benefits { get; init; } = Table<BenefitRow>.Empty;

    public Table<BenefitGrantRow> BenefitGrants { get; init; } = Table<BenefitGrantRow>.Empty.With(BenefitGrantRow.ByBenefit, BenefitGrantRow.ByChannel);

    public Table<LinkedAccountRow> LinkedAccounts { get; init; } = Table<LinkedAccountRow>.Empty;

    public Table<SlackIntegrationRow> SlackIntegrations { get; init; } = Table<SlackIntegrationRow>.Empty;

    public IntegrationStates Integrations { get; init; } = IntegrationStates.Working;

    public Table<DownloadableRow> Downloadables { get; init; } = Table<DownloadableRow>.Empty.With(DownloadableRow.ByFile);

    public Table<LicenseKeyRow> LicenseKeys { get; init; } = Table<LicenseKeyRow>.Empty
        .With(LicenseKeyRow.ByKey, LicenseKeyRow.ByBenefit, LicenseKeyRow.ByStatus);

    public Table<CustomerRow> Customers { get; init; } = Table<CustomerRow>.Empty
        .With(CustomerRow.ByEmail, CustomerRow.ByExternalId, CustomerRow.ByMetadata)
        .With(CustomerRow.Orders);

    public Table<MemberRow> Members { get; init; } = Table<MemberRow>.Empty;

    public Table<CustomerSeatRow> CustomerSeats { get; init; } = Table<CustomerSeatRow>.Empty.With(CustomerSeatRow.ByContainer);

    public Table<CheckoutRow> Checkouts { get; init; } = Table<CheckoutRow>.Empty.With(CheckoutRow.ByClientSecret);

    public Table<OrderRow> Orders { get; init; } = Table<OrderRow>.Empty.With(OrderRow.ByProduct, OrderRow.BySubscription, OrderRow.ByCheckout);

    public Table<PaymentRow> Payments { get; init; } = Table<PaymentRow>.Empty.With(PaymentRow.ByOrder);

    public Table<SubscriptionRow> Subscriptions { get; init; } = Table<SubscriptionRow>.Empty.With(SubscriptionRow.ByProduct);

    public Table<WebhookEndpointRow> WebhookEndpoints { get; init; } = Table<WebhookEndpointRow>.Empty;

    public Table<WebhookEventRow> WebhookEvents { get; init; } = Table<WebhookEventRow>.Empty.With(WebhookEventRow.ByCompletion);

    public Table<WebhookDeliveryRow> WebhookDeliveries { get; init; } =
        Table<WebhookDeliveryRow>.Empty.With(WebhookDeliveryRow.ByEndpoint);

    public ImmutableSortedDictionary<JobPlace, IJob> Jobs { get; init; } = ImmutableSortedDictionary<JobPlace, IJob>.Empty;

    /// <summary>Where the jobs wait that have a key.</summary>
    public ImmutableDictionary<string, JobPlace> JobPlaces { get; init; } = ImmutableDictionary<string, JobPlace>.Empty;

    public long JobSequence { get; init; }

    /// <summary>Puts a job into the queue; one with the key of another takes that one's place.</summary>
    public World Schedule(DateTimeOffset due, IJob job)
    {
        var place = new JobPlace(due, job.Rank, JobSequence);
        var world = job.Key is { } key && JobPlaces.TryGetValue(key, out var waiting) ? Unschedule(waiting) : this;
        return world with
        {
            Jobs = world.Jobs.Add(place, job),
            JobPlaces = job.Key is { } named ? world.JobPlaces.Add(named, place) : world.JobPlaces,
            JobSequence = JobSequence + 1,
        };
    }

    /// <summary>Takes a job out of the queue.</summary>
    public World Unschedule(JobPlace place) => this with
    {
        Jobs = Jobs.Remove(place),
        JobPlaces = Jobs[place].Key is { } key ? JobPlaces.Remove(key) : JobPlaces,
    };
}
