using System.Text.Json;
using Polar.Benchmarks.Comparing;
using Polar.Functional.Contracts;

namespace Polar.Benchmarks.Comparisons;

/// <summary>A page of 100 orders read by the generated code, by the serializer's source generation, and by a reader that keeps nothing.</summary>
internal sealed class OrderDecoding : IComparison
{
    private const string Generated = "generated code";
    private const string Records = "source generation, records with required members";
    private const string Classes = "source generation, mutable classes";
    private const string Tokens = "every token looked at, nothing kept";

    public string Name => "decoding";

    public IReadOnlyList<Limit> Limits =>
    [
        new(Generated, Records, 0.6),
        new(Generated, Classes, 0.75),
        new(Generated, Tokens, 1.8),
    ];

    public async Task<IReadOnlyList<Contender>> PrepareAsync()
    {
        var json = await OrderPage.OfAsync(100);
        return
        [
            Contender.Of(Generated, () => Decode(json)),
            Contender.Of(Classes, () => JsonSerializer.Deserialize(json, PlainOrders.Default.PlainOrderPage)!),
            Contender.Of(Records, () => JsonSerializer.Deserialize(json, RecordOrders.Default.RecordOrderPage)!),
            Contender.Of(Tokens, () => CountTokens(json)),
        ];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ListResource<Order> Decode(byte[] json) => Wire.TryRead<ListResource<Order>>(json, out var page, out var error)
        ? page
        : throw new InvalidOperationException(error.ToString());

    private static int CountTokens(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        var count = 0;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }
}
