using System.Net.Http.Headers;

namespace Polar.Benchmarks;

/// <summary>Raw calls, whose answers must be successes.</summary>
internal static class Calls
{
    /// <summary>The body of the answer.</summary>
    public static async Task<byte[]> ReadAsync(this HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    /// <summary>The body of the answer to a JSON body.</summary>
    public static async Task<byte[]> ReadAsync(this HttpClient http, string path, string json)
    {
        using var content = new StringContent(json, new MediaTypeHeaderValue("application/json"));
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }
}
