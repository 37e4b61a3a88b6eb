using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Polar.FakeServer;

namespace Polar.Benchmarks;

/// <summary>The fake against ASP.NET Core that only writes the same bytes, in-process and over a socket.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class FakeAgainstBareServer
{
    private const string Customers = "/v1/customers/";

    private FakePolar? _fake;
    private BareServer? _bare;
    private HttpClient? _http;
    private string _product = "";
    private int _customers;

    /// <summary>Over a socket, or in-process.</summary>
    [Params(false, true)]
    public bool Loopback { get; set; }

    [GlobalSetup]
    public async Task StartAsync()
    {
        var options = new FakePolarOptions { Empty = true };
        _fake = Loopback ? await FakePolar.ListenAsync(0, options) : await FakePolar.StartAsync(options);
        _http = _fake.CreateHttpClient();
        _http.DefaultRequestHeaders.Authorization = new("Bearer", _fake.AccessToken);
        var created = await _http.ReadAsync(
            "/v1/products/", """{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":1900}]}""");
        using var product = JsonDocument.Parse(created);
        _product = $"/v1/products/{product.RootElement.GetProperty("id").GetGuid()}";
        _bare = await BareServer.StartAsync(Loopback, await _http.ReadAsync(_product), await _http.ReadAsync(Customers, Customer(0)));
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        _http!.Dispose();
        await _fake!.DisposeAsync();
        await _bare!.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("get a product")]
    public Task<byte[]> BareGet() => _bare!.Http.ReadAsync(_product);

    [Benchmark]
    [BenchmarkCategory("get a product")]
    public Task<byte[]> FakeGet() => _http!.ReadAsync(_product);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("create a customer")]
    public Task<byte[]> BareCreate() => _bare!.Http.ReadAsync(Customers, Customer(++_customers));

    [Benchmark]
    [BenchmarkCategory("create a customer")]
    public Task<byte[]> FakeCreate() => _http!.ReadAsync(Customers, Customer(++_customers));

    private static string Customer(int number) => $$"""{"email":"customer{{number}}@acme.dev","name":"Ada Lovelace","external_id":"user-{{number}}"}""";
}
