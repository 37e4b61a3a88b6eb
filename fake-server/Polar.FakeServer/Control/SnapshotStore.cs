using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Control;

/// <summary>Worlds that were kept under a name. They outlive a reset, and not the process.</summary>
internal sealed class SnapshotStore(Engine engine, FakeIdentity identity)
{
    private readonly Lock _turn = new();
    private readonly OrderedDictionary<string, FakeSnapshot> _kept = [];
    private int _count;

    public IReadOnlyList<KeyValuePair<string, FakeSnapshot>> All
    {
        get
        {
            lock (_turn)
            {
                return [.. _kept];
            }
        }
    }

    /// <summary>The world as it is now.</summary>
    public FakeSnapshot Take() => new(engine.World, identity, engine.Clock.GetUtcNow());

    /// <summary>Keeps the world as it is now, in the place of what was kept under that name.</summary>
    /// <param name="name">The name; null for one that is free.</param>
    public (string Name, FakeSnapshot Snapshot) Keep(string? name)
    {
        var snapshot = Take();
        lock (_turn)
        {
            while (name is null)
            {
                var next = $"snapshot-{++_count}";
                name = _kept.ContainsKey(next) ? null : next;
            }

            _kept.Remove(name);
            _kept.Add(name, snapshot);
        }

        return (name, snapshot);
    }

    public FakeSnapshot? Find(string name)
    {
        lock (_turn)
        {
            return _kept.GetValueOrDefault(name);
        }
    }

    public bool Remove(string name)
    {
        lock (_turn)
        {
            return _kept.Remove(name);
        }
    }

    /// <summary>Goes back to a world.</summary>
    /// <exception cref="ArgumentException">It is another fake's.</exception>
    public Task RestoreAsync(FakeSnapshot snapshot) => snapshot.Identity == identity
        ? engine.RestoreAsync(snapshot.World, snapshot.Time)
        : throw new ArgumentException("The snapshot is of a fake with another organization.", nameof(snapshot));
}
