using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What an update makes of an organization, and what stands against it.</summary>
internal static class OrganizationChange
{
    private static readonly (string Domain, OrganizationSocialPlatforms Platform)[] s_platforms =
    [
        ("twitter.com", OrganizationSocialPlatforms.X),
        ("x.com", OrganizationSocialPlatforms.X),
        ("github.com", OrganizationSocialPlatforms.GitHub),
        ("facebook.com", OrganizationSocialPlatforms.Facebook),
        ("fb.com", OrganizationSocialPlatforms.Facebook),
        ("instagram.com", OrganizationSocialPlatforms.Instagram),
        ("youtube.com", OrganizationSocialPlatforms.Youtube),
        ("youtu.be", OrganizationSocialPlatforms.Youtube),
        ("tiktok.com", OrganizationSocialPlatforms.Tiktok),
        ("linkedin.com", OrganizationSocialPlatforms.Linkedin),
        ("threads.net", OrganizationSocialPlatforms.Threads),
        ("discord.gg", OrganizationSocialPlatforms.Discord),
        ("discord.com", OrganizationSocialPlatforms.Discord),
    ];

    public static Failure? Fault(World world, Organization organization, OrganizationUpdate body)
    {
        if (body.DisputeSettings.Value?.AutoAcceptBelowAmount is not null
            && organization.FeatureSettings is not { DisputesEnabled: true, DisputeAutoAcceptEnabled: true })
        {
            return new Failure(403, "DisputeAutoAcceptNotEnabled", "Dispute auto-accept is not enabled for this organization.");
        }

        if (body.SsoEnforced.Value == true)
        {
            return Failure.NotPermitted("You must be signed in through SSO for this organization to enforce it.");
        }

        return body.DefaultPresentmentCurrency.Value?.Value is { } currency && currency != organization.DefaultPresentmentCurrency
            && world.Products.Of(organization.Id).Any(product => Lacks(product, currency))
            ? Failure.Invalid(Issue.Value(
                "All active products must have prices in the new currency.", JsonValue.Create(currency), "default_presentment_currency"))
            : null;
    }

    public static Organization Apply(Organization organization, OrganizationUpdate body)
    {
        var subscriptions = body.SubscriptionSettings.Value ?? organization.SubscriptionSettings;
        var portal = body.CustomerPortalSettings.Value ?? organization.CustomerPortalSettings;
        return organization with
        {
            Name = body.Name.Value ?? organization.Name,
            AvatarUrl = Avatar(body.AvatarUrl.Or(organization.AvatarUrl)),
            Email = body.Email.Or(organization.Email),
            Website = body.Website.Or(organization.Website),
            Socials = body.Socials.Value?.Select(link => link with { Platform = PlatformOf(link.Url) }).ToValueList() ?? organization.Socials,
            Country = body.Country.Or(organization.Country),
            FeatureSettings = body.FeatureSettings.Value is { } features ? Merged(organization.FeatureSettings, features) : organization.FeatureSettings,
            SubscriptionSettings = subscriptions,
            ProrationBehavior = subscriptions.ProrationBehavior,
            CustomerEmailSettings = body.CustomerEmailSettings.Value ?? organization.CustomerEmailSettings,
            CustomerPortalSettings = portal,
            AllowCustomerUpdates = portal.Subscription.UpdatePlan,
            DisputeSettings = body.DisputeSettings.Value is { } disputes
                ? new OrganizationDisputeSettings { AutoAcceptBelowAmount = disputes.AutoAcceptBelowAmount }
                : organization.DisputeSettings,
            EmbedHosts = body.EmbedHosts.Value ?? organization.EmbedHosts,
            DefaultPresentmentCurrency = body.DefaultPresentmentCurrency.Value?.Value ?? organization.DefaultPresentmentCurrency,
            DefaultTaxBehavior = body.DefaultTaxBehavior.Value ?? organization.DefaultTaxBehavior,
        };
    }

    private static bool Lacks(ProductRow product, string currency) =>
        product is { IsDeleted: false, Shown.IsArchived: false } && !product.ActivePrices.Any(price => price.PriceCurrency == currency);

    /// <summary>Only what merchants may choose themselves is taken.</summary>
    private static OrganizationFeatureSettings Merged(OrganizationFeatureSettings? kept, OrganizationFeatureSettingsUpdate sent)
    {
        var features = kept ?? new OrganizationFeatureSettings();
        return features with
        {
            MemberModelEnabled = sent.MemberModelEnabled ?? features.MemberModelEnabled,
            CheckoutLocalizationEnabled = sent.CheckoutLocalizationEnabled ?? features.CheckoutLocalizationEnabled,
            OverviewMetrics = sent.OverviewMetrics ?? features.OverviewMetrics,
        };
    }

    /// <summary>Logos that Polar looked up itself are not kept as if they had been chosen.</summary>
    private static string? Avatar(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Host.EndsWith("logo.dev", StringComparison.Ordinal) ? null : url;

    private static OrganizationSocialPlatforms PlatformOf(string url)
    {
        const string Web = "www.";
        var host = Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : "";
        var domain = host.StartsWith(Web, StringComparison.Ordinal) ? host[Web.Length..] : host;
        return s_platforms.Where(entry => entry.Domain == domain).Select(entry => entry.Platform).FirstOrDefault(OrganizationSocialPlatforms.Other);
    }
}
