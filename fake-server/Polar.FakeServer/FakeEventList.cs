using System.Collections;
using System.Text;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer;

/// <summary>Published events as the fake's users see them; each is written down only when it is asked for.</summary>
internal sealed class FakeEventList(BoundedLog<PublishedEvent> log) : IReadOnlyList<FakeEvent>
{
    /// <summary>Called when events are read, and not just counted.</summary>
    public Action? Looked { get; init; }

    public int Count => log.Count;

    public FakeEvent this[int index]
    {
        get
        {
            Looked?.Invoke();
            return ToResource(log[index]);
        }
    }

    public static FakeEvent ToResource(PublishedEvent published) => new(
        published.Organization,
        published.Type,
        published.Timestamp,
        Encoding.UTF8.GetString(published.Body(ApiVersions.Current).Span));

    public IEnumerator<FakeEvent> GetEnumerator()
    {
        Looked?.Invoke();
        return log.Select(ToResource).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
