using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Polar.FakeServer.Scheduling;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Webhooks;

/// <summary>What an endpoint answered: the status, null where there was none, and the text that is kept of it.</summary>
internal readonly record struct WebhookAnswer(int? Code, string? Response)
{
    public bool IsTaken => Code is >= 200 and < 300;
}

/// <summary>Brings one event to one endpoint: over the network, or to a function in this process.</summary>
internal sealed class WebhookTransport : IDisposable
{
    private const int LongestResponse = 2048;
    private const string JsonType = "application/json";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>>> _receivers = new();
    private readonly HttpClient _http;
    private readonly VirtualClock _clock;

    public WebhookTransport(HttpClient http, VirtualClock clock)
    {
        _http = http;
        _http.Timeout = s_timeout;
        _clock = clock;
    }

    /// <summary>Has deliveries to an endpoint handled in this process.</summary>
    public void Connect(Guid endpoint, Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>> handler) => _receivers[endpoint] = handler;

    /// <summary>Has them handled no more.</summary>
    public void Disconnect(Guid endpoint) => _receivers.TryRemove(endpoint, out _);

    /// <summary>Makes one attempt.</summary>
    public async Task<WebhookAnswer> AttemptAsync(WebhookMessage row, WebhookEndpoint endpoint, CancellationToken stop)
    {
        // Wall-clock time, so that the app's check of the signature's age passes wherever the virtual clock stands.
        var (timestamp, signature) = WebhookSignature.Sign(
            endpoint.Secret, endpoint.UsesStandardWebhookSignature, row.Id.ToString(), _clock.WallNow(), row.Payload);
        (string Name, string Value)[] headers =
        [
            ("accept", "*/*"), ("connection", "keep-alive"), ("user-agent", "polar.sh webhooks"),
            ("webhook-id", row.Id.ToString()), ("webhook-timestamp", timestamp), ("webhook-signature", signature),
        ];
        try
        {
            return _receivers.TryGetValue(endpoint.Id, out var handler)
                ? await HandAsync(handler, endpoint.Url, headers, row.Payload, stop).ConfigureAwait(false)
                : await SendAsync(endpoint.Url, headers, row.Payload, stop).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A handler is the app's, and so is what it throws; nothing of it may stop the other deliveries.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            stop.ThrowIfCancellationRequested();
            return new WebhookAnswer(null, Short(fault.Message));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<WebhookAnswer> SendAsync(string url, (string Name, string Value)[] headers, string body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(JsonType);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, stop).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        return Answered(url, response.StatusCode, response.ReasonPhrase, response.Headers.Location?.OriginalString, text);
    }

    private static async Task<WebhookAnswer> HandAsync(
        Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>> handler,
        string url,
        (string Name, string Value)[] headers,
        string body,
        CancellationToken stop)
    {
        var request = new FakeWebhookRequest(
            headers.Append(("content-type", JsonType)).ToImmutableDictionary(header => header.Item1, header => header.Item2), body);
        return Answered(url, await handler(request, stop).ConfigureAwait(false), null, null, "");
    }

    /// <summary>What is kept of an answer: its text; of a refusal without any, what Polar's HTTP library says about it.</summary>
    private static WebhookAnswer Answered(string url, HttpStatusCode status, string? reason, string? location, string text)
    {
        var code = (int)status;
        var kept = Short(text);
        return new WebhookAnswer(code, kept.Length > 0 ? kept : code is >= 200 and < 300 ? null : Refused(url, code, reason, location));
    }

    private static string Refused(string url, int code, string? reason, string? location)
    {
        var kind = (code / 100) switch
        {
            1 => "Informational response",
            3 => "Redirect response",
            4 => "Client error",
            5 => "Server error",
            _ => "Invalid status code",
        };
        var phrase = reason ?? Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(code);
        var redirection = location is null ? "" : $"\nRedirect location: '{location}'";
        return $"{kind} '{code} {phrase}' for url '{url}'{redirection}\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/{code}";
    }

    private static string Short(string text)
    {
        var clean = text.Replace("\0", "", StringComparison.Ordinal);
        return clean.Length > LongestResponse ? clean[..LongestResponse] : clean;
    }
}
