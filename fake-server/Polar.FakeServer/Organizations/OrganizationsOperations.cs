using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>The organization of a token; it sees no other.</summary>
internal sealed class OrganizationsOperations : IOrganizationsOperations
{
    public Outcome<ListResource<Organization>> ListOrganizations(Transaction transaction, OrganizationsListOrganizationsQuery query) =>
        transaction.World.Organizations.Visible(transaction)
            .Asked(query.Slug, (row, slug) => row.Shown.Slug.Equals(slug, StringComparison.OrdinalIgnoreCase))
            .Sorted(query.Sorting, OrganizationSortProperty.CreatedAt, SortKey)
            .Page(query.Page, query.Limit, row => row.Shown);

    private static Func<OrganizationRow, IComparable?> SortKey(string key) => key switch
    {
        "slug" => row => row.Shown.Slug,
        "name" => row => row.Shown.Name,

        // Nobody reviews the fake's organizations.
        "next_review_threshold" => _ => 0,
        "days_in_status" => row => -row.CreatedAt.UtcTicks,
        _ => row => row.CreatedAt,
    };

    public Outcome<Organization> Get(Transaction transaction, Guid id) =>
        transaction.World.Organizations.Visible(transaction, id) is { } row ? row.Shown : Failure.NotFound;

    public Outcome<Organization> Update(Transaction transaction, Guid id, OrganizationUpdate body)
    {
        if (transaction.World.Organizations.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var settings = body.SubscriptionSettings.Value ?? row.Shown.SubscriptionSettings;
        var portal = body.CustomerPortalSettings.Value ?? row.Shown.CustomerPortalSettings;
        var shown = row.Shown with
        {
            ModifiedAt = transaction.Now,
            Name = body.Name.Value ?? row.Shown.Name,
            AvatarUrl = body.AvatarUrl.Or(row.Shown.AvatarUrl),
            Email = body.Email.Or(row.Shown.Email),
            Website = body.Website.Or(row.Shown.Website),
            Socials = body.Socials.Value ?? row.Shown.Socials,
            Country = body.Country.Or(row.Shown.Country),
            SubscriptionSettings = settings,
            ProrationBehavior = settings.ProrationBehavior,
            CustomerEmailSettings = body.CustomerEmailSettings.Value ?? row.Shown.CustomerEmailSettings,
            CustomerPortalSettings = portal,
            AllowCustomerUpdates = portal.Subscription.UpdatePlan,
            EmbedHosts = body.EmbedHosts.Value ?? row.Shown.EmbedHosts,
            DefaultPresentmentCurrency = body.DefaultPresentmentCurrency.Value?.Value ?? row.Shown.DefaultPresentmentCurrency,
            DefaultTaxBehavior = body.DefaultTaxBehavior.Value ?? row.Shown.DefaultTaxBehavior,
        };
        transaction.World = transaction.World with { Organizations = transaction.World.Organizations.Update(new OrganizationRow(shown)) };
        transaction.Publish(id, "organization.updated", shown);
        return shown;
    }
}
