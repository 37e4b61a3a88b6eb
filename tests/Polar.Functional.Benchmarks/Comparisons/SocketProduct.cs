using System.Text.Json;

namespace Polar.Benchmarks.Comparisons;

/// <summary>One product over a socket.</summary>
internal sealed class SocketProduct : SocketComparison
{
    private Uri? _path;

    public override string Name => "socket: get a product";

    protected override double LeastPace => 0.7;

    protected override async Task FillAsync(HttpClient http)
    {
        using var product = JsonDocument.Parse(await http.ReadAsync("/v1/products/", SocketProducts.Product(0)));
        _path = new Uri($"/v1/products/{product.RootElement.GetProperty("id").GetGuid()}", UriKind.Relative);
    }

    protected override HttpRequestMessage Request(int number) => new(HttpMethod.Get, _path);
}
