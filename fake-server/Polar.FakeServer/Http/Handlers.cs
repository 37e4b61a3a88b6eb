using System.Collections.Frozen;

namespace Polar.FakeServer.Http;

/// <summary>The handlers of operations, by the interface of their group.</summary>
/// <param name="registered">One for each group.</param>
internal sealed class Handlers(FrozenDictionary<Type, object> registered)
{
    /// <summary>No handler for anything.</summary>
    public static Handlers None { get; } = new(FrozenDictionary<Type, object>.Empty);

    /// <summary>The handler of a group.</summary>
    public TOperations Get<TOperations>()
        where TOperations : class => (TOperations)registered[typeof(TOperations)];
}
