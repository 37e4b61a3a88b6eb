using System.Collections;
using System.Text;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer;

/// <summary>Published events as the fake's users see them; each is written down only when it is asked for.</summary>
internal sealed class FakeEventList(BoundedLog<PublishedEvent> log) : IReadOnlyList<FakeEvent>
{
    public int Count => log.Count;

    public FakeEvent this[int index] => ToResource(log[index]);

    public static FakeEvent ToResource(PublishedEvent published) => new(
        published.Organization,
        published.Type,
        published.Timestamp,
        Encoding.UTF8.GetString(WebhookEvents.Body(published, ApiVersions.Current)));

    public IEnumerator<FakeEvent> GetEnumerator() => log.Select(ToResource).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
