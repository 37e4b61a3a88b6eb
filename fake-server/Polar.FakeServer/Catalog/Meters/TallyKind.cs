using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Meters;

/// <summary>How events become one number.</summary>
internal enum TallyKind
{
    Count,
    Sum,
    Maximum,
    Minimum,
    Average,
    Unique,
}

/// <summary>What the kinds have in common, and what tells them apart.</summary>
internal static class TallyKinds
{
    public static TallyKind Of(MeterAggregation aggregation) => aggregation switch
    {
        CountAggregation => TallyKind.Count,
        UniqueAggregation => TallyKind.Unique,
        PropertyAggregation property => Of(property.Func.Value),
        _ => throw new InvalidOperationException($"A {aggregation.GetType().Name} passed validation, but nothing is known of it."),
    };

    public static TallyKind Of(AggregationFunction function) => Of(function.Value);

    /// <summary>Whether the parts of a whole, counted apart, add up to it.</summary>
    public static bool IsSummable(this TallyKind kind) => kind is TallyKind.Count or TallyKind.Sum;

    /// <summary>The property that an aggregation reads; null where it counts events.</summary>
    public static string? PropertyOf(MeterAggregation aggregation) => aggregation switch
    {
        PropertyAggregation property => property.Property,
        UniqueAggregation unique => unique.Property,
        _ => null,
    };

    private static TallyKind Of(string function) => function switch
    {
        AggregationFunction.Values.Count => TallyKind.Count,
        AggregationFunction.Values.Sum => TallyKind.Sum,
        AggregationFunction.Values.Max => TallyKind.Maximum,
        AggregationFunction.Values.Min => TallyKind.Minimum,
        AggregationFunction.Values.Avg => TallyKind.Average,
        AggregationFunction.Values.Unique => TallyKind.Unique,
        _ => throw new InvalidOperationException($"The function {function} passed validation, but nothing is known of it."),
    };
}
