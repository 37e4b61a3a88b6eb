using System.Text.Json;
using Polar.Benchmarks.Comparing;
using Polar.Functional.Contracts;

namespace Polar.Benchmarks.Comparisons;

/// <summary>A page of 100 orders written by the generated code and by the serializer's source generation.</summary>
internal sealed class OrderEncoding : IComparison
{
    private const string Generated = "generated code";
    private const string Classes = "source generation, mutable classes";

    public string Name => "encoding";

    public IReadOnlyList<Limit> Limits => [new(Generated, Classes, 1)];

    public async Task<IReadOnlyList<Contender>> PrepareAsync()
    {
        var json = await OrderPage.OfAsync(100);
        if (!Wire.TryRead<ListResource<Order>>(json, out var page, out var error))
        {
            throw new InvalidOperationException(error.ToString());
        }

        var plain = JsonSerializer.Deserialize(json, PlainOrders.Default.PlainOrderPage)!;
        return
        [
            Contender.Of(Generated, () => Wire.ToUtf8Bytes(page)),
            Contender.Of(Classes, () => JsonSerializer.SerializeToUtf8Bytes(plain, PlainOrders.Default.PlainOrderPage)),
        ];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
