using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Catalog.Meters;

/// <summary>What meters are.</summary>
internal sealed class MetersModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Access("meters:", Permission.ViewProducts, Permission.ManageProducts)
        .Body("MeterCreate", new MeterUnitRule())
        .Body("FilterClause", new EventPropertyRule())
        .Body("PropertyAggregation", new EventPropertyRule())
        .Body("UniqueAggregation", new EventPropertyRule())
        .Union("CountAggregation", new UnionTags(
            "AggregationFunction", ("count", "cnt"), ("sum", "sum"), ("max", "max"), ("min", "min"), ("avg", "avg"), ("unique", "unique")));
}
