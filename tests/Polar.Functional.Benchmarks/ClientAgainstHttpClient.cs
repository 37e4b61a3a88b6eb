using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Microsoft.FSharp.Core;
using Polar.Functional;
using Polar.Functional.Contracts;
using Polar.Functional.CSharp;
using Core = global::Polar.Functional;

namespace Polar.Benchmarks;

/// <summary>A page of ten orders through the client, against what one would write by hand over an HttpClient.</summary>
public class ClientAgainstHttpClient
{
    private static readonly Uri s_address = new("https://polar.test");
    private static readonly Uri s_orders = new(s_address, "/v1/orders/?limit=10");
    private static readonly OrdersListQuery s_query = new() { Limit = 10 };

    private HttpClient? _http;
    private PolarClient? _facade;
    private FSharpFunc<WireRequest, FSharpFunc<CancellationToken, Task<FSharpResult<WireResponse, TransportFault>>>>? _executor;

    [GlobalSetup]
    public async Task PrepareAsync()
    {
        var page = await OrderPage.OfAsync(10);
        _http = CannedHandler.Client(page);
        _http.DefaultRequestHeaders.Authorization = new("Bearer", "polar_oat_canned");
        var bare = CannedHandler.Client(page);
        _facade = new PolarClient(bare, new PolarOptions { AccessToken = "polar_oat_canned", Server = PolarServer.At(s_address), MaxAttempts = 1 });
        _executor = Core.ExecutorModule.ofHttpClient(bare, Core.ConnectionModule.create(Server.NewAt(s_address), "polar_oat_canned"));
    }

    [GlobalCleanup]
    public void Dispose() => _http!.Dispose();

    [Benchmark(Baseline = true)]
    public async Task<int> HttpClientAndSourceGeneratedSerializer()
    {
        var page = JsonSerializer.Deserialize(await BytesAsync(), PlainOrders.Default.PlainOrderPage);
        return page!.Items!.Count;
    }

    [Benchmark]
    public async Task<int> HttpClientAndReflectingSerializer()
    {
        var page = JsonSerializer.Deserialize<PlainOrderPage>(await BytesAsync(), PlainOrders.Reflecting);
        return page!.Items!.Count;
    }

    [Benchmark]
    public async Task<int> HttpClientAndJsonDocument()
    {
        using var page = JsonDocument.Parse(await BytesAsync());
        return page.RootElement.GetProperty("items").GetArrayLength();
    }

    [Benchmark]
    public async Task<int> CoreInFSharp()
    {
        var page = await Core.Polar.send(_executor!, Core.Orders.list(s_query), CancellationToken.None);
        return page.ResultValue.Items.Count;
    }

    [Benchmark]
    public async Task<int> FacadeInCSharp()
    {
        var page = await _facade!.Orders.ListAsync(s_query);
        return page.GetValueOrThrow().Items.Count;
    }

    private async Task<byte[]> BytesAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, s_orders);
        using var response = await _http!.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }
}
