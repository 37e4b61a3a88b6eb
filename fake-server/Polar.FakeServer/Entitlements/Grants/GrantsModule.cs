using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Grants of benefits.</summary>
internal sealed class GrantsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IBenefitGrantsOperations>(new BenefitGrantsOperations())
        .Access("benefit-grants:", Permission.ViewCustomers, Permission.ManageCustomers)
        .Body("BenefitSlackSharedChannelCreateProperties", new ChannelTemplateRule());
}
