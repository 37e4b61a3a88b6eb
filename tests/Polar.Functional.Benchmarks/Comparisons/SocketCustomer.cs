using System.Net.Http.Headers;

namespace Polar.Benchmarks.Comparisons;

/// <summary>A new customer over a socket, among a thousand.</summary>
internal sealed class SocketCustomer : SocketComparison
{
    private const string Path = "/v1/customers/";
    private const int Customers = 1000;

    private static readonly Uri s_path = new(Path, UriKind.Relative);
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    public override string Name => "socket: create a customer";

    protected override double LeastPace => 0.35;

    protected override bool Changes => true;

    protected override async Task FillAsync(HttpClient http)
    {
        for (var number = 1; number <= Customers; number++)
        {
            await http.ReadAsync(Path, Customer(-number));
        }
    }

    protected override HttpRequestMessage Request(int number) => new(HttpMethod.Post, s_path) { Content = new StringContent(Customer(number), s_json) };

    private static string Customer(int number) => $$"""{"email":"customer{{number}}@acme.dev","name":"Ada Lovelace","external_id":"user-{{number}}"}""";
}
