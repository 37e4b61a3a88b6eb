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
    public static async Task WriteAsync(HttpContext context, Reply reply, bool isTruncated = false)
    {
        var response = context.Response;
        if (reply == Reply.Unhandled)
        {
            response.Headers.Clear();
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

        if (reply.Content is not { } content)
        {
            await WriteAsync(context, reply.Body, isTruncated).ConfigureAwait(false);
            return;
        }

        using var buffer = JsonBuffer.Rent();
        content.Write(buffer.Writer);
        await WriteAsync(context, buffer.Written, isTruncated).ConfigureAwait(false);
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
