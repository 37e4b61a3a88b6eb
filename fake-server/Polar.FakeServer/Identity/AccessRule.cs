using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Identity;

/// <summary>What an operation asks of a caller beyond subject and scope.</summary>
/// <param name="View">What a user's role must allow for an organization's things to be seen.</param>
/// <param name="Change">What it must allow for them to be changed.</param>
/// <param name="BillingOnly">Whether a member must handle the customer's billing.</param>
/// <param name="ManagersOnly">Whether a member must manage the customer's other members.</param>
internal sealed record AccessRule(Permission? View, Permission? Change, bool BillingOnly = false, bool ManagersOnly = false)
{
    private static readonly Failure s_noTeam = Failure.NotPermitted(
        "Member management is only available for team customers. Purchase a seat-based product to enable team features.");

    /// <summary>Asks nothing.</summary>
    public static AccessRule None { get; } = new(null, null);

    public static AccessRule Of(Route route)
    {
        var steps = route.Template.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (steps[1] == "customer-portal")
        {
            return None with { BillingOnly = HandlesBilling(route.Method, string.Join('/', steps[2..])), ManagersOnly = steps[2] == "members" };
        }

        var (view, change) = Rule(route.Id, steps[1]);
        return new AccessRule(view, route.Method == "GET" ? null : change);
    }

    /// <summary>Why a member may not; null when it may.</summary>
    public Failure? RoleFault(Caller caller)
    {
        if (caller.Kind != SubjectKind.Member || caller.MemberRole == MemberRole.Owner || caller.MemberRole == MemberRole.BillingManager)
        {
            return null;
        }

        return ManagersOnly ? Failure.NotPermitted("Insufficient role for this operation")
            : BillingOnly ? Failure.NotPermitted("Only owners and billing managers can access billing features.")
            : null;
    }

    /// <summary>Why the customer has no members to manage; null when it has.</summary>
    public Failure? TeamFault(Caller caller, World world) =>
        ManagersOnly && caller.Customer is { } customer && world.Customers.Find(customer) is not { Resource: CustomerTeam } ? s_noTeam : null;

    private static bool HandlesBilling(string method, string path) =>
        path.StartsWith("orders", StringComparison.Ordinal)
        || path.StartsWith("wallets", StringComparison.Ordinal)
        || path.StartsWith("customers/me/payment-methods", StringComparison.Ordinal)
        || path == "customers/me/email-update/request"
        || (path == "customers/me" && method == "PATCH")
        || (method != "GET" && path.StartsWith("seats", StringComparison.Ordinal))
        || (method != "GET" && path.StartsWith("subscriptions", StringComparison.Ordinal));

    private static (Permission? View, Permission? Change) Rule(string operation, string resource) => (operation, resource) switch
    {
        ("license_keys:validate" or "license_keys:activate" or "license_keys:deactivate", _) => (null, null),
        ("subscriptions:create", _) => (Permission.ViewSales, Permission.ManageCustomers),
        ("events:ingest", _) => (Permission.ViewAnalytics, Permission.IngestEvents),
        (_, "organizations") => (null, Permission.ManageOrganization),
        (_, "webhooks") => (Permission.ManageOrganization, Permission.ManageOrganization),
        (_, "products" or "benefits" or "checkout-links" or "discounts" or "files" or "license-keys" or "meters") =>
            (Permission.ViewProducts, Permission.ManageProducts),
        (_, "checkouts" or "orders" or "payments" or "refunds" or "disputes" or "subscriptions") =>
            (Permission.ViewSales, Permission.ManageSales),
        (_, "custom-fields") => (Permission.ViewCustomFields, Permission.ManageCustomFields),
        (_, "customers") when operation.StartsWith("customers:members:", StringComparison.Ordinal) => (null, null),
        (_, "customers" or "benefit-grants") => (Permission.ViewCustomers, Permission.ManageCustomers),
        (_, "events" or "event-types" or "metrics") => (Permission.ViewAnalytics, Permission.ManageAnalytics),
        _ => (null, null),
    };
}
