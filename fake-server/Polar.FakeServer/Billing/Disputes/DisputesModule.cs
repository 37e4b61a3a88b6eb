using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Billing.Disputes;

/// <summary>Disputes.</summary>
internal sealed class DisputesModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Access("disputes:", Permission.ViewSales, Permission.ManageSales);
}
