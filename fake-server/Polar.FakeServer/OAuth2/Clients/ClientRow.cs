using System.Security.Cryptography;
using System.Text;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.OAuth2.Clients;

/// <summary>A client of OAuth2: an app that acts for people who let it.</summary>
internal sealed record ClientRow : IRow<ClientRow>
{
    public static WorldKey<ClientRow, string> ByClientId { get; } = Keys.Secret<ClientRow>(row => row.ClientId);

    /// <inheritdoc/>
    public static TableDefinition<ClientRow> Table { get; } = new("oauth2_clients", ByClientId);

    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>The person who registered it, if anybody in particular did.</summary>
    public Guid? UserId { get; init; }

    /// <summary>A person's clients are found as an organization's things are.</summary>
    Guid IRow.OrganizationId => UserId ?? Guid.Empty;

    public required string ClientId { get; init; }

    /// <summary>The secret, which Polar shows again and again.</summary>
    public required string ClientSecret { get; init; }

    public required string RegistrationToken { get; init; }

    public required ClientMetadata Metadata { get; init; }

    /// <summary>Whether it is Polar's own, whom nobody has to consent to.</summary>
    public bool IsFirstParty { get; init; }

    /// <summary>For whom it asks when it does not say.</summary>
    public OAuth2SubjectType DefaultSubType { get; init; } = OAuth2SubjectType.User;

    public bool IsPublic => Metadata.TokenEndpointAuthMethod == ClientMetadata.NoSecret;

    /// <summary>Whether this is its secret; how long that takes tells nothing.</summary>
    public bool HasSecret(string secret) => IsSame(ClientSecret, secret);

    public bool HasRegistrationToken(string token) => IsSame(RegistrationToken, token);

    private static bool IsSame(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}

/// <summary>The tables of this folder.</summary>
internal static class ClientTables
{
    extension(World world)
    {
        public Table<ClientRow> OAuth2Clients => world.Table<ClientRow>();
    }
}
