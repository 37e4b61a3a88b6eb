namespace Polar.Benchmarks.Comparisons;

/// <summary>A page of ten products over a socket.</summary>
internal sealed class SocketProducts : SocketComparison
{
    private const int Products = 30;

    private static readonly Uri s_path = new("/v1/products/?limit=10", UriKind.Relative);

    public override string Name => "socket: page of products";

    protected override double LeastPace => 0.35;

    /// <summary>The body that makes a product.</summary>
    public static string Product(int number) =>
        $$$"""{"name":"Plan {{{number}}}","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":1900}],"metadata":{"line":"{{{number}}}"}}""";

    protected override async Task FillAsync(HttpClient http)
    {
        for (var number = 0; number < Products; number++)
        {
            await http.ReadAsync("/v1/products/", Product(number));
        }
    }

    protected override HttpRequestMessage Request(int number) => new(HttpMethod.Get, s_path);
}
