using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Pages;
using Polar.FakeServer.Pages.Inspector;
using Polar.FakeServer.Recording;

namespace Polar.FakeServer.Composition;

/// <summary>
/// Takes every request: to the fake itself, to the storage or to Polar's API. What a foreign page has sent is refused before, and what is to go wrong
/// goes wrong here.
/// </summary>
internal sealed class Dispatcher(
    ControlServices services, ControlApi control, InspectorPages inspector, ApiPipeline api, SitePages pages, HostPolicy hosts, TimeProvider systemClock)
{
    private static readonly Reply s_notFound = Reply.Json(404, "{\"detail\":\"Not Found\"}");

    /// <summary>Writes calls down; null where nobody asked for that.</summary>
    public CallRecorder? Recorder { get; init; }

    /// <summary>Answers one request; what fails inside is told as Polar tells it, and nothing of it has happened.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await TakeAsync(context).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The client went away in the middle of its request.
            context.Abort();
        }
#pragma warning disable CA1031 // Whatever fails is one request's failure.
        catch (Exception) when (!context.Response.HasStarted)
#pragma warning restore CA1031
        {
            context.Response.Clear();
            await ReplyWriter.WriteAsync(context, Reply.Unhandled).ConfigureAwait(false);
        }
    }

    /// <summary>Answers a call of a recording, which has come past everything that could have kept it from its answer.</summary>
    public Task<Reply> RepeatAsync(HttpContext context)
    {
        var path = Resolve(context.Request);
        return path.StartsWith(ControlApi.Root, StringComparison.Ordinal) ? ControlAsync(context, path) : ReplyAsync(new Exchange(context), path);
    }

    private static Reply Forbidden(string sentence) => Reply.Of(new Failure(403, "Forbidden", sentence));

    private async Task TakeAsync(HttpContext context)
    {
        var request = context.Request;
        var path = RequestTarget.PathOf(request);
        if (!path.StartsWith('/'))
        {
            await ReplyWriter.WriteAsync(context, s_notFound).ConfigureAwait(false);
            return;
        }

        Resolve(request);
        if (hosts.Fault(request) is { } foreign)
        {
            await ReplyWriter.WriteAsync(context, Forbidden(foreign)).ConfigureAwait(false);
        }
        else if (ControlApi.Has(path))
        {
            var reply = hosts.ControlFault(request) is { } fault
                ? Forbidden(fault)
                : await SafelyAsync(context, () => InspectorPages.Has(request, path) ? inspector.AnswerAsync(request, path) : control.AnswerAsync(request, path)).ConfigureAwait(false);
            await ReplyWriter.WriteAsync(context, reply).ConfigureAwait(false);
        }
        else if (SitePages.Has(path))
        {
            // A link may lead here from anywhere; a form may not.
            var reply = request.Method != "GET" && !SitePages.TakesFromOthers(path) && hosts.ControlFault(request) is { } fault
                ? Forbidden(fault)
                : await SafelyAsync(context, () => pages.AnswerAsync(request, path)).ConfigureAwait(false);
            await ReplyWriter.WriteAsync(context, reply).ConfigureAwait(false);
        }
        else
        {
            await AnswerAsync(new Exchange(context), path).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(Exchange exchange, string path)
    {
        var (context, started) = (exchange.Context, Stopwatch.GetTimestamp());
        var fault = services.Faults.IsEmpty ? null : services.Faults.Take(context.Request.Method, path, OperationAt(context.Request.Method, path));
        if (fault is { Delay.Ticks: > 0 })
        {
            await Task.Delay(fault.Delay, systemClock, context.RequestAborted).ConfigureAwait(false);
        }

        if (fault is { DropsConnection: true })
        {
            context.Abort();
            return;
        }

        var reply = fault is { Status: { } status } ? FaultReplies.Of(fault, status)
            : await RecordedAsync(context, () => ReplyAsync(exchange, path)).ConfigureAwait(false);
        var record = new RequestRecord
        {
            Method = context.Request.Method,
            Path = path,
            Query = context.Request.QueryString.Value ?? "",
            Time = services.Engine.Clock.GetUtcNow(),
            Route = exchange.Route,
            Status = reply.Status,
            Duration = Stopwatch.GetElapsedTime(started),
            ContentType = context.Request.ContentType,
            ReplyContentType = reply.ContentType,
            Body = exchange.Body,
            UnreadBody = exchange.Body.IsEmpty ? context.Request.ContentLength : null,
            ReplyBody = reply.Body,
            ReplyContent = reply.Content,
        };
        services.Requests.Add(record);
        await ReplyWriter.WriteAsync(context, reply, isTruncated: fault is { TruncatesBody: true }, record).ConfigureAwait(false);
    }

    /// <summary>The path, which what looks at path and query further in sees as well.</summary>
    private static string Resolve(HttpRequest request)
    {
        var path = RequestTarget.PathOf(request);
        request.Path = new PathString(path);
        request.QueryString = RequestTarget.QueryOf(request);
        return path;
    }

    private Task<Reply> RecordedAsync(HttpContext context, Func<Task<Reply>> answer) => Recorder is { } recorder ? recorder.AnswerAsync(context, answer) : answer();

    private Task<Reply> ControlAsync(HttpContext context, string path) => SafelyAsync(context, () => control.AnswerAsync(context.Request, path));

    private Task<Reply> ReplyAsync(Exchange exchange, string path) => SafelyAsync(
        exchange.Context,
        () => FileStorage.Has(path)
            ? new FileStorage(services.Engine, OrderDocuments.Draw).AnswerAsync(exchange.Context.Request)
            : api.AnswerAsync(exchange, path));

    private static async Task<Reply> SafelyAsync(HttpContext context, Func<Task<Reply>> answer)
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        catch (FakeDataException unkept)
        {
            context.Response.Clear();
            return Reply.Of(new Failure(500, "NotKept", unkept.Message));
        }
#pragma warning disable CA1031 // Whatever fails is one request's failure.
        catch (Exception fault) when (fault is not (IOException or OperationCanceledException or BadHttpRequestException))
#pragma warning restore CA1031
        {
            context.Response.Clear();
            return Reply.Unhandled;
        }
    }

    private static string? OperationAt(string method, string path) =>
        Modules.Composed.Routes.Find(method, path.StartsWith(ApiPipeline.OldRoot, StringComparison.Ordinal) ? path[4..] : path).Route?.Id;
}
