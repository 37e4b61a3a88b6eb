using Polar.FakeServer.Execution;
using Polar.FakeServer.Mail;
using Polar.FakeServer.Organizations;

namespace Polar.FakeServer.Webhooks;

/// <summary>A delivery to make.</summary>
/// <param name="EventId">The event.</param>
/// <param name="EndpointId">Where it goes.</param>
/// <param name="IsRedelivery">Whether to deliver it though it has been taken already.</param>
internal readonly record struct DeliveryRequest(Guid EventId, Guid EndpointId, bool IsRedelivery);

/// <summary>What the world makes of attempts: the delivery, the event's state, another attempt, and in the end an endpoint that is switched off.</summary>
internal static class WebhookDeliveryRules
{
    private const int MostAttempts = 10;

    /// <summary>How many attempts are kept, and how many messages; beyond that the oldest one is forgotten.</summary>
    public const int MostKept = 100_000;

    private const string Unsent = "not sent: not on this machine";

    /// <summary>Notes that an event is not sent because its endpoint is switched off.</summary>
    public static void Skip(Transaction transaction, Guid id)
    {
        if (transaction.World.WebhookEvents.Find(id) is { } row)
        {
            Save(transaction, row with { Skipped = true, IsAskedAgain = false });
        }
    }

    /// <summary>Notes that an event is not sent because its endpoint is not on this machine. That is no failure: the endpoint stays as it is.</summary>
    public static void RecordUnsent(Transaction transaction, Guid id)
    {
        if (transaction.World.WebhookEvents.Find(id) is { } row)
        {
            Keep(transaction, row, new WebhookAnswer(null, Unsent), new RandomDraw(RandomnessOf(row, transaction.World.WebhookDeliveries.NextPlace)));
            Save(transaction, row with { Skipped = true, IsAskedAgain = false });
        }
    }

    /// <summary>Notes what came of an attempt, and has another one made where that helps.</summary>
    public static void Record(Transaction transaction, DeliveryRequest errand, WebhookAnswer answer)
    {
        if (transaction.World.WebhookEvents.Find(errand.EventId) is not { } row)
        {
            // The world was put back while this was under way.
            return;
        }

        var attempts = row.Attempts + 1;
        var isExhausted = !answer.IsTaken && attempts >= MostAttempts;
        var random = new RandomDraw(RandomnessOf(row, attempts));
        Keep(transaction, row, answer, random);
        transaction.Save(row with
        {
            ModifiedAt = transaction.Now,
            Attempts = attempts,
            Skipped = false,
            IsAskedAgain = false,
            LastHttpCode = answer.Code ?? row.LastHttpCode,
            Succeeded = answer.IsTaken || row.Succeeded == true ? true : isExhausted ? false : row.Succeeded,
        });
        if (isExhausted)
        {
            DisableFailingEndpointJob.Queue(transaction, row.EndpointId);
        }
        else if (!answer.IsTaken)
        {
            transaction.Schedule(transaction.Now + Delay(attempts, random), new WebhookRetryJob(errand));
        }
    }

    /// <summary>How long to wait behind the failed attempt of that number: ever longer, twenty minutes at most.</summary>
    private static TimeSpan Delay(int attempt, RandomDraw random)
    {
        const double Longest = 1200;
        var seconds = 2 * Math.Pow(2, attempt) * (1 + Chance(random));
        return TimeSpan.FromSeconds(seconds > Longest ? Longest * (0.5 + (Chance(random) / 2)) : seconds);
    }

    private static double Chance(RandomDraw random)
    {
        const int Steps = 1000;
        return random.Below(Steps) / (double)Steps;
    }

    /// <summary>Keeps an attempt; beyond a number the oldest one is forgotten.</summary>
    private static void Keep(Transaction transaction, WebhookMessage row, WebhookAnswer answer, RandomDraw random)
    {
        transaction.Save(new WebhookDeliveryRow
        {
            Id = random.Uuid(),
            OrganizationId = row.OrganizationId,
            CreatedAt = transaction.Now,
            EventId = row.Id,
            EndpointId = row.EndpointId,
            Succeeded = answer.IsTaken,
            HttpCode = answer.Code,
            Response = answer.Response,
        });
        if (transaction.World.WebhookDeliveries.Count > MostKept)
        {
            transaction.Remove(transaction.World.WebhookDeliveries.First!);
        }
    }

    /// <summary>Attempts end when they end: they have randomness of their own, or what others draw would hang on that.</summary>
    private static RandomSource RandomnessOf(WebhookMessage row, long attempt)
    {
        Span<byte> id = stackalloc byte[16];
        row.Id.TryWriteBytes(id);
        return new RandomSource(unchecked(BitConverter.ToUInt64(id) + (BitConverter.ToUInt64(id[8..]) * (ulong)attempt)));
    }

    private static void Save(Transaction transaction, WebhookMessage row) => transaction.Save(row with { ModifiedAt = transaction.Now });
}

/// <summary>An event is tried again.</summary>
internal sealed record WebhookRetryJob(DeliveryRequest Errand) : IJob
{
    // The sender belongs to the host, not to the world, so the job asks it through the transaction.
    public void Run(Transaction transaction) => transaction.Deliver(Errand.EventId, Errand.IsRedelivery);
}

/// <summary>
/// An endpoint whose last ten events all failed is switched off, and what waits for it is left out. Failures that follow each other quickly are
/// looked at together, but not put off for ever.
/// </summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Since">The first of those failures.</param>
internal sealed record DisableFailingEndpointJob(Guid Endpoint, DateTimeOffset Since) : IJob
{
    private const int Failures = 10;

    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);

    public string Key => KeyOf(Endpoint);

    public static void Queue(Transaction transaction, Guid endpoint)
    {
        var since = transaction.World.Jobs.Find(KeyOf(endpoint)) is DisableFailingEndpointJob waiting ? waiting.Since : transaction.Now;
        var (due, latest) = (transaction.Now + s_quiet, since + s_longest);
        transaction.Schedule(due < latest ? due : latest, new DisableFailingEndpointJob(endpoint, since));
    }

    public void Run(Transaction transaction)
    {
        if (transaction.World.WebhookEndpoints.Find(Endpoint) is not { Resource.Enabled: true } endpoint)
        {
            return;
        }

        var completed = transaction.World.WebhookEvents.Of(endpoint.OrganizationId, WebhookMessage.ByCompletion, (Endpoint, true));
        if (completed.Count < Failures || Enumerable.Range(1, Failures).Any(rank => completed[^rank].Succeeded == true))
        {
            return;
        }

        Disable(transaction, endpoint);
        foreach (var waiting in transaction.World.WebhookEvents.Of(endpoint.OrganizationId, WebhookMessage.ByCompletion, (Endpoint, false))
            .Where(row => !row.Skipped)
            .ToArray())
        {
            WebhookDeliveryRules.Skip(transaction, waiting.Id);
        }
    }

    /// <summary>Switches the endpoint off, and writes to everybody in the organization.</summary>
    private static void Disable(Transaction transaction, WebhookEndpointRow endpoint)
    {
        WebhookRules.Change(transaction, endpoint, endpoint.Resource with { Enabled = false });
        transaction.Notify(new FakeDisabledEndpoint(endpoint.Id, endpoint.OrganizationId, endpoint.Resource.Url, transaction.Now));
        var name = transaction.World.Organizations[endpoint.OrganizationId].Resource.Name;
        foreach (var user in transaction.World.Users.All.Where(user => user.Roles.ContainsKey(endpoint.OrganizationId)).ToArray())
        {
            transaction.SendEmail(new EmailDraft
            {
                OrganizationId = endpoint.OrganizationId,
                To = user.Email,
                Kind = "webhook_endpoint_disabled",
                Subject = $"Webhook endpoint disabled for {name}",
            });
        }
    }

    private static string KeyOf(Guid endpoint) => $"hopeless-endpoint:{endpoint}";
}
