using BenchmarkDotNet.Attributes;

namespace Polar.Benchmarks;

/// <summary>One page of ten license keys.</summary>
public class LicenseKeyPages : ShopBenchmark
{
    private const string List = "/v1/license-keys/";

    [Benchmark]
    public Task<byte[]> First() => Shop.GetAsync(List);

    [Benchmark]
    public Task<byte[]> Last() => Shop.GetAsync($"{List}?page={Rows / 10}");

    [Benchmark]
    public Task<byte[]> ByStatus() => Shop.GetAsync($"{List}?status=granted");
}
