using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Polar.FakeServer.Tool;

/// <summary>Sends an app a delivery of no event, to see whether it answers and looks at the signature.</summary>
internal sealed class EndpointProbe : IDisposable
{
    /// <summary>A secret that no endpoint has.</summary>
    public const string WrongSecret = "the-secret-of-nobody-to-see-whether-anybody-looks";

    private const string StandardPrefix = "whsec_";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Sends a delivery of an event that is none, <c>polar_fake.ping</c>.</summary>
    /// <param name="app">The app's endpoint.</param>
    /// <param name="secret">What it is signed with.</param>
    /// <param name="stop">Gives it up.</param>
    /// <returns>The status that the app answered; null when it did not.</returns>
    public async Task<int?> SendAsync(Uri app, string secret, CancellationToken stop)
    {
        // Verifiers look at the time outside, whatever the fake's clock says.
        var now = TimeProvider.System.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = $"{{\"type\":\"polar_fake.ping\",\"timestamp\":\"{now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\",\"data\":{{}}}}";
        var id = $"ping_{timestamp}";
        using var request = new HttpRequestMessage(HttpMethod.Post, app) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("webhook-signature", $"v1,{Signature(secret, $"{id}.{timestamp}.{body}")}");
        try
        {
            using var response = await _http.SendAsync(request, stop).ConfigureAwait(false);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Signature(string secret, string text)
    {
        var key = secret.StartsWith(StandardPrefix, StringComparison.Ordinal)
            ? Convert.FromBase64String(secret[StandardPrefix.Length..])
            : Encoding.UTF8.GetBytes(secret);
        return Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }
}
