using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Authentication;

/// <summary>Tokens that people manage in Polar's dashboard.</summary>
internal sealed class AuthenticationModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        foreach (var route in TokenRoutes.All)
        {
            module.Route(route);
        }
    }
}
