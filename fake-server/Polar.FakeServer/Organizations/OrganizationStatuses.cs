using Polar.Functional.Contracts;

namespace Polar.FakeServer.Organizations;

/// <summary>What follows from an organization's status.</summary>
internal static class OrganizationStatuses
{
    private static readonly OrganizationCapabilities s_all = new()
    {
        CheckoutPayments = true,
        SubscriptionRenewals = true,
        Payouts = true,
        Refunds = true,
        ApiAccess = true,
        DashboardAccess = true,
    };

    private static readonly OrganizationCapabilities s_access = s_all with
    {
        CheckoutPayments = false,
        SubscriptionRenewals = false,
        Payouts = false,
        Refunds = false,
    };

    /// <summary>What an organization may do in this status.</summary>
    public static OrganizationCapabilities Capabilities(OrganizationStatus status) => status.Value switch
    {
        OrganizationStatus.Values.Created or OrganizationStatus.Values.Denied => s_access,
        OrganizationStatus.Values.Offboarding => s_all with { Payouts = false },
        OrganizationStatus.Values.Offboarded => s_access with { Payouts = true },
        OrganizationStatus.Values.Blocked => s_access with { ApiAccess = false, DashboardAccess = false },
        _ => s_all,
    };

    /// <summary>The status as the public is shown it, of the four that there once were.</summary>
    public static string Public(OrganizationStatus status) => status.Value switch
    {
        OrganizationStatus.Values.Created => "created",
        OrganizationStatus.Values.Review or OrganizationStatus.Values.Snoozed => "under_review",
        OrganizationStatus.Values.Active or OrganizationStatus.Values.Offboarding => "active",
        _ => "denied",
    };
}
