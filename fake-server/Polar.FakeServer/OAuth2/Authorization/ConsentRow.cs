using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.OAuth2.Authorization;

/// <summary>What a person has let a client do: the scopes of the last time that it was asked.</summary>
internal sealed record ConsentRow(string ClientId, Guid UserId, string Scope, DateTimeOffset CreatedAt) : IRow<ConsentRow>
{
    /// <inheritdoc/>
    public static TableDefinition<ConsentRow> Table { get; } = new("oauth2_grants");

    public Guid Id => IdOf(ClientId, UserId);

    Guid IRow.OrganizationId => Guid.Empty;

    public static Guid IdOf(string clientId, Guid user) => RowId.Of(clientId, user.ToString());
}

/// <summary>The tables of this folder.</summary>
internal static class AuthorizationTables
{
    extension(World world)
    {
        public Table<ConsentRow> OAuth2Consents => world.Table<ConsentRow>();
    }
}
