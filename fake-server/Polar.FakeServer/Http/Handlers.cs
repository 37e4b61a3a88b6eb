using System.Collections.Frozen;

namespace Polar.FakeServer.Http;

/// <summary>The handlers of operations, by the interface of their group.</summary>
/// <param name="registered">The groups that are built.</param>
/// <param name="notImplemented">Implements every interface with nothing but the refusals that it has by itself.</param>
internal sealed class Handlers(FrozenDictionary<Type, object> registered, object notImplemented)
{
    /// <summary>No handler for anything.</summary>
    public static Handlers None { get; } = new(FrozenDictionary<Type, object>.Empty, new object());

    /// <summary>The handler of a group; one that refuses everything where the group is not built.</summary>
    public TOperations Get<TOperations>()
        where TOperations : class => (TOperations)Find(typeof(TOperations));

    /// <summary>The same for an interface that is known at run time only.</summary>
    public object Find(Type operations) => registered.GetValueOrDefault(operations, notImplemented);
}
