using System.Text.Json;
using Microsoft.FSharp.Core;
using Polar.Benchmarks.Comparing;
using Polar.Functional;
using Polar.Functional.Contracts;
using Polar.Functional.CSharp;
using Core = global::Polar.Functional;

namespace Polar.Benchmarks.Comparisons;

/// <summary>A page of ten orders through the client, against what one would write by hand over an HttpClient.</summary>
internal sealed class ClientCall : IComparison
{
    private const string Facade = "PolarClient in C#";
    private const string FSharp = "Polar.send in F#";
    private const string ByHand = "HttpClient and source generation by hand";

    private static readonly Uri s_address = new("https://polar.test");
    private static readonly Uri s_orders = new(s_address, "/v1/orders/?limit=10");
    private static readonly OrdersListQuery s_query = new() { Limit = 10 };

    private HttpClient? _http;
    private HttpClient? _bare;

    public string Name => "client call";

    public IReadOnlyList<Limit> Limits => [new(Facade, ByHand, 0.85), new(FSharp, ByHand, 0.85)];

    public async Task<IReadOnlyList<Contender>> PrepareAsync()
    {
        var page = await OrderPage.OfAsync(10);
        _http = CannedHandler.Client(page);
        _http.DefaultRequestHeaders.Authorization = new("Bearer", "polar_oat_canned");
        _bare = CannedHandler.Client(page);
        var facade = new PolarClient(_bare, new PolarOptions { AccessToken = "polar_oat_canned", Server = PolarServer.At(s_address), MaxAttempts = 1 });
        var executor = Core.ExecutorModule.ofHttpClient(_bare, Core.ConnectionModule.create(Server.NewAt(s_address), "polar_oat_canned"));
        return
        [
            Contender.Of(Facade, () => ByFacadeAsync(facade)),
            Contender.Of(FSharp, () => ByCoreAsync(executor)),
            Contender.Of(ByHand, () => ByHandAsync(_http)),
        ];
    }

    public ValueTask DisposeAsync()
    {
        _http?.Dispose();
        _bare?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<int> ByFacadeAsync(PolarClient client)
    {
        var page = await client.Orders.ListAsync(s_query);
        return page.GetValueOrThrow().Items.Count;
    }

    private static async Task<int> ByCoreAsync(FSharpFunc<WireRequest, FSharpFunc<CancellationToken, Task<FSharpResult<WireResponse, TransportFault>>>> executor)
    {
        var page = await Core.Polar.send(executor, Core.Orders.list(s_query), CancellationToken.None);
        return page.ResultValue.Items.Count;
    }

    private static async Task<int> ByHandAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, s_orders);
        using var response = await http.SendAsync(request);
        var json = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        return JsonSerializer.Deserialize(json, PlainOrders.Default.PlainOrderPage)!.Items!.Count;
    }
}
