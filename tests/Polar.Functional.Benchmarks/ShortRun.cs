using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Polar.Benchmarks;

/// <summary>
/// Few and short iterations in one process, so that a whole run takes minutes and large worlds are made once. The minimum is shown because it is
/// what a busy machine disturbs least; methods of both sizes stand side by side.
/// </summary>
internal sealed class ShortRun : ManualConfig
{
    private const int Warmups = 8;
    private const int Iterations = 9;
    private const int IterationMilliseconds = 120;

    public ShortRun()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithLaunchCount(1)
            .WithWarmupCount(Warmups)
            .WithIterationCount(Iterations)
            .WithGcForce(false)
            .WithIterationTime(TimeInterval.FromMilliseconds(IterationMilliseconds))
            .AsDefault());
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Params, DefaultColumnProviders.Metrics);
        AddColumn(StatisticColumn.Median, StatisticColumn.Min, BaselineRatioColumn.RatioMean);
        HideColumns(Column.Gen0, Column.Gen1, Column.Gen2);
        AddLogger(ConsoleLogger.Default);
        AddExporter(MarkdownExporter.GitHub);
        WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared, MethodOrderPolicy.Declared));
        WithOptions(ConfigOptions.DisableLogFile);
        ArtifactsPath = Path.Combine("artifacts", "benchmarks");
    }
}
