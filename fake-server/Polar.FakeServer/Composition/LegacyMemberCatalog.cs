using Polar.FakeServer.Billing.LicenseKeys;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.LicenseKeys;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Sales.CheckoutLinks;
using Polar.FakeServer.Sales.Checkouts;

namespace Polar.FakeServer.Composition;

/// <summary>
/// Members that the service sends though its API description leaves them out: for older clients, or in a newer version than the one described. What
/// writes them knows the version that the answer follows.
/// </summary>
internal static class LegacyMemberCatalog
{
    public static LegacyMembers All { get; } = new()
    {
        ProductPriceFixed = PriceLegacyMembers.Write,
        ProductPriceCustom = PriceLegacyMembers.Write,
        ProductPriceMeteredUnit = PriceLegacyMembers.Write,
        ProductPriceMeteredTiers = PriceLegacyMembers.Write,
        ProductPriceSeatBased = PriceLegacyMembers.WriteSeatBased,
        ProductPriceUnitBased = PriceLegacyMembers.Write,
        BenefitCustom = BenefitLegacyMembers.Write,
        BenefitSlackSharedChannel = BenefitLegacyMembers.Write,
        BenefitGitHubRepositoryProperties = BenefitLegacyMembers.WriteRepository,
        BenefitGrant = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        BenefitGrantCustomWebhook = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        BenefitGrantDiscordWebhook = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        BenefitGrantDownloadablesWebhook = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        BenefitGrantFeatureFlagWebhook = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        BenefitGrantGitHubRepositoryWebhook = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        BenefitGrantLicenseKeysWebhook = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        BenefitGrantMeterCreditWebhook = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        BenefitGrantSlackSharedChannelWebhook = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        CustomerBenefitGrantDiscord = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        CustomerBenefitGrantGitHubRepository = static (writer, grant) => UserLegacyMembers.WriteId(writer, grant.CustomerId),
        LicenseKeyRead = static (writer, key) => LicenseKeyLegacyMembers.Write(writer, key.Customer),
        LicenseKeyWithActivations = static (writer, key) => LicenseKeyLegacyMembers.Write(writer, key.Customer),
        ValidatedLicenseKey = static (writer, key) => LicenseKeyLegacyMembers.Write(writer, key.Customer),
        GrantedLicenseKey = static (writer, key) => LicenseKeyLegacyMembers.Write(writer, key.Customer),
        ValidatedLicenseKeyAfterExpiresAt = static (writer, key) => LicenseKeyPurchaseMembers.Write(writer, key.Id),
        GrantedLicenseKeyAfterExpiresAt = static (writer, key) => LicenseKeyPurchaseMembers.Write(writer, key.Id),
        RotatedLicenseKey = static (writer, key) => LicenseKeyLegacyMembers.Write(writer, key.Customer),
        CheckoutLink = CheckoutLinkLegacyMembers.Write,
        Checkout = CheckoutLegacyMembers.Write,
        CheckoutPublic = static (writer, checkout) => CheckoutLegacyMembers.Write(writer, checkout.NetAmount, checkout.BillingAddressFields),
        CheckoutPublicConfirmed = static (writer, checkout) => CheckoutLegacyMembers.Write(writer, checkout.NetAmount, checkout.BillingAddressFields),
        Order = OrderLegacyMembers.Write,
        CustomerOrder = OrderLegacyMembers.WriteInPortal,
        Subscription = SubscriptionLegacyMembers.Write,
        CustomerSubscription = SubscriptionLegacyMembers.WriteInPortal,
        OrderSubscription = static (writer, subscription) => SubscriptionLegacyMembers.WriteInOrder(writer, subscription.Id, subscription.CustomerId),
        CustomerOrderSubscription = static (writer, subscription) => SubscriptionLegacyMembers.WriteInOrder(writer, subscription.Id, subscription.CustomerId),
        CustomerStateSubscription = static (writer, subscription) => SubscriptionLegacyMembers.WritePriceId(writer, subscription.Id),
        OrganizationAfterAllowCustomerUpdates = static (writer, _) => OrganizationLegacyMembers.Write(writer),
        OrganizationAfterEmbedHosts = static (writer, _) => OrganizationLegacyMembers.WriteEmbedHosts(writer),
        Organization = static (writer, _) => OrganizationLegacyMembers.WriteNotifications(writer),
        OrganizationFeatureSettingsAfterIssueFundingEnabled = OrganizationLegacyMembers.WriteFeatures,
        CheckoutOrganizationAfterAllowCustomerUpdates = static (writer, organization) => OrganizationLegacyMembers.WritePublic(writer, organization.Id),
        CustomerOrganizationAfterAllowCustomerUpdates = static (writer, organization) => OrganizationLegacyMembers.WritePublic(writer, organization.Id),
        BenefitSubscriberOrganizationAfterAllowCustomerUpdates = static (writer, organization) => OrganizationLegacyMembers.WritePublic(writer, organization.Id),
    };
}
