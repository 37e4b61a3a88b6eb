using System.Threading.Channels;

namespace Polar.FakeServer;

/// <summary>
/// Reads events as they are published, from the moment it was made: nothing between two reads is lost. 100,000 events wait for it at most; a reader that falls
/// behind further gets those, and then an exception.
/// </summary>
public sealed class FakeEventReader : IDisposable
{
    private const int MostWaiting = 100_000;

    private readonly Channel<FakeEvent> _events = Channel.CreateBounded<FakeEvent>(MostWaiting);
    private readonly FakeWebhooks _webhooks;

    internal FakeEventReader(FakeWebhooks webhooks)
    {
        _webhooks = webhooks;
        webhooks.Published += Write;
    }

    /// <summary>The next event, of any of these types; those in between are passed over. It waits until there is one.</summary>
    /// <param name="types">The types; none for whatever comes next.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The event.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled first.</exception>
    /// <exception cref="System.Threading.Channels.ChannelClosedException">
    /// The reader was disposed of, or has fallen behind: the inner exception then says so.
    /// </exception>
    public async Task<FakeEvent> NextAsync(IReadOnlyCollection<string> types, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var next = await _events.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (types.Count == 0 || types.Contains(next.Type))
            {
                return next;
            }
        }
    }

    /// <summary>The next event of this type; those in between are passed over. It waits until there is one.</summary>
    /// <param name="type">The type.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The event.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled first.</exception>
    /// <exception cref="System.Threading.Channels.ChannelClosedException">
    /// The reader was disposed of, or has fallen behind: the inner exception then says so.
    /// </exception>
    public Task<FakeEvent> NextAsync(string type, CancellationToken cancellationToken = default) => NextAsync([type], cancellationToken);

    /// <summary>Stops reading; whoever waits for an event waits no longer.</summary>
    public void Dispose()
    {
        _webhooks.Published -= Write;
        _events.Writer.TryComplete();
    }

    private void Write(FakeEvent published)
    {
        if (!_events.Writer.TryWrite(published)
            && _events.Writer.TryComplete(new InvalidOperationException($"{MostWaiting:N0} events waited to be read, and one more came: this reader has missed it.")))
        {
            _webhooks.Published -= Write;
        }
    }
}
