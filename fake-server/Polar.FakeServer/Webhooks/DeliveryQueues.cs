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
    private int _holds;

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

            // Somebody who waits already has looked for what is not served before this came.
            if (_holds == 0 || queue.Hangs || _settled is not null)
            {
                Start(queue);
            }
        }
    }

    /// <summary>
    /// From now on nothing is sent until somebody waits for it, who then sends it himself: without it, every delivery wakes a thread, and its end wakes
    /// the one that waits.
    /// </summary>
    /// <returns>Dispose of it to have what is left sent.</returns>
    public IDisposable Hold()
    {
        lock (_gate)
        {
            _holds++;
            return new Holding(this);
        }
    }

    /// <summary>Waits until nothing is on its way to endpoints that answer.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        Task settled;
        EndpointQueue? own;
        lock (_gate)
        {
            if (_awaited == 0)
            {
                return;
            }

            own = _holds == 0 ? null : TakeUnserved();
            _settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            settled = _settled.Task;
        }

        if (own is not null)
        {
            await ServeAsync(own, untilItHangs: true).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await settled.WaitAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>One queue that is not served yet, which the caller is to serve; others are served beside it.</summary>
    private EndpointQueue? TakeUnserved()
    {
        EndpointQueue? own = null;
        foreach (var queue in _queues.Values)
        {
            if (queue.IsServed || queue.Waiting.Count == 0)
            {
                continue;
            }

            if (own is null)
            {
                own = queue;
                queue.IsServed = true;
            }
            else
            {
                Start(queue);
            }
        }

        return own;
    }

    private void Start(EndpointQueue queue)
    {
        if (!queue.IsServed && queue.Waiting.Count > 0)
        {
            queue.IsServed = true;

            // Deliveries are no part of the step that they come from.
            ThreadPool.UnsafeQueueUserWorkItem(unserved => _ = ServeAsync(unserved, untilItHangs: false), queue, preferLocal: false);
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            if (--_holds > 0 || _stop.IsCancellationRequested)
            {
                return;
            }

            foreach (var queue in _queues.Values)
            {
                Start(queue);
            }
        }
    }

    private async Task ServeAsync(EndpointQueue queue, bool untilItHangs)
    {
        while (Next(queue) is { } request)
        {
            var hangs = await deliver(request, _stop.Token).ConfigureAwait(false);
            Finish(queue, hangs);
            if (hangs && untilItHangs)
            {
                // Whoever waits for others is not to wait for this one any more.
                _ = Task.Run(() => ServeAsync(queue, untilItHangs: false));
                return;
            }
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

    private sealed class Holding(DeliveryQueues queues) : IDisposable
    {
        private DeliveryQueues? _queues = queues;

        public void Dispose() => Interlocked.Exchange(ref _queues, null)?.Release();
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
