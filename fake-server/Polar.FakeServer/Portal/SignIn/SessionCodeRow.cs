using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Portal.SignIn;

/// <summary>A code that lets whoever reads a customer's mail into its portal, once.</summary>
internal sealed record SessionCodeRow : ICustomerOwned, IRow<SessionCodeRow>
{
    public static WorldKey<SessionCodeRow, string> ByCode { get; } = Keys.Secret<SessionCodeRow>(row => row.Code);

    /// <summary>Whom codes were sent to.</summary>
    public static OrganizationKey<SessionCodeRow, string> ByEmail { get; } = Keys.Text<SessionCodeRow>(row => row.Email, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public static TableDefinition<SessionCodeRow> Table { get; } = new("session_codes", ByCode, ByEmail);

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid CustomerId { get; init; }

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public required string Code { get; init; }

    /// <summary>The address that it was sent to.</summary>
    public required string Email { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The tables of this folder.</summary>
internal static class SignInTables
{
    extension(World world)
    {
        public Table<SessionCodeRow> SessionCodes => world.Table<SessionCodeRow>();
    }
}

/// <summary>A code that nobody used in time is forgotten.</summary>
internal sealed record ForgetSessionCodeJob(Guid Code) : IJob
{
    public void Run(Transaction transaction)
    {
        if (transaction.World.SessionCodes.Find(Code) is { } row)
        {
            transaction.Remove(row);
        }
    }
}
