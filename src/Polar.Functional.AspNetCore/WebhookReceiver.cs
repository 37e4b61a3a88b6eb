using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polar.Functional.CSharp;

namespace Polar.Functional.AspNetCore;

/// <summary>Takes a delivery in: reads, verifies, understands, deduplicates and hands it on.</summary>
internal sealed partial class WebhookReceiver(string name, Func<PolarWebhookDelivery, CancellationToken, Task> handle)
{
    public async Task ReceiveAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<PolarWebhookOptions>>().Get(name);
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Polar.Functional.AspNetCore");
        if (await ReadAsync(context, options.MaxBodyBytes).ConfigureAwait(false) is not { } body)
        {
            LogTooLong(logger, options.MaxBodyBytes);
            await AnswerAsync(context, StatusCodes.Status413PayloadTooLarge, $"The body is longer than {options.MaxBodyBytes} bytes.").ConfigureAwait(false);
            return;
        }

        var headers = context.Request.Headers;
        var id = headers["webhook-id"].ToString();
        var refusal = PolarWebhook.Verify(
            body, id, headers["webhook-timestamp"], headers["webhook-signature"], options.Secrets, options.Time);
        if (refusal is not null)
        {
            LogRefused(logger, refusal.Message);
            await AnswerAsync(context, StatusCodes.Status403Forbidden, refusal.Message).ConfigureAwait(false);
            return;
        }

        if (!PolarWebhook.TryParse(body, out var @event, out var error))
        {
            LogUnreadable(logger, id, error.ToString());
            await AnswerAsync(context, StatusCodes.Status400BadRequest, $"The body is no event: {error}").ConfigureAwait(false);
            return;
        }

        var delivery = new PolarWebhookDelivery(id, @event, body, context.RequestServices);
        context.Response.StatusCode = await HandleOnceAsync(delivery, logger, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<int> HandleOnceAsync(PolarWebhookDelivery delivery, ILogger logger, CancellationToken cancellation)
    {
        var log = delivery.Services.GetRequiredService<IPolarWebhookLog>();
        switch (await log.StartAsync(delivery.Id, cancellation).ConfigureAwait(false))
        {
            case PolarWebhookStart.Handled:
                LogRepeated(logger, delivery.Id, delivery.Event.Type);
                return StatusCodes.Status202Accepted;
            case PolarWebhookStart.InProgress:
                // Whoever is at it may fail yet: Polar has to ask again.
                return StatusCodes.Status409Conflict;
            default:
                break;
        }

        try
        {
            await handle(delivery, cancellation).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever a handler throws, the event has to come again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await log.AbandonAsync(delivery.Id, CancellationToken.None).ConfigureAwait(false);
            LogFailed(logger, delivery.Id, delivery.Event.Type, failure);
            return StatusCodes.Status500InternalServerError;
        }

        await log.CompleteAsync(delivery.Id, CancellationToken.None).ConfigureAwait(false);
        return StatusCodes.Status202Accepted;
    }

    /// <summary>The body, or null when it is longer than allowed.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext context, int longest)
    {
        if (context.Request.ContentLength > longest)
        {
            return null;
        }

        // The receiver's own bound counts, whatever the server's is.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > longest)
                {
                    return null;
                }

                body.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.ToArray();
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, Encoding.UTF8, context.RequestAborted);
    }

    [LoggerMessage(1, LogLevel.Warning, "A webhook was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Warning, "A webhook was refused: its body is longer than {Longest} bytes.")]
    private static partial void LogTooLong(ILogger logger, int longest);

    [LoggerMessage(3, LogLevel.Error, "The signed webhook {Id} is no event: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string id, string reason);

    [LoggerMessage(4, LogLevel.Information, "The webhook {Id} ({Type}) was handled before.")]
    private static partial void LogRepeated(ILogger logger, string id, string type);

    [LoggerMessage(5, LogLevel.Error, "The handler of the webhook {Id} ({Type}) has failed; Polar will deliver it again.")]
    private static partial void LogFailed(ILogger logger, string id, string type, Exception failure);
}
