using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer;

/// <summary>A fake's world as it was at one moment. Keeping one costs nothing but what has changed since.</summary>
public sealed class FakeSnapshot
{
    internal FakeSnapshot(World world, FakeIdentity identity, DateTimeOffset time)
    {
        World = world;
        Identity = identity;
        Time = time;
    }

    /// <summary>Where the clock stood.</summary>
    public DateTimeOffset Time { get; }

    internal World World { get; }

    internal FakeIdentity Identity { get; }
}
