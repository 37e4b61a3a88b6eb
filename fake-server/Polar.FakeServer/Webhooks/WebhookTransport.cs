using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Polar.FakeServer.Scheduling;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Webhooks;

/// <summary>What an endpoint answered: the status, null where there was none, and the text that is kept of it.</summary>
internal readonly record struct WebhookAnswer(int? Code, string? Response)
{
    public bool IsTaken => Code is >= 200 and < 300;

    /// <summary>Whether it was waited for as long as anything is.</summary>
    public bool TimedOut { get; init; }
}

/// <summary>Brings one event to one endpoint: over the network, or to a function in this process.</summary>
internal sealed class WebhookTransport : IDisposable
{
    private const string JsonType = "application/json";
    private const string ForgedSecret = "no secret of this endpoint";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>>> _receivers = new();
    private readonly HttpClient _http;
    private readonly bool _reachesEverything;
    private readonly VirtualClock _clock;

    // Thousands of deliveries, one behind the other, go to one address.
    private Place _lastPlace = new("", IsHere: false);

    /// <summary>A transport over a client.</summary>
    /// <param name="http">What sends.</param>
    /// <param name="reachesEverything">Whether it may send to addresses that are not on this machine.</param>
    /// <param name="clock">The fake's clock.</param>
    public WebhookTransport(HttpClient http, bool reachesEverything, VirtualClock clock)
    {
        _http = http;
        _http.Timeout = Timeout.InfiniteTimeSpan;
        _reachesEverything = reachesEverything;
        _clock = clock;
    }

    /// <summary>What sends as the options say: through their handler, to any address, or over the network, to this machine unless they allow more.</summary>
    public static WebhookTransport Of(FakePolarOptions options, VirtualClock clock) => options.WebhookHandler is { } handler
        ? new WebhookTransport(new HttpClient(handler, disposeHandler: false), reachesEverything: true, clock)
        : new WebhookTransport(
            new HttpClient(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = options.AllowExternalWebhooks,
                AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,

                // What is not read is not waited for either.
                MaxResponseDrainSize = 0,
            }),
            options.AllowExternalWebhooks,
            clock);

    /// <summary>Has deliveries to an endpoint handled in this process.</summary>
    public void Connect(Guid endpoint, Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>> handler) => _receivers[endpoint] = handler;

    /// <summary>Has them handled no more.</summary>
    public void Disconnect(Guid endpoint) => _receivers.TryRemove(endpoint, out _);

    /// <summary>Whether anything is sent to this endpoint at all.</summary>
    public bool Reaches(WebhookEndpointRow endpoint) =>
        _reachesEverything || _receivers.ContainsKey(endpoint.Id) || IsOnThisMachine(endpoint.Resource.Url);

    /// <summary>Addresses at which nobody listens.</summary>
    public RefusedAddresses RefusedAddresses { get; } = new();

    /// <summary>Makes one attempt.</summary>
    /// <param name="row">What is sent.</param>
    /// <param name="endpoint">Where it goes.</param>
    /// <param name="isForged">Whether the signature is to be another one than the secret gives.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<WebhookAnswer> AttemptAsync(WebhookMessage row, WebhookEndpoint endpoint, bool isForged, CancellationToken stop)
    {
        if (RefusedAddresses.At(endpoint.Url) is { } refusal && !_receivers.ContainsKey(endpoint.Id))
        {
            return new WebhookAnswer(null, refusal);
        }

        // Wall-clock time, so that the app's check of the signature's age passes wherever the virtual clock stands.
        var (timestamp, signature) = WebhookSignature.Sign(
            isForged ? ForgedSecret : endpoint.Secret,
            !isForged && endpoint.UsesStandardWebhookSignature,
            row.Id.ToString(),
            _clock.WallNow(),
            row.Payload.Span);
        (string Name, string Value)[] headers =
        [
            ("accept", "*/*"), ("connection", "keep-alive"), ("user-agent", "polar.sh webhooks"),
            ("webhook-id", row.Id.ToString()), ("webhook-timestamp", timestamp), ("webhook-signature", signature),
        ];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(s_timeout);
        try
        {
            return _receivers.TryGetValue(endpoint.Id, out var handler)
                ? await HandAsync(handler, endpoint.Url, headers, row.Payload, patience.Token).ConfigureAwait(false)
                : await SendAsync(endpoint.Url, headers, row.Payload, patience.Token).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A handler is the app's, and so is what it throws; nothing of it may stop the other deliveries.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            stop.ThrowIfCancellationRequested();
            if (patience.IsCancellationRequested)
            {
                return new WebhookAnswer(null, $"No answer within {s_timeout.TotalSeconds} seconds.") { TimedOut = true };
            }

            var message = WebhookAnswerText.Short(fault.Message);
            if (fault is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } })
            {
                RefusedAddresses.Add(endpoint.Url, message);
            }

            return new WebhookAnswer(null, message);
        }
    }

    public void Dispose() => _http.Dispose();

    private bool IsOnThisMachine(string url)
    {
        var place = Volatile.Read(ref _lastPlace);
        if (place.Url != url)
        {
            Volatile.Write(ref _lastPlace, place = new Place(url, WebhookAddress.IsOnThisMachine(url)));
        }

        return place.IsHere;
    }

    private async Task<WebhookAnswer> SendAsync(string url, (string Name, string Value)[] headers, ReadOnlyMemory<byte> body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(JsonType);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop).WaitAsync(stop).ConfigureAwait(false);
        var text = await WebhookAnswerText.ReadAsync(response.Content, stop).ConfigureAwait(false);
        return Answered(url, response.StatusCode, response.ReasonPhrase, response.Headers.Location?.OriginalString, text);
    }

    private static async Task<WebhookAnswer> HandAsync(
        Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>> handler,
        string url,
        (string Name, string Value)[] headers,
        ReadOnlyMemory<byte> body,
        CancellationToken stop)
    {
        var request = new FakeWebhookRequest(
            headers.Append(("content-type", JsonType)).ToImmutableDictionary(header => header.Item1, header => header.Item2),
            Encoding.UTF8.GetString(body.Span));
        return Answered(url, await handler(request, stop).WaitAsync(stop).ConfigureAwait(false), null, null, "");
    }

    /// <summary>What is kept of an answer: its text; of a refusal without any, what Polar's HTTP library says about it.</summary>
    private static WebhookAnswer Answered(string url, HttpStatusCode status, string? reason, string? location, string text)
    {
        var code = (int)status;
        var kept = WebhookAnswerText.Short(text);
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

    /// <summary>Whether an address is on this machine.</summary>
    private sealed record Place(string Url, bool IsHere);
}
