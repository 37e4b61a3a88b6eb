using System.Text;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Webhooks;

/// <summary>Where an organization wants events delivered.</summary>
internal sealed record WebhookEndpointRow(WebhookEndpoint Resource, bool IsDeleted = false) : IRow<WebhookEndpointRow>
{
    /// <inheritdoc/>
    public static TableDefinition<WebhookEndpointRow> Table { get; } = new("webhook_endpoints");

    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.OrganizationId;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;
}

/// <summary>An event on its way to one endpoint.</summary>
internal sealed record WebhookMessage : IRow<WebhookMessage>
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(90);

    /// <summary>The events of an endpoint for which nothing more will be tried, and those that still wait.</summary>
    public static OrganizationKey<WebhookMessage, (Guid Endpoint, bool IsCompleted)> ByCompletion { get; } =
        Keys.One<WebhookMessage, (Guid, bool)>(row => (row.EndpointId, row.Succeeded is not null));

    /// <inheritdoc/>
    public static TableDefinition<WebhookMessage> Table { get; } = new("webhook_events", ByCompletion);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required Guid EndpointId { get; init; }

    public required string Type { get; init; }

    /// <summary>The body, byte for byte as it is sent every time; empty once it is archived.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    public required string ApiVersion { get; init; }

    public int? LastHttpCode { get; init; }

    /// <summary>Null while there is still an attempt to come.</summary>
    public bool? Succeeded { get; init; }

    public bool Skipped { get; init; }

    public int Attempts { get; init; }

    /// <summary>Whether somebody has asked for it to be delivered again, and that has not been tried yet.</summary>
    public bool IsAskedAgain { get; init; }

    /// <summary>The event as a delivery shows it; what was sent is kept for ninety days, to the midnight behind them.</summary>
    public RecordedWebhookEvent ToResource(DateTimeOffset now) => new()
    {
        CreatedAt = CreatedAt,
        ModifiedAt = ModifiedAt,
        Id = Id,
        LastHttpCode = LastHttpCode,
        Succeeded = Succeeded,
        Skipped = Skipped,
        Payload = IsArchived(now) ? null : Encoding.UTF8.GetString(Payload.Span),
        Type = new WebhookEventType(Type),
        IsArchived = IsArchived(now),
        ApiVersion = ApiVersion,
    };

    /// <summary>The midnight at which the body of a message of that time goes.</summary>
    public static DateTimeOffset ArchivedAt(DateTimeOffset createdAt) =>
        new DateTimeOffset((createdAt + s_kept).UtcDateTime.Date, TimeSpan.Zero).AddDays(1);

    /// <summary>Whether the body is gone.</summary>
    public bool IsArchived(DateTimeOffset now) => CreatedAt < new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) - s_kept;
}

/// <summary>One attempt to deliver an event.</summary>
internal sealed record WebhookDeliveryRow : IRow<WebhookDeliveryRow>
{
    public static OrganizationKey<WebhookDeliveryRow, Guid> ByEndpoint { get; } = Keys.One<WebhookDeliveryRow, Guid>(row => row.EndpointId);

    public static OrganizationKey<WebhookDeliveryRow, Guid> ByEvent { get; } = Keys.Rare<WebhookDeliveryRow, Guid>(row => row.EventId);

    /// <inheritdoc/>
    public static TableDefinition<WebhookDeliveryRow> Table { get; } = new("webhook_deliveries", ByEndpoint, ByEvent);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid EventId { get; init; }

    public required Guid EndpointId { get; init; }

    public required bool Succeeded { get; init; }

    public int? HttpCode { get; init; }

    public string? Response { get; init; }

    /// <summary>Whether it belongs to the sample data: nothing was sent.</summary>
    public bool IsOfSample { get; init; }
}
