using System.Collections.Frozen;

namespace Polar.FakeServer.Identity;

/// <summary>What a user is to an organization.</summary>
internal enum OrganizationRole
{
    Owner,
    Admin,
    Finance,
    Member,
}

/// <summary>What a role may do in an organization.</summary>
internal enum Permission
{
    ManageOrganization,
    ViewMembers,
    ManageMembers,
    ViewProducts,
    ManageProducts,
    ViewCustomFields,
    ManageCustomFields,
    ViewCustomers,
    ManageCustomers,
    ViewSales,
    ManageSales,
    ViewAnalytics,
    ManageAnalytics,
    IngestEvents,
    ViewFinance,
    ManageFinance,
}

/// <summary>Which role may do what.</summary>
internal static class Permissions
{
    private static readonly FrozenSet<Permission> s_notOfMembers = FrozenSet.Create(
        Permission.ManageOrganization, Permission.ManageMembers, Permission.ViewFinance, Permission.ManageFinance);

    private static readonly FrozenSet<Permission> s_ofFinance = FrozenSet.Create(
        Permission.ViewSales,
        Permission.ManageSales,
        Permission.ViewFinance,
        Permission.ViewCustomers,
        Permission.ViewProducts,
        Permission.ViewCustomFields,
        Permission.ViewAnalytics);

    public static bool Allows(this OrganizationRole role, Permission permission) => role switch
    {
        OrganizationRole.Owner or OrganizationRole.Admin => true,
        OrganizationRole.Finance => s_ofFinance.Contains(permission),
        _ => !s_notOfMembers.Contains(permission),
    };

    /// <summary>What the permission is for, as a user is told who lacks it.</summary>
    public static string Text(this Permission permission) => permission switch
    {
        Permission.ManageOrganization => "manage the organization",
        Permission.ViewMembers => "view members",
        Permission.ManageMembers => "manage members",
        Permission.ViewProducts => "view products",
        Permission.ManageProducts => "manage products",
        Permission.ViewCustomFields => "view custom fields",
        Permission.ManageCustomFields => "manage custom fields",
        Permission.ViewCustomers => "view customers",
        Permission.ManageCustomers => "manage customers",
        Permission.ViewSales => "view sales data",
        Permission.ManageSales => "manage sales",
        Permission.ViewAnalytics => "view analytics",
        Permission.ManageAnalytics => "manage analytics",
        Permission.IngestEvents => "ingest events",
        Permission.ViewFinance => "access financial data",
        _ => "manage financial data",
    };
}
