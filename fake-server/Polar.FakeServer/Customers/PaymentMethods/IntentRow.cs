using Polar.FakeServer.Simulation;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Customers.PaymentMethods;

/// <summary>How it stands with what a bank wants to see its customer for.</summary>
internal enum IntentStatus
{
    RequiresAction,
    Succeeded,
    Failed,
}

/// <summary>What the processor waits with until somebody has shown the bank who it is: to keep a card, or to take what is due for an order.</summary>
internal sealed record IntentRow : ICustomerOwned, IRow<IntentRow>
{
    public static WorldKey<IntentRow, string> ByProcessorId { get; } = Keys.Secret<IntentRow>(row => row.ProcessorId);

    /// <inheritdoc/>
    public static TableDefinition<IntentRow> Table { get; } = new("intents", ByProcessorId);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    /// <summary>What the processor calls it.</summary>
    public required string ProcessorId { get; init; }

    /// <summary>What the customer's page asks the processor with; it begins with the processor's id.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>The confirmation token of the card.</summary>
    public required string CardToken { get; init; }

    /// <summary>Why nothing comes of it even where the bank believes its customer; null where something does.</summary>
    public CardRefusal? RefusalAfterAction { get; init; }

    public IntentStatus Status { get; init; }

    /// <summary>The card on file that it has become.</summary>
    public Guid? PaymentMethodId { get; init; }

    /// <summary>The order that it pays; null where a card is only to be kept.</summary>
    public Guid? OrderId { get; init; }
}
