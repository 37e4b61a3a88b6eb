using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Composition;

/// <summary>The only place that names all modules. Handlers of the same domain event run in the order of this list.</summary>
internal static class Modules
{
    private static readonly IModule[] s_all = [];

    /// <summary>What they bring, composed once for all fakes of the process.</summary>
    public static ComposedModules Composed { get; } = ModuleBuilder.Compose(s_all);
}
