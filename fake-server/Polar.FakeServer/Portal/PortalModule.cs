using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Portal.Accounts;
using Polar.FakeServer.Portal.Orders;
using Polar.FakeServer.Portal.SignIn;
using Polar.FakeServer.Portal.Wallets;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>The customer portal: what customers and their members see and do themselves.</summary>
internal sealed class PortalModule : IModule
{
    private static readonly Failure s_noTeam = Failure.NotPermitted(
        "Member management is only available for team customers. Purchase a seat-based product to enable team features.");

    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ICustomerPortalBenefitGrantsOperations>(new PortalBenefitGrantsOperations())
        .Handle<ICustomerPortalCustomersOperations>(new PortalCustomersOperations())
        .Handle<ICustomerPortalCustomerSessionOperations>(new PortalSessionsOperations())
        .Handle<ICustomerPortalCustomerMetersOperations>(new PortalCustomerMetersOperations())
        .Handle<ICustomerPortalDownloadablesOperations>(new PortalDownloadablesOperations())
        .Handle<ICustomerPortalOrdersOperations>(new PortalOrdersOperations())
        .Handle<ICustomerPortalMembersOperations>(new PortalMembersOperations())
        .Handle<ICustomerPortalSeatsOperations>(new PortalSeatsOperations())
        .Handle<ICustomerPortalOrganizationsOperations>(new PortalOrganizationsOperations())
        .Handle<ICustomerPortalSubscriptionsOperations>(new PortalSubscriptionsOperations())
        .Handle<ICustomerPortalWalletsOperations>(new PortalWalletsOperations())
        .Inspect(PortalKinds.SessionCodes)
        .Inspect(PortalKinds.EmailChanges)
        .Inspect(PortalKinds.AccountRequests)
        .Route(SignInRoutes.Request)
        .Route(SignInRoutes.Authenticate)
        .Route(AccountRoutes.Authorize)
        .Route(AccountRoutes.Callback)
        .Route(PortalCustomerExport.Route)
        .Route(PortalStream.Route)
        .Route(PortalSubscriptionRevocation.Route)
        .Routes(PortalSubscriptionPreviews.All)
        .Schema("CustomerSubscriptionChangePreviewProduct", static () => SubscriptionPreviewRoutes.Product(isMerchants: false))
        .Schema("CustomerSubscriptionChangePreviewSeats", static () => SubscriptionPreviewRoutes.Count("seats", isMerchants: false))
        .Access("customer_portal:subscriptions:change_preview", AccessRule.Billing)
        .Body("CustomerOrderConfirmPayment", new OneCardRule())
        .WritesOnGet("customer_portal:downloadables:get")
        .Secret("customer_portal:downloadables:get", "token")
        .WritesOnGet("customer_portal:orders:receipt")
        .Access("customer_portal:orders:", AccessRule.Billing)
        .Access("customer_portal:wallets:", AccessRule.Billing)
        .Access("customer_portal:customers:list_payment_methods", AccessRule.Billing)
        .Access("customer_portal:customers:add_payment_method", AccessRule.Billing)
        .Access("customer_portal:customers:confirm_payment_method", AccessRule.Billing)
        .Access("customer_portal:customers:delete_payment_method", AccessRule.Billing)
        .Access("customer_portal:customers:request_email_update", AccessRule.Billing)
        .Access("customer_portal:customers:update", AccessRule.Billing)
        .Access("customer_portal:seats:assign_seat", AccessRule.Billing)
        .Access("customer_portal:seats:revoke_seat", AccessRule.Billing)
        .Access("customer_portal:seats:resend_invitation", AccessRule.Billing)
        .Access("customer_portal:subscriptions:update", AccessRule.Billing)
        .Access("customer_portal:subscriptions:cancel", AccessRule.Billing)
        .Access("customer_portal:subscriptions:revoke", AccessRule.Billing)
        .Access("customer_portal:members:", AccessRule.Managers)
        .Require("customer_portal:members:list_members", Stage.AfterValidation, RequireTeam)
        .Require("customer_portal:members:add_member", Stage.AfterValidation, RequireTeam)
        .Require("customer_portal:members:update_member", Stage.AfterValidation, RequireTeam)
        .Require("customer_portal:members:remove_member", Stage.AfterValidation, RequireTeam)
        .Union(
            "CustomerBenefitGrantCustomUpdate",
            UnionTags.From(
                "BenefitType",
                "discord", "github_repository", "downloadables", "license_keys", "custom", "meter_credit", "feature_flag", "slack_shared_channel"));

    /// <summary>Refuses customers that have no members to manage.</summary>
    private static Failure? RequireTeam(Route route, Caller caller, World world, IReadOnlyList<string> path) =>
        caller.Customer is { } customer && world.Customers.Find(customer) is not { Resource: CustomerTeam } ? s_noTeam : null;
}
