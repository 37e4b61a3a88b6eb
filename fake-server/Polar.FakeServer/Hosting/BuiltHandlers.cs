namespace Polar.FakeServer;

/// <summary>The groups that are built.</summary>
internal sealed partial class Handlers
{
    public static Handlers Built { get; } = new()
    {
        BenefitGrants = new BenefitGrantsOperations(),
        Benefits = new BenefitsOperations(),
        CheckoutLinks = new CheckoutLinksOperations(),
        Checkouts = new CheckoutsOperations(),
        CustomFields = new CustomFieldsOperations(),
        Customers = new CustomersOperations(),
        CustomerSessions = new CustomerSessionsOperations(),
        CustomerPortalBenefitGrants = new PortalBenefitGrantsOperations(),
        CustomerPortalDownloadables = new PortalDownloadablesOperations(),
        CustomerPortalLicenseKeys = new PortalLicenseKeysOperations(),
        CustomerPortalOrganizations = new PortalOrganizationsOperations(),
        Discounts = new DiscountsOperations(),
        Files = new FilesOperations(),
        LicenseKeys = new LicenseKeysOperations(),
        Orders = new OrdersOperations(),
        Organizations = new OrganizationsOperations(),
        Payments = new PaymentsOperations(),
        Products = new ProductsOperations(),
        Subscriptions = new SubscriptionsOperations(),
        Webhooks = new WebhooksOperations(),
    };
}
