using System.Globalization;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Http;

/// <summary>What is answered instead of the API's own answer.</summary>
internal static class FaultReplies
{
    public static Reply Of(FakeFault fault, int status)
    {
        var reply = fault.Body is { } body ? Reply.Json(status, body)
            : status == 429 ? new Reply(429, default, null)
            : status == 500 ? Reply.Unhandled
            : status < 400 ? new Reply(status, default, null)
            : Reply.Of(new Failure(status, "InjectedFault", "This was asked for by POST /_fake/faults."));
        return fault.RetryAfter is { } seconds
            ? new Reply(reply.Status, reply.Body, reply.ContentType, ("Retry-After", seconds.ToString(CultureInfo.InvariantCulture)))
            : reply;
    }
}
