using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Portal.EmailChanges;

/// <summary>An address that a customer wants to have, and has yet to show that it reads.</summary>
internal sealed record EmailChangeRow : ICustomerOwned, IRow<EmailChangeRow>
{
    public static WorldKey<EmailChangeRow, string> ByToken { get; } = Keys.Secret<EmailChangeRow>(row => row.Token);

    /// <inheritdoc/>
    public static TableDefinition<EmailChangeRow> Table { get; } = new("email_changes", ByToken);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    /// <summary>The new address.</summary>
    public required string Email { get; init; }

    /// <summary>What was sent there.</summary>
    public required string Token { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The tables of this folder.</summary>
internal static class EmailChangeTables
{
    extension(World world)
    {
        public Table<EmailChangeRow> EmailChanges => world.Table<EmailChangeRow>();
    }
}
