using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Registration;

/// <summary>Collects what modules register, in the order in which they are named.</summary>
internal sealed class ModuleBuilder
{
    private readonly List<(Type Event, Action<Transaction, IDomainEvent> Handler)> _eventHandlers = [];

    /// <summary>Has something done whenever an event of this type is raised, in the same step.</summary>
    public ModuleBuilder On<TEvent>(Action<Transaction, TEvent> handler)
        where TEvent : IDomainEvent
    {
        _eventHandlers.Add((typeof(TEvent), (transaction, happened) => handler(transaction, (TEvent)happened)));
        return this;
    }

    /// <summary>Everything that the modules bring, as one immutable value.</summary>
    public static ComposedModules Compose(IEnumerable<IModule> modules)
    {
        var builder = new ModuleBuilder();
        foreach (var module in modules)
        {
            module.Register(builder);
        }

        return new ComposedModules(new DomainEventHandlers(builder._eventHandlers));
    }
}
