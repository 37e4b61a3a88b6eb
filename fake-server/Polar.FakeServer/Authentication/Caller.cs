namespace Polar.FakeServer;

/// <summary>The kinds of who may call.</summary>
internal enum SubjectKind
{
    Anonymous,
    Organization,
    User,
    Customer,
    Member,
}

/// <summary>Who calls, as the token says.</summary>
internal sealed record Caller(SubjectKind Kind, Guid Organization, Guid? Customer, Guid? Member, Guid? User, IReadOnlySet<string> Scopes)
{
    public static Caller Anonymous { get; } = new(SubjectKind.Anonymous, Guid.Empty, null, null, null, new HashSet<string>());

    /// <summary>The service itself, in the background.</summary>
    public static Caller Background { get; } = Anonymous;
}
