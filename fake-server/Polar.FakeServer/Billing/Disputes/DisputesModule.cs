using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Billing.Disputes;

/// <summary>Disputes.</summary>
internal sealed class DisputesModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IDisputesOperations>(new DisputesOperations())
        .Access("disputes:", Permission.ViewSales, Permission.ManageSales);
}
