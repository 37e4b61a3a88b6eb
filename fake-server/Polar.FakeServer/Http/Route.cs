using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Http;

/// <summary>A value of a path or a query.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MakeSchema">Makes what it must satisfy.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Repeated">Whether it may come several times.</param>
/// <param name="DeepObject">Whether it comes as <c>name[key]=value</c>.</param>
internal sealed record RouteParameter(string Name, Func<Schema> MakeSchema, bool Required, bool Repeated, bool DeepObject)
{
    private Schema? _schema;

    public Schema Schema => _schema ??= MakeSchema();
}

/// <summary>The body of an operation.</summary>
internal sealed record RouteBody(Func<Schema> MakeSchema, bool Required, bool Form)
{
    private Schema? _schema;

    public Schema Schema => _schema ??= MakeSchema();
}

/// <summary>One operation: how it is reached, who may call it, what it takes, and what handles it.</summary>
internal sealed record Route
{
    private bool? _requiresQuery;
    private bool[]? _admitted;

    public required string Id { get; init; }

    public required string Method { get; init; }

    public required string Template { get; init; }

    /// <summary>The status of a success.</summary>
    public required int Status { get; init; }

    public required string[] Scopes { get; init; }

    public required string[] Subjects { get; init; }

    public required RouteParameter[] Path { get; init; }

    public required RouteParameter[] Query { get; init; }

    public RouteBody? Body { get; init; }

    /// <summary>A shorter way for bodies that are as they should be; null where there is only the usual one.</summary>
    public DirectBody? Direct { get; init; }

    /// <summary>Calls the operation's method of its group's handler.</summary>
    public required Func<Handlers, Transaction, BoundRequest, Reply> Handle { get; init; }

    /// <summary>The handlers of the fake.</summary>
    public Handlers Handlers { get; init; } = Handlers.None;

    /// <summary>What it asks of a caller beyond subject and scope.</summary>
    public AccessRule Access { get; init; } = AccessRule.None;

    /// <summary>What else must hold.</summary>
    public IReadOnlyList<(Stage Stage, Precondition Check)> Preconditions { get; init; } = [];

    /// <summary>Whether a GET changes something all the same; it then takes its turn as other changes do.</summary>
    public bool WritesOnGet { get; init; }

    /// <summary>The names of values in path and body that nobody is to read in a log, because whoever knows them may act for somebody.</summary>
    public string[] Secrets { get; init; } = [];

    /// <summary>Whether some value of the query must be there.</summary>
    public bool RequiresQuery => _requiresQuery ??= Array.Exists(Query, parameter => parameter.Required);

    public bool Admits(SubjectKind kind) => (_admitted ??= [.. Enum.GetValues<SubjectKind>().Select(known => Subjects.Contains(known.ToString()))])[(int)kind];

    /// <summary>Takes the operation's step.</summary>
    public Reply Answer(Transaction transaction, BoundRequest request) =>
        request.Direct is { } read ? Direct!.Handle(transaction, read) : Handle(Handlers, transaction, request);

    /// <summary>Why the caller gets no further at this stage; null when it does.</summary>
    public Failure? Refusal(Stage stage, Caller caller, World world, IReadOnlyList<string> path)
    {
        foreach (var (when, check) in Preconditions)
        {
            if (when == stage && check(this, caller, world, path) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
