using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Billing.Wallets;

/// <summary>What a customer has to its credit in one currency, or owes; orders settle against it.</summary>
internal sealed record WalletRow : ICustomerOwned, IRow<WalletRow>
{
    /// <inheritdoc/>
    public static TableDefinition<WalletRow> Table { get; } = new("wallets");

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public required string Currency { get; init; }

    /// <summary>Below zero for a debt.</summary>
    public long Balance { get; init; }
}

/// <summary>The tables of this folder.</summary>
internal static class WalletTables
{
    extension(World world)
    {
        public Table<WalletRow> Wallets => world.Table<WalletRow>();
    }
}
