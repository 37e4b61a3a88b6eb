using Polar.FakeServer.Customers;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.LicenseKeys;

/// <summary>License keys.</summary>
internal sealed class LicenseKeysModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ILicenseKeysOperations>(new LicenseKeysOperations())
        .Handle<ICustomerPortalLicenseKeysOperations>(new PortalLicenseKeysOperations())
        .Inspect(static () => ResourceKind.Of<LicenseKeyRow, LicenseKeyRead>(
            "License keys",
            (transaction, row) => LicenseKeyRules.ToResource(transaction.World, row),
            (_, row) => row.DisplayKey,
            ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId)),
            ("Status", (_, row) => row.Status.Value),
            ("Activations", (_, row) => $"{row.Activations.Count}")))
        .Access("license_keys:", Permission.ViewProducts, Permission.ManageProducts)
        .Access("license_keys:validate", AccessRule.None)
        .Access("license_keys:activate", AccessRule.None)
        .Access("license_keys:deactivate", AccessRule.None)
        .Body("BenefitLicenseKeyExpirationProperties", new KeyExpirationRule());
}
