using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Entitlements.LicenseKeys;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Portal;
using Polar.FakeServer.Sales.CheckoutLinks;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Composition;

/// <summary>The groups that are built.</summary>
internal static class HandlerRegistry
{
    public static Handlers All { get; } = new()
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
