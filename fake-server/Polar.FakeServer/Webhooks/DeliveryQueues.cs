namespace Polar.FakeServer.Webhooks;

/// <summary>
/// What is on its way to endpoints: a queue for each, in order within it, and none waits for another. An endpoint that has let an attempt time out is
/// not waited for until it answers again.
/// </summary>
/// <param name="deliver">Makes one delivery and says whether the endpoint let it time out; it does not throw.</param>
internal sealed class DeliveryQueues(Func<DeliveryRequest, CancellationToken, Task<bool>> deliver) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, EndpointQueue> _queues = [];
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource? _settled;
    private int _awaited;

    /// <summary>Has a delivery made behind those to the same endpoint.</summary>
    public void Enqueue(DeliveryRequest request)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            if (!_queues.TryGetValue(request.EndpointId, out var queue))
            {
                _queues.Add(request.EndpointId, queue = new EndpointQueue());
            }

            queue.Waiting.Enqueue(request);
            _awaited += queue.Hangs ? 0 : 1;
            if (!queue.IsServed)
            {
                queue.IsServed = true;
                _ = Task.Run(() => ServeAsync(queue));
            }
        }
    }

    /// <summary>Waits until nothing is on its way to endpoints that answer.</summary>
    public Task SettleAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_awaited == 0)
            {
                return Task.CompletedTask;
            }

            _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _settled.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gives up what is on its way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _queues.Clear();
            Await(-_awaited);
        }

        // Attempts that are under way end here, on threads of their own.
        _ = _stop.CancelAsync();
    }

    private async Task ServeAsync(EndpointQueue queue)
    {
        while (Next(queue) is { } request)
        {
            var hangs = await deliver(request, _stop.Token).ConfigureAwait(false);
            Finish(queue, hangs);
        }
    }

    private DeliveryRequest? Next(EndpointQueue queue)
    {
        lock (_gate)
        {
            if (!_stop.IsCancellationRequested && queue.Waiting.TryDequeue(out var request))
            {
                return request;
            }

            queue.IsServed = false;
            return null;
        }
    }

    private void Finish(EndpointQueue queue, bool hangs)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            // Those behind it are waited for, or not, by what became of this one.
            var waited = queue.Hangs ? 0 : 1 + queue.Waiting.Count;
            queue.Hangs = hangs;
            Await((hangs ? 0 : queue.Waiting.Count) - waited);
        }
    }

    private void Await(int more)
    {
        _awaited += more;
        if (_awaited == 0)
        {
            _settled?.TrySetResult();
            _settled = null;
        }
    }

    /// <summary>What waits for one endpoint.</summary>
    private sealed class EndpointQueue
    {
        public Queue<DeliveryRequest> Waiting { get; } = new();

        /// <summary>Whether its deliveries are being made at present.</summary>
        public bool IsServed { get; set; }

        /// <summary>Whether the endpoint let the last attempt time out.</summary>
        public bool Hangs { get; set; }
    }
}
