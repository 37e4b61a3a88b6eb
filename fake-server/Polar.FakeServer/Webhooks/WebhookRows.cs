using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Where an organization wants events delivered.</summary>
internal sealed record WebhookEndpointRow(WebhookEndpoint Shown, bool IsDeleted = false) : IRow
{
    public Guid Id => Shown.Id;

    public Guid OrganizationId => Shown.OrganizationId;

    public DateTimeOffset CreatedAt => Shown.CreatedAt;
}

/// <summary>An event on its way to one endpoint.</summary>
internal sealed record WebhookEventRow : IRow
{
    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required Guid EndpointId { get; init; }

    public required string Type { get; init; }

    /// <summary>The body, byte for byte as it is sent every time.</summary>
    public required string Payload { get; init; }

    public required string ApiVersion { get; init; }

    public int? LastHttpCode { get; init; }

    /// <summary>Null while there is still an attempt to come.</summary>
    public bool? Succeeded { get; init; }

    public bool Skipped { get; init; }

    public int Attempts { get; init; }

    public RecordedWebhookEvent Shown => new()
    {
        CreatedAt = CreatedAt,
        ModifiedAt = ModifiedAt,
        Id = Id,
        LastHttpCode = LastHttpCode,
        Succeeded = Succeeded,
        Skipped = Skipped,
        Payload = Payload,
        Type = new WebhookEventType(Type),
        IsArchived = false,
        ApiVersion = ApiVersion,
    };
}

/// <summary>One attempt to deliver an event.</summary>
internal sealed record WebhookDeliveryRow : IRow
{
    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid EventId { get; init; }

    public required Guid EndpointId { get; init; }

    public required bool Succeeded { get; init; }

    public int? HttpCode { get; init; }

    public string? Response { get; init; }
}
