using System.Net;
using System.Net.Http.Headers;

namespace Polar.Benchmarks.Comparisons;

/// <summary>Answers every request at once with the same bytes, so that only the client is measured.</summary>
internal sealed class CannedHandler(byte[] json) : HttpMessageHandler
{
    private static readonly MediaTypeHeaderValue s_json = new("application/json");

    public static HttpClient Client(byte[] json) => new(new CannedHandler(json));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(json);
        content.Headers.ContentType = s_json;
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request };
        response.Headers.TryAddWithoutValidation("Polar-Version", "2026-10");
        return Task.FromResult(response);
    }
}
