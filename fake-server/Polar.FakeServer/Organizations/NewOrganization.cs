using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Organizations;

/// <summary>An organization as Polar's sandbox makes it.</summary>
internal static class NewOrganization
{
    /// <summary>One that nothing but the name is known of.</summary>
    public static OrganizationRow Make(Transaction transaction, string slug, string name) => new(new Organization
    {
        Id = transaction.NewId(),
        CreatedAt = transaction.Now,
        ModifiedAt = null,
        Name = name,
        Slug = slug,
        AvatarUrl = null,
        ProrationBehavior = SubscriptionProrationBehavior.Prorate,
        AllowCustomerUpdates = true,
        Email = null,
        Website = null,
        Socials = ValueList<OrganizationSocialLink>.Empty,
        Status = OrganizationStatus.Active,
        DetailsSubmittedAt = null,
        OnboardingResubmissionRequestedAt = null,
        SsoEnforced = false,
        DefaultPresentmentCurrency = "usd",
        DefaultTaxBehavior = TaxBehaviorOption.Location,
        FeatureSettings = s_features,
        SubscriptionSettings = new OrganizationSubscriptionSettings
        {
            AllowMultipleSubscriptions = false,
            ProrationBehavior = SubscriptionProrationBehavior.Prorate,
            BenefitRevocationGracePeriod = 0,
            PreventTrialAbuse = false,
            AllowCustomerUpdates = true,
        },
        CustomerEmailSettings = s_emails,
        CustomerPortalSettings = new OrganizationCustomerPortalSettings
        {
            Usage = new CustomerPortalUsageSettings { Show = true },
            Subscription = new CustomerPortalSubscriptionSettings { UpdateSeats = true, UpdatePlan = true },
            Customer = new CustomerPortalCustomerSettings { AllowEmailChange = false },
        },
        DisputeSettings = new OrganizationDisputeSettings { AutoAcceptBelowAmount = null },
        EmbedHosts = ValueList<string>.Empty,
        Country = null,
        AccountId = transaction.NewId(),
        PayoutAccountId = null,
        Capabilities = OrganizationStatuses.Capabilities(OrganizationStatus.Active),
    });

    /// <summary>One as somebody describes it.</summary>
    public static OrganizationRow Make(Transaction transaction, OrganizationCreate body)
    {
        var row = Make(transaction, body.Slug, body.Name);
        var plain = row.Resource;
        return row.With(plain with
        {
            AvatarUrl = body.AvatarUrl,
            Email = body.Email,
            Website = body.Website,
            Socials = body.Socials ?? plain.Socials,
            Country = body.Country,
            DefaultPresentmentCurrency = body.DefaultPresentmentCurrency?.Value ?? plain.DefaultPresentmentCurrency,
            DefaultTaxBehavior = body.DefaultTaxBehavior ?? plain.DefaultTaxBehavior,
            FeatureSettings = s_features with
            {
                CheckoutLocalizationEnabled = body.FeatureSettings?.CheckoutLocalizationEnabled ?? false,
                OverviewMetrics = body.FeatureSettings?.OverviewMetrics,
            },
            SubscriptionSettings = body.SubscriptionSettings ?? plain.SubscriptionSettings,
            CustomerEmailSettings = body.CustomerEmailSettings ?? plain.CustomerEmailSettings,
            CustomerPortalSettings = body.CustomerPortalSettings ?? plain.CustomerPortalSettings,
        }) with
        { Details = body.Details };
    }

    private static readonly OrganizationFeatureSettings s_features = new()
    {
        IssueFundingEnabled = false,
        WalletsEnabled = false,
        MemberModelEnabled = true,
        CheckoutLocalizationEnabled = false,
        ResetProrationBehaviorEnabled = false,
        OffSessionChargesEnabled = false,
        MeterCyclingEnabled = false,
        SlackBenefitEnabled = false,
        PreviewAccessEnabled = false,
        DisputesEnabled = false,
        SsoEnabled = false,
        DisputeAutoAcceptEnabled = false,
        CompassEnabled = false,
        MerchantMigrationEnabled = false,
        FrameAncestorsEnforced = false,
    };

    private static readonly OrganizationCustomerEmailSettings s_emails = new()
    {
        OrderConfirmation = true,
        PaymentMethodExpirationReminder = true,
        SubscriptionCancellation = true,
        SubscriptionConfirmation = true,
        SubscriptionCycled = true,
        SubscriptionCycledAfterTrial = true,
        SubscriptionPastDue = true,
        SubscriptionPaused = true,
        SubscriptionResumed = true,
        SubscriptionRenewalReminder = true,
        SubscriptionRevoked = true,
        SubscriptionTrialConversionReminder = true,
        SubscriptionUncanceled = true,
        SubscriptionUpdated = true,
    };
}
