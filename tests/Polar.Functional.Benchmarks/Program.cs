using BenchmarkDotNet.Running;
using Polar.Benchmarks;

// Without arguments all of them run; `--list flat` names them, `--filter` and the rest are BenchmarkDotNet's own.
if (args is ["--once"])
{
    return await Once.RunAsync(Console.Out);
}

string[] all = ["--filter", "*"];
BenchmarkSwitcher.FromAssembly(typeof(Once).Assembly).Run(args.Length == 0 ? all : args, new ShortRun());
return 0;
