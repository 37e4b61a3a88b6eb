using BenchmarkDotNet.Attributes;

namespace Polar.Benchmarks;

/// <summary>One page of ten customers.</summary>
public class CustomerPages : ShopBenchmark
{
    private const string List = "/v1/customers/";

    [Benchmark]
    public Task<byte[]> First() => Shop.GetAsync(List);

    [Benchmark]
    public Task<byte[]> Last() => Shop.GetAsync($"{List}?page={Rows / 10}");

    [Benchmark]
    public Task<byte[]> ByEmail() => Shop.GetAsync($"{List}?email={Uri.EscapeDataString(Shop.Email(Rows / 2))}");

    [Benchmark]
    public Task<byte[]> ByMetadata() => Shop.GetAsync($"{List}?metadata[account]={Rows / 2}");

    [Benchmark]
    public Task<byte[]> SortedByName() => Shop.GetAsync($"{List}?sorting=name");

    [Benchmark]
    public Task<byte[]> LastSortedByEmailDown() => Shop.GetAsync($"{List}?sorting=-email&page={Rows / 10}");

    /// <summary>Text is looked for in every row, as the real service does.</summary>
    [Benchmark]
    public Task<byte[]> ByText() => Shop.GetAsync($"{List}?query=mer{Rows / 2}@");
}
