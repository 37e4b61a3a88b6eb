using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Catalog.Meters;

/// <summary>Meters.</summary>
internal sealed class MetersModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Access("meters:", Permission.ViewProducts, Permission.ManageProducts)
        .Union("CountAggregation", new UnionTags(
            "AggregationFunction", ("count", "cnt"), ("sum", "sum"), ("max", "max"), ("min", "min"), ("avg", "avg"), ("unique", "unique")));
}
