using System.Text.Json;
using System.Text.Json.Serialization;

namespace Polar.Benchmarks.Comparing;

/// <summary>What one process has measured.</summary>
/// <param name="Contenders">Times and allocations, in the contenders' order.</param>
/// <param name="Ratios">The ratio that each limit is about, in the limits' order.</param>
internal sealed record ComparisonResult(IReadOnlyList<ContenderResult> Contenders, IReadOnlyList<double> Ratios)
{
    /// <summary>Measures in this process.</summary>
    public static async Task<ComparisonResult> MeasureAsync(IComparison comparison)
    {
        await using (comparison)
        {
            var samples = await new Measurement(await comparison.PrepareAsync()).TakeAsync();
            return new ComparisonResult(
                [.. samples.Names.Select(name => new ContenderResult(name, samples.Seconds(name), samples.Bytes(name)))],
                [.. comparison.Limits.Select(limit => samples.Ratio(limit.Subject, limit.Reference))]);
        }
    }

    /// <summary>One line, for the process that has started this one.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ComparisonJson.Default.ComparisonResult);

    public static ComparisonResult FromJson(string json) => JsonSerializer.Deserialize(json, ComparisonJson.Default.ComparisonResult)!;
}

/// <summary>One contender's numbers.</summary>
/// <param name="Name">The contender.</param>
/// <param name="Seconds">The median time of a call.</param>
/// <param name="Bytes">The median allocation of a call.</param>
internal sealed record ContenderResult(string Name, double Seconds, long Bytes);

[JsonSerializable(typeof(ComparisonResult))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
