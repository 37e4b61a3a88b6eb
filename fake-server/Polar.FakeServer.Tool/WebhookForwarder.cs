using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Tool;

/// <summary>An endpoint on loopback that prints deliveries and brings them to an app; what the app answers is what the fake is answered.</summary>
internal sealed class WebhookForwarder : IAsyncDisposable
{
    private static readonly string[] s_headers = ["webhook-id", "webhook-timestamp", "webhook-signature", "User-Agent"];

    // As long as Polar waits.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = s_patience };
    private readonly Uri? _app;
    private readonly Terminal _terminal;
    private readonly Lock _turn = new();
    private readonly KestrelServer _server;
    private readonly Uri _address;

    private WebhookForwarder(Uri? app, Terminal terminal)
    {
        _app = app;
        _terminal = terminal;
        var socket = SocketServer.Bind(IPAddress.Loopback, 0);
        _address = socket.Address;
        _server = socket.Create();
    }

    /// <summary>Where to deliver.</summary>
    public string Address => $"{_address}webhooks";

    /// <summary>Starts to listen.</summary>
    /// <param name="app">Where deliveries go; nowhere when null.</param>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The forwarder.</returns>
    public static async Task<WebhookForwarder> StartAsync(Uri? app, Terminal terminal)
    {
        var forwarder = new WebhookForwarder(app, terminal);
        await forwarder._server.StartAsync(new RequestApplication(forwarder.ReceiveAsync), CancellationToken.None).ConfigureAwait(false);
        return forwarder;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(limit.Token).ConfigureAwait(false);
        _server.Dispose();
        _http.Dispose();
    }

    private static string TypeOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.GetProperty("type").GetString() ?? "";
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "(unreadable)";
        }
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted).ConfigureAwait(false);
        var body = buffer.ToArray();
        var started = Stopwatch.GetTimestamp();
        var (status, said) = _app is null ? (StatusCodes.Status202Accepted, "") : await ForwardAsync(context.Request, body, _app).ConfigureAwait(false);
        context.Response.StatusCode = status;
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture);
        lock (_turn)
        {
            _terminal.Write(_app is null
                ? $"{TypeOf(body),-32} {context.Request.Headers["webhook-id"]}"
                : $"{TypeOf(body),-32} {context.Request.Headers["webhook-id"]}  {(said.Length > 0 ? said : $"{status} {took} ms")}");
        }
    }

    private async Task<(int Status, string Said)> ForwardAsync(HttpRequest delivery, byte[] body, Uri app)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, app) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", delivery.ContentType);
        foreach (var name in s_headers)
        {
            request.Headers.TryAddWithoutValidation(name, delivery.Headers[name].ToArray());
        }

        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            return ((int)response.StatusCode, "");
        }
        catch (HttpRequestException)
        {
            return (StatusCodes.Status502BadGateway, "the app does not answer");
        }
        catch (TaskCanceledException)
        {
            return (StatusCodes.Status504GatewayTimeout, $"the app has not answered within {s_patience.TotalSeconds} s");
        }
    }
}
