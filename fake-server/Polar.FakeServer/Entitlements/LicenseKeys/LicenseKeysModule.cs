using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Entitlements.LicenseKeys;

/// <summary>License keys.</summary>
internal sealed class LicenseKeysModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ILicenseKeysOperations>(new LicenseKeysOperations())
        .Handle<ICustomerPortalLicenseKeysOperations>(new PortalLicenseKeysOperations())
        .Access("license_keys:", Permission.ViewProducts, Permission.ManageProducts)
        .Access("license_keys:validate", AccessRule.None)
        .Access("license_keys:activate", AccessRule.None)
        .Access("license_keys:deactivate", AccessRule.None)
        .Body("BenefitLicenseKeyExpirationProperties", new KeyExpirationRule());
}
