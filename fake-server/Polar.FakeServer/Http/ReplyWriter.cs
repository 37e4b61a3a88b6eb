using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Rendering;

namespace Polar.FakeServer.Http;

/// <summary>Puts answers on the wire.</summary>
internal static class ReplyWriter
{
    /// <summary>Writes an answer.</summary>
    /// <param name="context">The request that it answers.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="isTruncated">Breaks off in the middle of the body.</param>
    /// <param name="record">Is told of the body; null where nobody wants to know.</param>
    public static async Task WriteAsync(HttpContext context, Reply reply, bool isTruncated = false, RequestRecord? record = null)
    {
        var response = context.Response;
        if (reply == Reply.Unhandled)
        {
            response.Headers.Clear();
        }

        if (reply.Holds is { } held)
        {
            response.RegisterForDispose(held);
        }

        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }

        if (reply.ContentType is not null)
        {
            response.ContentType = reply.ContentType;
        }

        if (reply.Status == 204)
        {
            return;
        }

        if (reply.Stream is { } stream)
        {
            // The client has the beginning, though there may be nothing to tell yet.
            await response.StartAsync(context.RequestAborted).ConfigureAwait(false);
            await response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            await stream(response.Body, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        if (reply.Content is not { } content)
        {
            await WriteAsync(context, reply.Body, isTruncated).ConfigureAwait(false);
            return;
        }

        if (content.IsStreamed && !isTruncated && !HttpMethods.IsHead(context.Request.Method))
        {
            await StreamAsync(response, content, context.RequestAborted).ConfigureAwait(false);
            return;
        }

        using var buffer = JsonBuffer.Rent();
        content.Write(buffer.Writer);
        record?.Written(buffer.Written);
        await WriteAsync(context, buffer.Written, isTruncated).ConfigureAwait(false);
    }

    /// <summary>Sends as it is written, so that a long answer takes no memory.</summary>
    private static async Task StreamAsync(HttpResponse response, ReplyContent content, CancellationToken stop)
    {
        var pipe = response.BodyWriter;
        var writer = new Utf8JsonWriter(pipe, JsonBuffer.Options);
        await using (writer.ConfigureAwait(false))
        {
            await content.WriteAsync(writer, FlushAsync).ConfigureAwait(false);
            await FlushAsync().ConfigureAwait(false);
        }

        async Task FlushAsync()
        {
            writer.Flush();
            await pipe.FlushAsync(stop).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, bool isTruncated)
    {
        context.Response.ContentLength = body.Length;
        if (body.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(isTruncated ? body[..(body.Length / 2)] : body).ConfigureAwait(false);
        }

        if (isTruncated)
        {
            await context.Response.Body.FlushAsync().ConfigureAwait(false);
            context.Abort();
        }
    }
}
