namespace Polar.Functional.AspNetCore;

/// <summary>Remembers the last events in memory: enough for one instance of an app, until it stops.</summary>
internal sealed class InMemoryWebhookLog : IPolarWebhookLog
{
    private const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _inProgress = new(StringComparer.Ordinal);
    private readonly HashSet<string> _handled = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldest = new();

    public ValueTask<PolarWebhookStart> StartAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(
                _handled.Contains(id) ? PolarWebhookStart.Handled
                : _inProgress.Add(id) ? PolarWebhookStart.Started
                : PolarWebhookStart.InProgress);
        }
    }

    public ValueTask CompleteAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _inProgress.Remove(id);
            if (_handled.Add(id))
            {
                _oldest.Enqueue(id);
            }

            if (_oldest.Count > Capacity)
            {
                _handled.Remove(_oldest.Dequeue());
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AbandonAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _inProgress.Remove(id);
        }

        return ValueTask.CompletedTask;
    }
}
