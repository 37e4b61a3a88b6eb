using System.Collections.Immutable;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Identity;

/// <summary>The kinds of who may call.</summary>
internal enum SubjectKind
{
    Anonymous,
    Organization,
    User,
    Customer,
    Member,
}

/// <summary>An organization that a caller acts in.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Role">The user's role there; null where the caller is the organization itself, or one of its customers.</param>
internal readonly record struct Membership(Guid Organization, OrganizationRole? Role)
{
    public bool Allows(Permission? permission) => permission is not { } wanted || Role is not { } role || role.Allows(wanted);
}

/// <summary>The session that a customer or a member calls with.</summary>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="ReturnUrl">Where the portal leads back to; null where nobody said.</param>
internal sealed record PortalSession(DateTimeOffset ExpiresAt, string? ReturnUrl);

/// <summary>
/// Who calls, as the token says. Resources don't look at it: what a caller sees, and to which organization a new resource belongs, is decided above.
/// </summary>
internal sealed record Caller
{
    public static Caller Anonymous { get; } = new() { Kind = SubjectKind.Anonymous, Scopes = ImmutableHashSet<string>.Empty };

    /// <summary>The service itself, in the background.</summary>
    public static Caller Background { get; } = Anonymous;

    public required SubjectKind Kind { get; init; }

    public required IReadOnlySet<string> Scopes { get; init; }

    /// <summary>The organizations within the caller's reach: one, except for users.</summary>
    public ImmutableArray<Membership> Memberships { get; init; } = [];

    /// <summary>Whether a user's token reaches one of the user's organizations only.</summary>
    public bool IsNarrowed { get; init; }

    /// <summary>Whether that organization need not be named.</summary>
    public bool ActsForOne => IsNarrowed && Memberships.Length == 1;

    public Guid? User { get; init; }

    /// <summary>Whether the token is one of OAuth2.</summary>
    public bool HasOAuth2Token { get; init; }

    /// <summary>The OAuth2 client that the token was issued to, if it was.</summary>
    public string? Client { get; init; }

    /// <summary>Whether a person is signed in, with a session in a browser.</summary>
    public bool HasSession { get; init; }

    /// <summary>The customer of a customer's or a member's session.</summary>
    public Guid? Customer { get; init; }

    public Guid? Member { get; init; }

    public MemberRole? MemberRole { get; init; }

    /// <summary>The session of a customer or a member; null for everybody else.</summary>
    public PortalSession? Session { get; init; }

    /// <summary>An organization, with everything that its token may hold.</summary>
    public static Caller OfOrganization(Guid organization) => new()
    {
        Kind = SubjectKind.Organization,
        Scopes = TokenScopes.OfOrganizations,
        Memberships = [new Membership(organization, null)],
    };
}
