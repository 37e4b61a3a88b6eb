using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Recording;

/// <summary>Has calls answered one after the other, and each written down with its answer before that is sent.</summary>
/// <param name="steps">What calls and all other steps take turns by.</param>
internal sealed class CallRecorder(StepRecorder steps)
{
    /// <summary>The API does not read more than that of a body either.</summary>
    private const long LargestBody = 10_485_760;

    /// <summary>Answers a call.</summary>
    /// <param name="context">The call.</param>
    /// <param name="answer">What answers it; it does not throw but where the caller is gone.</param>
    public async Task<Reply> AnswerAsync(HttpContext context, Func<Task<Reply>> answer)
    {
        var request = context.Request;

        // Before its turn: whoever is slow to send must not keep others waiting.
        var body = await ReadAsync(request).ConfigureAwait(false);
        RecordedAnswer? recorded = null;
        return await steps.RunAsync(
            async () =>
            {
                (var written, recorded) = RecordedAnswer.Of(await answer().ConfigureAwait(false));
                return written;
            },
            (_, hadStepsOfItsOwn) => CallStep.Of(request, body, recorded!) with { IsRepeated = !hadStepsOfItsOwn }).ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength is not 0 && request.Path.Value!.StartsWith(ControlApi.Root, StringComparison.Ordinal))
        {
            return await ReadToEndAsync(request).ConfigureAwait(false);
        }

        if (request.ContentLength is not ({ } length and > 0) || (length > LargestBody && !FileStorage.Has(request.Path.Value!)))
        {
            return null;
        }

        var body = new byte[length];
        await request.Body.ReadExactlyAsync(body).ConfigureAwait(false);
        request.Body = new MemoryStream(body);
        return body;
    }

    /// <summary>The API refuses bodies that are long or have no length, and calls to the fake itself do not.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadToEndAsync(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body).ConfigureAwait(false);
        body.Position = 0;
        request.Body = body;
        return body.Length == 0 ? null : body.ToArray();
    }
}
