using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Channels;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>
/// Turns published events into deliveries and makes them, one after the other, so that each endpoint gets its events in order. What comes of an
/// attempt goes back into the world.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    private const int MostAttempts = 10;
    private const int LongestResponse = 2048;
    private const int FailuresThatDisable = 10;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly Channel<Guid> _queue = Channel.CreateUnbounded<Guid>();
    private readonly ConcurrentQueue<PublishedEvent> _log = new();
    private readonly HttpClient _http;
    private readonly VirtualClock _clock;
    private readonly Task _pump;
    private readonly CancellationTokenSource _stop = new();
    private Engine? _engine;
    private int _pending;
    private TaskCompletionSource _idle = Completed();

    public WebhookSender(HttpMessageHandler handler, VirtualClock clock)
    {
        _http = new HttpClient(handler, disposeHandler: true) { Timeout = s_timeout };
        _clock = clock;
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Raised for every event, in order, whether or not an endpoint wants it.</summary>
    public event Action<PublishedEvent>? Published;

    /// <summary>Every event so far, oldest first.</summary>
    public IReadOnlyCollection<PublishedEvent> Log => _log;

    public void Attach(Engine engine) => _engine = engine;

    /// <summary>Writes down what a step published, an event for each endpoint that wants it, and has them delivered.</summary>
    public World Accept(World world, Transaction transaction)
    {
        if (transaction.Events.Count == 0)
        {
            return world;
        }

        var random = new RandomDraw(world.Random);
        foreach (var published in transaction.Events)
        {
            _log.Enqueue(published);
            foreach (var endpoint in world.WebhookEndpoints.Of(published.Organization))
            {
                if (endpoint.IsDeleted || !endpoint.Shown.Enabled || !endpoint.Shown.Events.Any(type => type.Value == published.Type))
                {
                    continue;
                }

                var row = new WebhookEventRow
                {
                    Id = random.Uuid(),
                    OrganizationId = published.Organization,
                    CreatedAt = published.Timestamp,
                    EndpointId = endpoint.Id,
                    Type = published.Type,
                    ApiVersion = endpoint.Shown.ApiVersion,
                    Payload = Body(published, endpoint.Shown.ApiVersion),
                };
                world = world with { WebhookEvents = world.WebhookEvents.Add(row) };
                Enqueue(row.Id);
            }

            Published?.Invoke(published);
        }

        return world with { Random = random.Source };
    }

    /// <summary>Has an event delivered (again).</summary>
    public void Enqueue(Guid eventId)
    {
        lock (_queue)
        {
            if (_pending++ == 0)
            {
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        _queue.Writer.TryWrite(eventId);
    }

    /// <summary>Waits until nothing is on its way.</summary>
    public Task SettleAsync()
    {
        lock (_queue)
        {
            return _idle.Task;
        }
    }

    /// <summary>Forgets what was published; the world was put back.</summary>
    public void Forget() => _log.Clear();

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        _http.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    /// <summary>The body of an event, for a version of the API.</summary>
    public static string Body(PublishedEvent published, string apiVersion)
    {
        JsonScalar timestamp = published.Timestamp;
        return $"{{\"type\":\"{published.Type}\",\"timestamp\":\"{timestamp}\",\"api_version\":\"{apiVersion}\",\"data\":{published.Data}}}";
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var id in _queue.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                await DeliverAsync(id).ConfigureAwait(false);
                lock (_queue)
                {
                    if (--_pending == 0)
                    {
                        _idle.SetResult();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The fake stops; what is undelivered stays so.
        }
    }

    private async Task DeliverAsync(Guid id)
    {
        var world = _engine!.World;
        if (world.WebhookEvents.Find(id) is not { } row || world.WebhookEndpoints.Find(row.EndpointId) is not { } endpoint || row.Skipped)
        {
            return;
        }

        if (!endpoint.Shown.Enabled)
        {
            await NoteAsync(transaction => transaction.World = transaction.World with
            {
                WebhookEvents = transaction.World.WebhookEvents.Update(row with { Skipped = true, ModifiedAt = transaction.Now }),
            }).ConfigureAwait(false);
            return;
        }

        var (code, response) = await AttemptAsync(row, endpoint.Shown).ConfigureAwait(false);
        await NoteAsync(transaction => Note(transaction, id, code, response)).ConfigureAwait(false);
    }

    private async Task<(int? Code, string? Response)> AttemptAsync(WebhookEventRow row, WebhookEndpoint endpoint)
    {
        // Wall-clock time, so that the app's check of the signature's age passes wherever the virtual clock stands.
        var (timestamp, signature) = WebhookSignature.Sign(
            endpoint.Secret, endpoint.UsesStandardWebhookSignature, row.Id, _clock.WallNow(), row.Payload);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(row.Payload));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.TryAddWithoutValidation("user-agent", "polar.sh webhooks");
            request.Headers.TryAddWithoutValidation("webhook-id", row.Id.ToString());
            request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp);
            request.Headers.TryAddWithoutValidation("webhook-signature", signature);
            using var response = await _http.SendAsync(request, _stop.Token).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(_stop.Token).ConfigureAwait(false);
            return ((int)response.StatusCode, Short(text));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidOperationException or TaskCanceledException)
        {
            _stop.Token.ThrowIfCancellationRequested();
            return (null, Short(fault.Message));
        }
    }

    private static string Short(string text)
    {
        var clean = text.Replace("\0", "", StringComparison.Ordinal);
        return clean.Length > LongestResponse ? clean[..LongestResponse] : clean;
    }

    private static void Note(Transaction transaction, Guid id, int? code, string? response)
    {
        var world = transaction.World;
        if (world.WebhookEvents.Find(id) is not { } row)
        {
            // The world was put back while this was under way.
            return;
        }

        var succeeded = code is >= 200 and < 300;
        var attempts = row.Attempts + 1;
        var exhausted = !succeeded && attempts >= MostAttempts;
        world = world with
        {
            WebhookDeliveries = world.WebhookDeliveries.Add(new WebhookDeliveryRow
            {
                Id = transaction.NewId(),
                OrganizationId = row.OrganizationId,
                CreatedAt = transaction.Now,
                EventId = id,
                EndpointId = row.EndpointId,
                Succeeded = succeeded,
                HttpCode = code,
                Response = response,
            }),
            WebhookEvents = world.WebhookEvents.Update(row with
            {
                Attempts = attempts,
                LastHttpCode = code ?? row.LastHttpCode,
                Succeeded = succeeded || row.Succeeded == true ? true : exhausted ? false : null,
                ModifiedAt = transaction.Now,
            }),
        };
        transaction.World = exhausted ? DisabledIfHopeless(world, row.EndpointId, transaction.Now) : world;
        if (!succeeded && !exhausted)
        {
            transaction.Schedule(transaction.Now + Delay(attempts, transaction.Random), new RetryJob(id));
        }
    }

    /// <summary>How long to wait behind the failed attempt of that number: ever longer, twenty minutes at most.</summary>
    private static TimeSpan Delay(int attempt, RandomDraw random)
    {
        const double Longest = 1200;
        const int Steps = 1000;
        var chance = random.Below(Steps) / (double)Steps;
        var seconds = 2 * Math.Pow(2, attempt) * (1 + chance);
        return TimeSpan.FromSeconds(seconds > Longest ? Longest * (0.5 + (chance / 2)) : seconds);
    }

    /// <summary>An endpoint whose last ten events all failed is switched off.</summary>
    private static World DisabledIfHopeless(World world, Guid endpointId, DateTimeOffset now)
    {
        if (world.WebhookEndpoints.Find(endpointId) is not { } endpoint)
        {
            return world;
        }

        var completed = world.WebhookEvents.Of(endpoint.OrganizationId)
            .Where(row => row.EndpointId == endpointId && row.Succeeded is not null)
            .OrderByDescending(row => row.CreatedAt)
            .Take(FailuresThatDisable)
            .ToArray();
        if (completed.Length < FailuresThatDisable || completed.Any(row => row.Succeeded == true))
        {
            return world;
        }

        var events = world.WebhookEvents;
        foreach (var waiting in world.WebhookEvents.Of(endpoint.OrganizationId).Where(row => row.EndpointId == endpointId && row.Succeeded is null).ToArray())
        {
            events = events.Update(waiting with { Skipped = true });
        }

        return world with
        {
            WebhookEvents = events,
            WebhookEndpoints = world.WebhookEndpoints.Update(
                endpoint with { Shown = endpoint.Shown with { Enabled = false, ModifiedAt = now } }),
        };
    }

    private Task<bool> NoteAsync(Action<Transaction> note) => _engine!.StepAsync(transaction =>
    {
        note(transaction);
        return true;
    });

    private sealed record RetryJob(Guid EventId) : IJob
    {
        // The sender belongs to the host, not to the world, so the job asks it through the transaction.
        public void Run(Transaction transaction) => transaction.Redeliver(EventId);
    }
}
