using Polar.FakeServer;

namespace Polar.Benchmarks.Comparisons;

/// <summary>A page of orders as Polar sends it.</summary>
internal static class OrderPage
{
    /// <summary>The bytes of a page with so many orders of the sample organization, after some months of renewals.</summary>
    public static async Task<byte[]> OfAsync(int orders)
    {
        await using var fake = await FakePolar.StartAsync(new FakePolarOptions { StartTime = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) });
        await fake.Clock.AdvanceAsync("P3M");
        using var http = fake.CreateHttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", fake.AccessToken);
        return await http.ReadAsync($"/v1/orders/?limit={orders}");
    }
}
