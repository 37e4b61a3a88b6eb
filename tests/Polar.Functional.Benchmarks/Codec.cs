using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Polar.Functional.Contracts;

namespace Polar.Benchmarks;

/// <summary>A page of 100 orders read and written by the generated code, against the serializer over plain classes with the same members.</summary>
public class Codec
{
    private byte[] _json = [];
    private ListResource<Order>? _page;
    private PlainOrderPage? _plain;

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        _json = await OrderPage.OfAsync(100);
        _page = ReadGenerated();
        _plain = ReadSourceGenerated();
    }

    [Benchmark(Baseline = true)]
    public ListResource<Order> ReadGenerated() => Wire.TryRead<ListResource<Order>>(_json, out var page, out var error)
        ? page
        : throw new InvalidOperationException(error.ToString());

    [Benchmark]
    public PlainOrderPage ReadSourceGenerated() => JsonSerializer.Deserialize(_json, PlainOrders.Default.PlainOrderPage)!;

    [Benchmark]
    public PlainOrderPage ReadReflecting() => JsonSerializer.Deserialize<PlainOrderPage>(_json, PlainOrders.Reflecting)!;

    [Benchmark]
    public int ReadDocument()
    {
        using var page = JsonDocument.Parse(_json);
        return page.RootElement.GetProperty("items").GetArrayLength();
    }

    /// <summary>Goes over every token and keeps nothing: what no reader can be faster than.</summary>
    [Benchmark]
    public int ReadTokens()
    {
        var reader = new Utf8JsonReader(_json);
        var count = 0;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }

    [Benchmark]
    public byte[] WriteGenerated() => Wire.ToUtf8Bytes(_page!);

    [Benchmark]
    public byte[] WriteSourceGenerated() => JsonSerializer.SerializeToUtf8Bytes(_plain, PlainOrders.Default.PlainOrderPage);
}
