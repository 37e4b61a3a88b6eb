using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
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
    private const string JsonType = "application/json";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly Channel<Errand> _queue = Channel.CreateUnbounded<Errand>();
    private readonly ConcurrentQueue<PublishedEvent> _log = new();
    private readonly ConcurrentDictionary<Guid, Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>>> _receivers = new();
    private readonly HttpClient _http;
    private readonly VirtualClock _clock;
    private readonly Task _pump;
    private readonly CancellationTokenSource _stop = new();
    private Engine? _engine;
    private int _pending;
    private int _resets;
    private TaskCompletionSource _idle = Completed();

    public WebhookSender(HttpClient http, VirtualClock clock)
    {
        _http = http;
        _http.Timeout = s_timeout;
        _clock = clock;
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Raised for every event, in order, whether or not an endpoint wants it.</summary>
    public event Action<PublishedEvent>? Published;

    /// <summary>Every event so far, oldest first.</summary>
    public IReadOnlyCollection<PublishedEvent> Log => _log;

    public void Attach(Engine engine) => _engine = engine;

    /// <summary>Writes down what a step published: an event for each endpoint that wants it.</summary>
    /// <param name="world">The world as the step made it.</param>
    /// <param name="transaction">The step.</param>
    /// <returns>The world with those events, and which they are; they are to be sent once that world is the fake's.</returns>
    public static (World World, IReadOnlyList<Guid> Deliveries) Accept(World world, Transaction transaction)
    {
        if (transaction.Events.Count == 0)
        {
            return (world, []);
        }

        var deliveries = new List<Guid>();
        var random = new RandomDraw(world.Random);
        foreach (var published in transaction.Events)
        {
            foreach (var endpoint in world.WebhookEndpoints.Of(published.Organization))
            {
                if (endpoint.IsDeleted || !endpoint.Shown.Enabled || !endpoint.Shown.Events.Any(type => type.Value == published.Type))
                {
                    continue;
                }

                if (BodyFor(endpoint.Shown, published, world) is not { } payload)
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
                    Payload = payload,
                };
                world = world with { WebhookEvents = world.WebhookEvents.Add(row) };
                deliveries.Add(row.Id);
            }
        }

        return (world with { Random = random.Source }, deliveries);
    }

    /// <summary>Tells who listens in this process; one that throws undoes the step, which is not the fake's world yet.</summary>
    public void Tell(IReadOnlyList<PublishedEvent> events)
    {
        foreach (var published in events)
        {
            Published?.Invoke(published);
        }
    }

    /// <summary>Has events delivered; they are in the fake's world by now, where the deliveries look for them.</summary>
    public void Send(IReadOnlyList<PublishedEvent> events, IReadOnlyList<Guid> deliveries)
    {
        foreach (var published in events)
        {
            _log.Enqueue(published);
        }

        foreach (var id in deliveries)
        {
            Enqueue(id, isRedelivery: false);
        }
    }

    /// <summary>Has deliveries to an endpoint handled in this process.</summary>
    public void Connect(Guid endpoint, Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>> handler) => _receivers[endpoint] = handler;

    /// <summary>Has them handled no more.</summary>
    public void Disconnect(Guid endpoint) => _receivers.TryRemove(endpoint, out _);

    /// <summary>Has an event delivered.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="isRedelivery">Whether to deliver it though it has been taken already.</param>
    public void Enqueue(Guid eventId, bool isRedelivery)
    {
        lock (_queue)
        {
            if (_pending++ == 0)
            {
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        _queue.Writer.TryWrite(new Errand(eventId, isRedelivery));
    }

    /// <summary>Waits until nothing is on its way.</summary>
    public Task SettleAsync()
    {
        lock (_queue)
        {
            return _idle.Task;
        }
    }

    /// <summary>Forgets what was published, and what is on its way; the world was put back.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _resets);
        _log.Clear();
        while (_queue.Reader.TryRead(out _))
        {
            Done();
        }
    }

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
            await foreach (var errand in _queue.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                await DeliverAsync(errand).ConfigureAwait(false);
                Done();
            }
        }
        catch (OperationCanceledException)
        {
            // The fake stops; what is undelivered stays so.
        }
    }

    private void Done()
    {
        lock (_queue)
        {
            if (--_pending == 0)
            {
                _idle.SetResult();
            }
        }
    }

    private async Task DeliverAsync(Errand errand)
    {
        var resets = Volatile.Read(ref _resets);
        var world = _engine!.World;
        var id = errand.EventId;
        if (world.WebhookEvents.Find(id) is not { Skipped: false } row
            || world.WebhookEndpoints.Find(row.EndpointId) is not { } endpoint
            || (row.Succeeded == true && !errand.IsRedelivery)
            || row.IsArchived(_clock.GetUtcNow()))
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
        await NoteAsync(transaction =>
        {
            // The world that this was sent from may be gone; the one that took its place can have an event of the same id.
            if (resets == Volatile.Read(ref _resets))
            {
                Note(transaction, errand, code, response);
            }
        }).ConfigureAwait(false);
    }

    private async Task<(int? Code, string? Response)> AttemptAsync(WebhookEventRow row, WebhookEndpoint endpoint)
    {
        // Wall-clock time, so that the app's check of the signature's age passes wherever the virtual clock stands.
        var (timestamp, signature) = WebhookSignature.Sign(
            endpoint.Secret, endpoint.UsesStandardWebhookSignature, row.Id, _clock.WallNow(), row.Payload);
        (string Name, string Value)[] headers =
        [
            ("user-agent", "polar.sh webhooks"), ("webhook-id", row.Id.ToString()), ("webhook-timestamp", timestamp), ("webhook-signature", signature),
        ];
        return _receivers.TryGetValue(endpoint.Id, out var handler)
            ? await HandAsync(handler, headers, row.Payload).ConfigureAwait(false)
            : await SendAsync(endpoint.Url, headers, row.Payload).ConfigureAwait(false);
    }

    private async Task<(int? Code, string? Response)> SendAsync(string url, (string Name, string Value)[] headers, string body)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url);
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(JsonType);
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

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

    /// <summary>Gives a delivery to a function in this process; whatever it throws is no answer.</summary>
    private async Task<(int? Code, string? Response)> HandAsync(
        Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>> handler, (string Name, string Value)[] headers, string body)
    {
        var request = new FakeWebhookRequest(
            headers.Append(("content-type", JsonType)).ToImmutableDictionary(header => header.Item1, header => header.Item2), body);
        try
        {
            return ((int)await handler(request, _stop.Token).ConfigureAwait(false), "");
        }
#pragma warning disable CA1031 // The handler is the app's; nothing that it throws may stop the other deliveries.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _stop.Token.ThrowIfCancellationRequested();
            return (null, Short(fault.Message));
        }
    }

    /// <summary>The body in the endpoint's format; null where that has none for the event.</summary>
    private static string? BodyFor(WebhookEndpoint endpoint, PublishedEvent published, World world)
    {
        if (endpoint.Format == WebhookFormat.Raw)
        {
            return Body(published, endpoint.ApiVersion);
        }

        return ChatMessage.Of(published, world.Organizations[published.Organization].Shown.Name) is not { } message ? null
            : endpoint.Format == WebhookFormat.Discord ? ChatBodies.Discord(message)
            : ChatBodies.Slack(message);
    }

    private static string Short(string text)
    {
        var clean = text.Replace("\0", "", StringComparison.Ordinal);
        return clean.Length > LongestResponse ? clean[..LongestResponse] : clean;
    }

    private static void Note(Transaction transaction, Errand errand, int? code, string? response)
    {
        var world = transaction.World;
        var id = errand.EventId;
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
        transaction.World = world;
        if (exhausted)
        {
            WebhookRules.DisableIfHopeless(transaction, row.EndpointId);
        }

        if (!succeeded && !exhausted)
        {
            transaction.Schedule(transaction.Now + Delay(attempts, transaction.Random), new RetryJob(errand));
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

    private Task<bool> NoteAsync(Action<Transaction> note) => _engine!.StepAsync(transaction =>
    {
        note(transaction);
        return true;
    });

    /// <summary>A delivery to make.</summary>
    private readonly record struct Errand(Guid EventId, bool IsRedelivery);

    private sealed record RetryJob(Errand Errand) : IJob
    {
        // The sender belongs to the host, not to the world, so the job asks it through the transaction.
        public void Run(Transaction transaction) => transaction.Deliver(Errand.EventId, Errand.IsRedelivery);
    }
}
