using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Organizations;

/// <summary>An organization: what the wire shows of it, and what it does not.</summary>
internal sealed record OrganizationRow(Organization Resource) : IRow<OrganizationRow>
{
    /// <summary>The organization that has a slug, in whatever case.</summary>
    public static WorldKey<OrganizationRow, string> BySlug { get; } = new(row => [row.Resource.Slug], StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public static TableDefinition<OrganizationRow> Table { get; } = new("organizations", BySlug);

    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.Id;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;

    public OrganizationStatus Status => Resource.Status;

    /// <summary>Whether its tokens, and those of its users and customers, stand for anybody.</summary>
    public bool MayAuthenticate => Resource.Capabilities.ApiAccess;

    /// <summary>What its invoices' numbers begin with.</summary>
    public string InvoicePrefix => Resource.Slug.ToUpperInvariant();

    /// <summary>Whether its invoices are numbered one after the other, whosoever they are, rather than each customer's; only Polar itself changes that.</summary>
    public bool NumbersInvoicesTogether { get; init; }

    /// <summary>How many invoices have been numbered so.</summary>
    public int Invoices { get; init; }

    /// <summary>The feature flag of seat-based prices, which the API description no longer has.</summary>
    public bool SellsSeats { get; init; } = true;

    /// <summary>Whether customers act through their members, who hold what was bought.</summary>
    public bool HasMemberModel => Resource.FeatureSettings?.MemberModelEnabled == true;

    /// <summary>Whether customers have members at all.</summary>
    public bool HasMembers => SellsSeats || HasMemberModel;

    /// <summary>What it told about its business, which only Polar gets to see.</summary>
    public OrganizationDetails? Details { get; init; }

    /// <summary>When its status became what it is; null while it has the one that it was made with.</summary>
    public DateTimeOffset? StatusChangedAt { get; init; }

    /// <summary>Whether it was updated before.</summary>
    public bool IsOnboarded { get; init; }

    /// <summary>The row that shows this, and what follows from it in line with it.</summary>
    public OrganizationRow With(Organization shown) => this with
    {
        Resource = shown with
        {
            ProrationBehavior = shown.SubscriptionSettings.ProrationBehavior,
            AllowCustomerUpdates = shown.CustomerPortalSettings.Subscription.UpdatePlan,
        },
    };
}
