using Polar.FakeServer.Storage;

namespace Polar.FakeServer.OAuth2.Authorization;

/// <summary>Who is signed in on the fake's own pages, where a browser has no session of its own.</summary>
/// <param name="UserId">The user; null where nobody is, and the page asks.</param>
internal sealed record SignedInUserRow(Guid? UserId) : IRow<SignedInUserRow>
{
    /// <inheritdoc/>
    public static TableDefinition<SignedInUserRow> Table { get; } = new("signed_in_user");

    /// <summary>There is one.</summary>
    public static Guid OnlyId { get; } = RowId.Of("signed in");

    public Guid Id => OnlyId;

    Guid IRow.OrganizationId => Guid.Empty;

    public DateTimeOffset CreatedAt => default;
}
