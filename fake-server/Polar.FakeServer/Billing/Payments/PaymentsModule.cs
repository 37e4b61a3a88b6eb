using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Billing.Payments;

/// <summary>Payments.</summary>
internal sealed class PaymentsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IPaymentsOperations>(new PaymentsOperations())
        .Access("payments:", Permission.ViewSales, Permission.ManageSales);
}
