using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Portal.Accounts;

/// <summary>That somebody has gone to Discord or GitHub to connect an account, and how to go on when they come back.</summary>
internal sealed record AccountRequestRow : ICustomerOwned, IRow<AccountRequestRow>
{
    public static WorldKey<AccountRequestRow, string> ByState { get; } = Keys.Secret<AccountRequestRow>(row => row.State);

    /// <inheritdoc/>
    public static TableDefinition<AccountRequestRow> Table { get; } = new("account_requests", ByState);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    /// <summary>The member who went; null where it was a session of the customer's own.</summary>
    public Guid? MemberId { get; init; }

    public required FakeIntegration Service { get; init; }

    /// <summary>What the service brings back unseen.</summary>
    public required string State { get; init; }

    /// <summary>Where they want to be in the end.</summary>
    public required string ReturnTo { get; init; }
}

/// <summary>The tables of this folder.</summary>
internal static class AccountTables
{
    extension(World world)
    {
        public Table<AccountRequestRow> AccountRequests => world.Table<AccountRequestRow>();
    }
}

/// <summary>Who does not come back in time is not waited for.</summary>
internal sealed record ForgetAccountRequestJob(Guid Request) : IJob
{
    public void Run(Transaction transaction)
    {
        if (transaction.World.AccountRequests.Find(Request) is { } row)
        {
            transaction.Remove(row);
        }
    }
}
