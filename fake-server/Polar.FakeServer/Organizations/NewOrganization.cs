using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>An organization as Polar's sandbox makes it.</summary>
internal static class NewOrganization
{
    public static OrganizationRow Make(Guid id, DateTimeOffset now, string slug, string name) => new(new Organization
    {
        Id = id,
        CreatedAt = now,
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
        AccountId = null,
        PayoutAccountId = null,
        Capabilities = new OrganizationCapabilities
        {
            CheckoutPayments = true,
            SubscriptionRenewals = true,
            Payouts = true,
            Refunds = true,
            ApiAccess = true,
            DashboardAccess = true,
        },
    });

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
