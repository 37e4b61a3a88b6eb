using BenchmarkDotNet.Running;
using Polar.Benchmarks;
using Polar.Benchmarks.Comparing;

switch (args)
{
    case ["--once"]:
        await ComparisonCatalog.RunOnceAsync(Console.Out);
        return await Once.RunAsync(Console.Out);

    // Years in one move of the clock, each part in a process of its own: `renewals plain`, `renewals mixed`, `renewals endpoint`, `renewals handled`,
    // `renewals changes`.
    case [RenewalReport.Name, var part]:
        return await RenewalReport.RunAsync(part, Console.Out);

    // Whole processes: `start`, and further builds of the tool, `start ~/.dotnet/tools/polar-fake`.
    case [StartReport.Name, .. var tools]:
        return await StartReport.RunAsync(tools, Console.Out);

    case [StartReport.ChildOption, var data]:
        return await StartReport.BeChildAsync(data == "empty", Console.Out);

    case [MetricReport.Name]:
        return await MetricReport.RunAsync(Console.Out);

    case [WebhookReport.Name]:
        return await WebhookReport.RunAsync(Console.Out);

    case [OrganizationReport.Name]:
        return await OrganizationReport.RunAsync(Console.Out);

    // Usage: `ingest server`, `ingest socket`, `ingest memory`.
    case [IngestReport.Name, var part]:
        return await IngestReport.RunAsync(part, Console.Out);

    // Meters: `meters few`, `meters million`, `meters many`.
    case [MeterReport.Name, var part]:
        return await MeterReport.RunAsync(part, Console.Out);

    // A world in a file: `data writers`, and in two processes `data make FILE` and `data open FILE`.
    case [DataReport.Name, .. var rest]:
        return await DataReport.RunAsync(rest, Console.Out);

    case ["compare", ..]:
        return await new ComparisonRunner(Console.Out).RunAsync(string.Join(' ', args[1..]));

    case [ComparisonRunner.MeasureOption, var name]:
        Console.WriteLine((await ComparisonResult.MeasureAsync(ComparisonCatalog.Find(name))).ToJson());
        return 0;

    // Without arguments all of them run; `--list flat` names them, `--filter` and the rest are BenchmarkDotNet's own.
    default:
        string[] all = ["--filter", "*"];
        BenchmarkSwitcher.FromAssembly(typeof(Once).Assembly).Run(args.Length == 0 ? all : args, new ShortRun());
        return 0;
}
