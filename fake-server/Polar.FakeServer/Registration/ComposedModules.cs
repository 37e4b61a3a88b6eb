using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Registration;

/// <summary>What all modules bring together; immutable, so that all fakes of a process share one.</summary>
/// <param name="EventHandlers">What follows from domain events.</param>
internal sealed record ComposedModules(DomainEventHandlers EventHandlers);
