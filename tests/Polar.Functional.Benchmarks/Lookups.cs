using BenchmarkDotNet.Attributes;

namespace Polar.Benchmarks;

/// <summary>What an app does all day, for one customer among many.</summary>
public class Lookups : ShopBenchmark
{
    private Guid _customer;
    private string _activation = "";
    private string _validation = "";
    private string _checkout = "";
    private string _discounted = "";

    [Benchmark]
    public Task<byte[]> CustomerState() => Shop.GetAsync($"/v1/customers/{_customer}/state");

    [Benchmark]
    public Task<byte[]> CustomerByExternalId() => Shop.GetAsync($"/v1/customers/external/user-{Rows / 2}");

    [Benchmark]
    public Task<byte[]> OrdersOfCustomer() => Shop.GetAsync($"/v1/orders/?customer_id={_customer}");

    [Benchmark]
    public Task<byte[]> ValidateLicenseKey() => Shop.PostAsync("/v1/license-keys/validate", _validation);

    [Benchmark]
    public Task<byte[]> CreateCheckout() => Shop.PostAsync("/v1/checkouts/", _checkout);

    [Benchmark]
    public Task<byte[]> CreateCheckoutWithDiscount() => Shop.PostAsync("/v1/checkouts/", _discounted);

    /// <summary>Each activation is given back, because a key's activations are a list of its own that would grow.</summary>
    [Benchmark]
    public async Task<byte[]> ActivateAndDeactivateLicenseKey()
    {
        var activated = await Shop.PostAsync("/v1/license-keys/activate", _activation);
        using var read = System.Text.Json.JsonDocument.Parse(activated);
        var id = read.RootElement.GetProperty("id").GetGuid();
        return await Shop.PostAsync("/v1/license-keys/deactivate", $"{_validation[..^1]},\"activation_id\":\"{id}\"}}");
    }

    private protected override void Prepare()
    {
        var number = Rows / 2;
        var product = Shop.Product(number);
        _customer = Shop.Customer(number);
        _validation = $"{{\"organization_id\":\"{Shop.Organization}\",\"key\":\"{Shop.LicenseKey(number)}\"}}";
        _activation = $"{_validation[..^1]},\"label\":\"laptop\"}}";
        _checkout = $"{{\"products\":[\"{product}\"],\"customer_id\":\"{_customer}\"}}";
        _discounted = $"{{\"products\":[\"{product}\"],\"customer_id\":\"{_customer}\",\"discount_id\":\"{Shop.Discount(number)}\"}}";
    }
}
