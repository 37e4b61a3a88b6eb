namespace Polar.FakeServer;

/// <summary>The kinds of tokens that Polar knows.</summary>
public enum FakeTokenKind
{
    /// <summary>An organization's access token, <c>polar_oat_…</c>.</summary>
    Organization,

    /// <summary>A user's personal access token, <c>polar_pat_…</c>.</summary>
    Personal,

    /// <summary>A user's OAuth2 access token, <c>polar_at_u_…</c>; it is good for ten days.</summary>
    OAuth2,

    /// <summary>A customer's session in the portal, <c>polar_cst_…</c>; it is good for an hour.</summary>
    CustomerSession,

    /// <summary>The session of a customer's member in the portal, <c>polar_mst_…</c>; it is good for an hour.</summary>
    MemberSession,

    /// <summary>
    /// A user's session in a browser, <c>polar_us_…</c>; it is good for 31 days. It is sent as the cookie <c>polar_sandbox_session</c>, never as a bearer
    /// token, and lists the user's OAuth2 clients and consents to what they ask for.
    /// </summary>
    UserSession,
}

/// <summary>The role that a user has in an organization.</summary>
public enum FakeUserRole
{
    /// <summary>May do everything.</summary>
    Owner,

    /// <summary>May do everything.</summary>
    Admin,

    /// <summary>May read most things, and manages sales.</summary>
    Finance,

    /// <summary>Manages everything except organization, members and finances.</summary>
    Member,
}

/// <summary>A token to be issued.</summary>
public sealed record FakeToken
{
    /// <summary>Its kind.</summary>
    public required FakeTokenKind Kind { get; init; }

    /// <summary>The organization that it acts for; a user's token is narrowed to it.</summary>
    /// <value>Null by default: the fake's first organization, for a user's token all of the user's.</value>
    public Guid? OrganizationId { get; init; }

    /// <summary>The customer of a session; a member's session is the owner's when no member is named.</summary>
    public Guid? CustomerId { get; init; }

    /// <summary>The member of a session.</summary>
    public Guid? MemberId { get; init; }

    /// <summary>The user of a personal or OAuth2 token.</summary>
    /// <value>Null by default: the user who owns the fake's organizations.</value>
    public Guid? UserId { get; init; }

    /// <summary>Gives the user this role in the organization; a user that does not exist yet is created.</summary>
    /// <value>Null by default: the user's roles stay.</value>
    public FakeUserRole? Role { get; init; }

    /// <summary>The scopes of the token, <c>customers:write</c>.</summary>
    /// <value>Null by default: all that its kind may hold.</value>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>How long it is valid, in the fake's time; negative for one that has expired already.</summary>
    /// <value>Null by default: what its kind has.</value>
    public TimeSpan? ExpiresIn { get; init; }
}

/// <summary>An organization of the fake.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Slug">Its slug.</param>
/// <param name="AccessToken">A token of it that may do everything.</param>
public sealed record FakeOrganization(Guid Id, string Slug, string AccessToken)
{
    /// <summary>The organization without its token.</summary>
    /// <returns>What it is called.</returns>
    public override string ToString() => $"{nameof(FakeOrganization)} {{ Id = {Id}, Slug = {Slug} }}";
}
