namespace Polar.FakeServer.Execution;

/// <summary>
/// Something that happened to a resource, raised by <see cref="Transaction.Raise"/> for the floors above, which the resource does not know. An event
/// is a fact in the past tense (<c>CustomerDeleted</c>) and belongs to the folder of the resource that it happened to. One that is about to happen
/// (<c>DefaultCurrencyChanging</c>) can be prevented: a handler refuses the whole step.
/// </summary>
internal interface IDomainEvent;
