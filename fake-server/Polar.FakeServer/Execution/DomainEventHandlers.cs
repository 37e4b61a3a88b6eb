using System.Collections.Frozen;

namespace Polar.FakeServer.Execution;

/// <summary>The handlers of domain events, by the type of the event. They run in the step that raised it, in the order of their registration.</summary>
internal sealed class DomainEventHandlers
{
    private readonly FrozenDictionary<Type, Action<Transaction, IDomainEvent>[]> _handlers;

    /// <summary>Handlers in the order in which they are to run.</summary>
    public DomainEventHandlers(IEnumerable<(Type Event, Action<Transaction, IDomainEvent> Handler)> handlers) =>
        _handlers = handlers.GroupBy(entry => entry.Event).ToFrozenDictionary(group => group.Key, group => group.Select(entry => entry.Handler).ToArray());

    /// <summary>No handlers at all.</summary>
    public static DomainEventHandlers None { get; } = new([]);

    /// <summary>Runs the handlers of an event; an event without any is no fault.</summary>
    public void Handle(Transaction transaction, IDomainEvent happened)
    {
        foreach (var handle in _handlers.GetValueOrDefault(happened.GetType(), []))
        {
            handle(transaction, happened);
        }
    }
}
