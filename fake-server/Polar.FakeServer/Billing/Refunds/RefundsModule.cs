using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Billing.Refunds;

/// <summary>Refunds.</summary>
internal sealed class RefundsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IRefundsOperations>(new RefundsOperations())
        .Access("refunds:", Permission.ViewSales, Permission.ManageSales);
}
