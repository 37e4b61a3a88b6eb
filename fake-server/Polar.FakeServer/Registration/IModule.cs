namespace Polar.FakeServer.Registration;

/// <summary>A resource as the rest of the fake knows it: everything that it brings along is registered here.</summary>
internal interface IModule
{
    /// <summary>Adds what the resource brings. It is called once per process and must be cheap: nothing is computed before it is needed.</summary>
    void Register(ModuleBuilder module);
}
