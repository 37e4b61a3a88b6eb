using System.Diagnostics;
using System.Globalization;

namespace Polar.Benchmarks.Comparing;

/// <summary>Runs comparisons, each twice and each time in a process of its own, and says whether the runs agree and the limits are kept.</summary>
internal sealed class ComparisonRunner(TextWriter output)
{
    /// <summary>The command line of the process that measures one comparison.</summary>
    public const string MeasureOption = "--measure";

    private const int Runs = 2;

    /// <summary>Two runs that differ by more are not believed.</summary>
    private const double Agreement = 0.15;

    /// <summary>Runs those whose names begin like this; all of them with an empty text.</summary>
    /// <returns>The exit code: 0 where all runs agree and all limits are kept.</returns>
    public async Task<int> RunAsync(string prefix)
    {
        var failed = false;
        foreach (var comparison in ComparisonCatalog.All.Where(comparison => comparison.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var results = new List<ComparisonResult>();
            for (var run = 0; run < Runs; run++)
            {
                results.Add(await MeasureApartAsync(comparison.Name));
            }

            failed |= !Report(comparison, results);
        }

        return failed ? 1 : 0;
    }

    private static async Task<ComparisonResult> MeasureApartAsync(string name)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ComparisonRunner).Assembly.Location);
        }

        start.ArgumentList.Add(MeasureOption);
        start.ArgumentList.Add(name);
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? ComparisonResult.FromJson(text)
            : throw new InvalidOperationException($"The process that measured '{name}' ended with {process.ExitCode}.");
    }

    private bool Report(IComparison comparison, List<ComparisonResult> results)
    {
        output.WriteLine($"## {comparison.Name}");
        output.WriteLine();
        output.WriteLine("| | run 1 | run 2 | allocated |");
        output.WriteLine("|---|--:|--:|--:|");
        for (var index = 0; index < results[0].Contenders.Count; index++)
        {
            var (one, other) = (results[0].Contenders[index], results[1].Contenders[index]);
            output.WriteLine($"| {one.Name} | {Time(one.Seconds)} | {Time(other.Seconds)} | {Size(one.Bytes)} |");
        }

        output.WriteLine();
        var kept = true;
        for (var index = 0; index < comparison.Limits.Count; index++)
        {
            kept &= Report(comparison.Limits[index], results[0].Ratios[index], results[1].Ratios[index]);
        }

        output.WriteLine();
        return kept;
    }

    private bool Report(Limit limit, double one, double other)
    {
        var agree = Math.Abs(one - other) <= Agreement * Math.Min(one, other);
        var kept = Math.Max(one, other) <= limit.Most;
        var verdict = !agree ? "the runs do not agree" : kept ? "kept" : "NOT KEPT";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"* {limit.Subject} / {limit.Reference}: {one:0.00} and {other:0.00}, at most {limit.Most:0.00}: {verdict}"));
        return agree && kept;
    }

    private static string Time(double seconds) => seconds < 1e-3
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e6:0.0} µs")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds * 1e3:0.00} ms");

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KB");
}
