using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Polar.FakeServer.Http;
using Polar.FakeServer.Pages;
using Polar.FakeServer.Recording;

namespace Polar.FakeServer.Composition;

/// <summary>Lets the fake's pages ask its API, through the same checks as everybody else. What they ask is not kept with what an app has asked.</summary>
/// <param name="api">The API.</param>
/// <param name="recorder">What writes calls down; null where nobody asked for that.</param>
internal sealed class OwnApi(ApiPipeline api, CallRecorder? recorder)
{
    /// <summary>Makes one call.</summary>
    public async Task<PageAnswer> CallAsync(PageCall call)
    {
        var context = new DefaultHttpContext();
        var (path, query) = call.Target.Split('?', 2) is [var before, var behind] ? (before, "?" + behind) : (call.Target, "");
        context.Request.Method = call.Method;
        context.Request.Scheme = "http";
        context.Request.Path = new PathString(RequestTarget.Decode(path));
        context.Request.QueryString = new QueryString(query);
        if (call.Body is { } body)
        {
            var content = Encoding.UTF8.GetBytes(body.ToJsonString());
            context.Request.ContentType = "application/json";
            context.Request.ContentLength = content.Length;
            context.Request.Body = new MemoryStream(content);
        }
        else if (call.Method is not "GET")
        {
            context.Request.ContentLength = 0;
        }

        if (call.Token is { } token)
        {
            context.Request.Headers.Authorization = $"Bearer {token}";
        }

        if (call.Address is { } address)
        {
            context.Request.Headers["True-Client-IP"] = address;
        }

        using var answer = new MemoryStream();
        context.Response.Body = answer;
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = call.Target;
        var reply = recorder is null
            ? await AnswerAsync().ConfigureAwait(false)
            : await recorder.AnswerAsync(context, AnswerAsync).ConfigureAwait(false);
        await ReplyWriter.WriteAsync(context, reply).ConfigureAwait(false);
        return new PageAnswer(reply.Status, answer.ToArray());

        Task<Reply> AnswerAsync() => api.AnswerAsync(new Exchange(context), RequestTarget.Decode(path));
    }
}
