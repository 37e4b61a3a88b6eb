using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
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
internal sealed class Route
{
    private AccessRule? _access;

    public required string Id { get; init; }

    public required string Method { get; init; }

    public required string Template { get; init; }

    /// <summary>The status of a success.</summary>
    public required int Status { get; init; }

    public required string[] Scopes { get; init; }

    public required string[] Subjects { get; init; }

    public AccessRule Access => _access ??= AccessRule.Of(this);

    public required RouteParameter[] Path { get; init; }

    public required RouteParameter[] Query { get; init; }

    public RouteBody? Body { get; init; }

    public required Func<Handlers, Transaction, BoundRequest, Reply> Handle { get; init; }

    public bool Admits(SubjectKind kind) => Subjects.Contains(kind.ToString());
}
