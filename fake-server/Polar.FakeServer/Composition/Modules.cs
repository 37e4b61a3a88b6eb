using Polar.FakeServer.Authentication;
using Polar.FakeServer.Billing.Customers;
using Polar.FakeServer.Billing.Disputes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Payments;
using Polar.FakeServer.Billing.Refunds;
using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.Members;
using Polar.FakeServer.Entitlements.Benefits;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Entitlements.LicenseKeys;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Mail;
using Polar.FakeServer.OAuth2;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Portal;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Sales.CheckoutLinks;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Usage;
using Polar.FakeServer.Usage.Meters;
using Polar.FakeServer.Usage.Metrics;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Composition;

/// <summary>
/// The only place that names all modules. Handlers of the same domain event run in the order of this list: of a customer who is gone first the
/// subscriptions end, then the seats, then the grants.
/// </summary>
internal static class Modules
{
    private static readonly IModule[] s_all =
    [
        new OrganizationsModule(),
        new CustomersModule(),
        new MembersModule(),
        new MetersModule(),
        new CustomFieldsModule(),
        new FilesModule(),
        new ProductsModule(),
        new DiscountsModule(),
        new PaymentsModule(),
        new OrdersModule(),
        new SubscriptionsModule(),
        new SeatsModule(),
        new RefundsModule(),
        new DisputesModule(),
        new CustomerStatesModule(),
        new BenefitsModule(),
        new LicenseKeysModule(),
        new GrantsModule(),
        new CheckoutsModule(),
        new CheckoutLinksModule(),
        new UsageModule(),
        new MeteringModule(),
        new MetricsModule(),
        new AuthenticationModule(),
        new WebhooksModule(),
        new PortalModule(),
        new OAuth2Module(),
        new MailModule(),
    ];

    /// <summary>What they bring, composed once for all fakes of the process.</summary>
    public static ComposedModules Composed { get; } =
        ModuleBuilder.Compose(s_all, new DescribedApi(Routes.All, RequestSchemas.Get, OperationGroups.All));
}
