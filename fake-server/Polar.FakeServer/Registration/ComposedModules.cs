using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Registration;

/// <summary>What all modules bring together; immutable, so that all fakes of a process share one.</summary>
/// <param name="Handlers">The handlers of operations.</param>
/// <param name="Operations">All operations with what the modules say about them, in the order of Polar's API description.</param>
/// <param name="Schemas">The schemas of requests.</param>
/// <param name="EventHandlers">What follows from domain events.</param>
/// <param name="Answers">The answers to domain questions.</param>
internal sealed record ComposedModules(
    Handlers Handlers, IReadOnlyList<Route> Operations, SchemaCatalog Schemas, DomainEventHandlers EventHandlers, DomainAnswers Answers)
{
    /// <summary>Finds operations by method and path.</summary>
    public RouteTable Routes { get; } = new(Operations);

    /// <summary>The kinds of things that people may look at.</summary>
    public Lazy<IReadOnlyList<ResourceKind>> Kinds { get; init; } = new(() => []);
}
