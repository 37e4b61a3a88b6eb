namespace Polar.FakeServer.Execution;

/// <summary>Something that a resource has to know and only a floor above can tell; exactly one module answers it.</summary>
/// <typeparam name="TAnswer">The type of the answer.</typeparam>
internal interface IDomainQuestion<TAnswer>;
