using System.Collections.Immutable;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Persistence;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Meters;

/// <summary>What meters are.</summary>
internal sealed class MetersModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Keep<ImmutableList<Credit>>(static () => new ImmutableListCodec<Credit>())
        .Inspect(static () => ResourceKind.Of<MeterRow, Meter>(
            "Meters",
            (_, row) => row.Resource,
            (_, row) => row.Resource.Name,
            ("Unit", (_, row) => row.Resource.Unit.Value)))
        .Access("meters:", Permission.ViewProducts, Permission.ManageProducts)
        .Body("MeterCreate", new MeterUnitRule())
        .Body("FilterClause", new EventPropertyRule())
        .Body("PropertyAggregation", new EventPropertyRule())
        .Body("UniqueAggregation", new EventPropertyRule())
        .Union("CountAggregation", new UnionTags(
            "AggregationFunction", ("count", "cnt"), ("sum", "sum"), ("max", "max"), ("min", "min"), ("avg", "avg"), ("unique", "unique")));
}
