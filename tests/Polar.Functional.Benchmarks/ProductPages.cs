using BenchmarkDotNet.Attributes;

namespace Polar.Benchmarks;

/// <summary>One page of ten products.</summary>
public class ProductPages : ShopBenchmark
{
    private const string List = "/v1/products/";

    [Benchmark]
    public Task<byte[]> First() => Shop.GetAsync(List);

    [Benchmark]
    public Task<byte[]> Last() => Shop.GetAsync($"{List}?page={Rows / 10}");

    [Benchmark]
    public Task<byte[]> ById() => Shop.GetAsync($"{List}?id={Shop.Product(Rows / 2)}");

    [Benchmark]
    public Task<byte[]> ByMetadata() => Shop.GetAsync($"{List}?metadata[line]={Rows / 2}");

    [Benchmark]
    public Task<byte[]> SortedByName() => Shop.GetAsync($"{List}?sorting=name");

    [Benchmark]
    public Task<byte[]> LastSortedByPriceDown() => Shop.GetAsync($"{List}?sorting=-price_amount&page={Rows / 10}");

    /// <summary>Text is looked for in every row, as the real service does.</summary>
    [Benchmark]
    public Task<byte[]> ByText() => Shop.GetAsync($"{List}?query=an%20{Rows / 2}");
}
