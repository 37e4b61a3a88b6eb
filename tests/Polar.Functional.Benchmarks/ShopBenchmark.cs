using BenchmarkDotNet.Attributes;

namespace Polar.Benchmarks;

/// <summary>A benchmark over a shop of two sizes, side by side: what costs the same in both does not grow with the rows.</summary>
public abstract class ShopBenchmark
{
    private Shop? _shop;

    [Params(1_000, 100_000)]
    public int Rows { get; set; }

    private protected Shop Shop => _shop!;

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _shop = await Shop.OpenAsync(Rows);
        Prepare();
    }

    [GlobalCleanup]
    public async Task CloseAsync() => await Shop.DisposeAsync();

    /// <summary>Chooses what is asked for, before anything is measured.</summary>
    private protected virtual void Prepare()
    {
    }
}
