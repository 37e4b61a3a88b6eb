using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Http;

/// <summary>
/// Server-sent events: messages of a feed, for ten minutes at most; then the client is told to connect again. So is a client that does not read, once it has read
/// what was kept for it.
/// </summary>
internal static class EventStream
{
    private const string ContentType = "text/event-stream; charset=utf-8";

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The answer that is such a stream. It listens from now on, so that nothing is lost until it is sent.</summary>
    /// <param name="feed">What is told.</param>
    /// <param name="first">A message for the beginning; null for none.</param>
    /// <param name="published">The messages of an event; null for none.</param>
    /// <param name="taken">The messages of an event that has reached the app; null for none.</param>
    /// <param name="noticed">The messages of what pages are told; null for none.</param>
    public static Reply Of(
        EventFeed feed,
        JsonObject? first = null,
        Func<PublishedEvent, IEnumerable<JsonObject>>? published = null,
        Func<string, ReadOnlyMemory<byte>, IEnumerable<JsonObject>>? taken = null,
        Func<PageNotice, IEnumerable<JsonObject>>? noticed = null)
    {
        var messages = feed.Read(published, taken, noticed);
        return new Reply(200, default, ContentType, ("X-Accel-Buffering", "no"))
        {
            Stream = (output, stop) => WriteAsync(output, messages, first, feed.SystemClock, stop),
            Holds = messages,
        };
    }

    /// <summary>A message of something that pages are told.</summary>
    public static JsonObject Message(EventFeed feed, PageNotice notice) => new()
    {
        ["id"] = feed.NewId().ToString(),
        ["key"] = notice.Key,
        ["payload"] = new JsonObject(notice.Payload.Select(entry => KeyValuePair.Create(entry.Name, (JsonNode?)entry.Value))),
    };

    private static async Task WriteAsync(Stream output, FeedReader<JsonObject> reader, JsonObject? first, TimeProvider clock, CancellationToken stop)
    {
        using var messages = reader;
        using var limit = new CancellationTokenSource(s_longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        if (first is not null)
        {
            await SendAsync(output, first, stop).ConfigureAwait(false);
        }

        try
        {
            await foreach (var message in messages.ReadAsync(either.Token).ConfigureAwait(false))
            {
                await SendAsync(output, message, stop).ConfigureAwait(false);
            }

            if (messages.IsBehind)
            {
                await SendReconnectAsync(output, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await SendReconnectAsync(output, stop).ConfigureAwait(false);
        }
    }

    private static Task SendReconnectAsync(Stream output, CancellationToken stop) => SendAsync(output, new JsonObject { ["type"] = "reconnect" }, stop);

    private static async Task SendAsync(Stream output, JsonObject message, CancellationToken stop)
    {
        await output.WriteAsync(Encoding.UTF8.GetBytes($"data: {message.ToJsonString(s_json)}\r\n\r\n"), stop).ConfigureAwait(false);
        await output.FlushAsync(stop).ConfigureAwait(false);
    }
}
