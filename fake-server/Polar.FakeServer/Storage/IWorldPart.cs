namespace Polar.FakeServer.Storage;

/// <summary>A part of the world that is no table of rows, such as the store of events: an immutable value.</summary>
/// <typeparam name="TPart">The part's own type.</typeparam>
internal interface IWorldPart<TPart>
    where TPart : class, IWorldPart<TPart>
{
    /// <summary>Where the world keeps it, and what it is at the start.</summary>
    static abstract PartDefinition<TPart> Definition { get; }
}

/// <summary>Identifies a part of the world that is no table of rows.</summary>
/// <typeparam name="TPart">The part's type.</typeparam>
/// <param name="name">What it is called.</param>
/// <param name="empty">What it is at the start.</param>
internal sealed class PartDefinition<TPart>(string name, TPart empty) : TableDefinition(name)
    where TPart : class
{
    public TPart Empty { get; } = empty;
}
