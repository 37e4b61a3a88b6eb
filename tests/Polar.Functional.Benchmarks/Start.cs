using BenchmarkDotNet.Attributes;
using Polar.FakeServer;

namespace Polar.Benchmarks;

/// <summary>A fake for one test, started and stopped in a process that has had one before.</summary>
public class Start
{
    /// <summary>Without sample data, or with it.</summary>
    [Params(true, false)]
    public bool Empty { get; set; }

    [Benchmark]
    public async Task StartAndStop()
    {
        await using var fake = await FakePolar.StartAsync(new FakePolarOptions { Empty = Empty });
    }

    /// <summary>One call in it, which is when most of it is first used.</summary>
    [Benchmark]
    public async Task<long> StartCallAndStop()
    {
        await using var fake = await FakePolar.StartAsync(new FakePolarOptions { Empty = Empty });
        var page = (await fake.Client.Products.ListAsync()).GetValueOrThrow();
        return page.Pagination.TotalCount;
    }
}
