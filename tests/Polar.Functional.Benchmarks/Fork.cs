using BenchmarkDotNet.Attributes;
using Polar.FakeServer;

namespace Polar.Benchmarks;

/// <summary>A fake for one test from a world that is there already, small or large: it is to take less than a millisecond.</summary>
public class Fork : ShopBenchmark
{
    /// <summary>Forked and stopped again.</summary>
    [Benchmark]
    public async Task ForkAndStop()
    {
        await using var fake = await Shop.ForkAsync();
    }

    /// <summary>With one call in between.</summary>
    [Benchmark]
    public async Task<long> ForkCallAndStop()
    {
        await using var fake = await Shop.ForkAsync();
        var page = (await fake.Client.Products.ListAsync()).GetValueOrThrow();
        return page.Pagination.TotalCount;
    }
}
