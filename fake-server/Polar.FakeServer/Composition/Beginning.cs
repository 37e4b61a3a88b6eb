using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Persistence;
using Polar.FakeServer.SampleData;
using Polar.FakeServer.Scheduling;

namespace Polar.FakeServer.Composition;

/// <summary>The world that a fake begins with: a new one, that of a snapshot, or the one that a file has kept.</summary>
/// <param name="World">The world.</param>
/// <param name="Identity">The organization and the user that it begins with.</param>
/// <param name="Origin">What it was made from.</param>
internal sealed record Beginning(World World, FakeIdentity Identity, WorldOrigin Origin)
{
    /// <summary>The world that a reset goes back to, where it is another one.</summary>
    public Lazy<World>? ToResetTo { get; private init; }

    /// <summary>Makes a world, and keeps it where there is a file.</summary>
    public static Beginning Make(FakePolarOptions options, VirtualClock clock, FakeSettings settings, DataFile? file)
    {
        var now = clock.GetUtcNow();
        var (world, identity) = WorldFactory.Make(options, now, settings);
        var origin = WorldOrigins.Of(options, identity, now);
        file?.Create(new KeptWorld(world, origin, new KeptClock(clock.Start, clock.IsFrozen, clock.Position)));
        return new Beginning(world, identity, origin);
    }

    /// <summary>Goes on from a snapshot.</summary>
    public static Beginning Of(FakeSnapshot snapshot, FakePolarOptions options) =>
        new(snapshot.World, snapshot.Identity, WorldOrigins.Of(options, snapshot.Identity, snapshot.Time));

    /// <summary>Goes on from what a file has kept; its clock stands where it stood, or has gone on with the time outside.</summary>
    /// <exception cref="FakeDataException">It is not the world that was asked for.</exception>
    public static Beginning Of(KeptWorld kept, FakePolarOptions options, VirtualClock clock, FakeSettings settings, DataFile file)
    {
        WorldOrigins.Require(options, kept, file.Path);
        clock.Return(kept.Clock.Position);
        var identity = WorldOrigins.IdentityOf(kept.Origin);
        var world = WorldFactory.WithEndpoint(kept.World, identity, options, clock.GetUtcNow(), settings);
        if (world != kept.World)
        {
            file.Keep(kept.World, world, clock.Position);
        }

        return new Beginning(world, identity, kept.Origin)
        {
            ToResetTo = new Lazy<World>(() => WorldFactory.Make(WorldOrigins.ToOptions(kept.Origin, options.KeptEvents), kept.Origin.MadeAt, settings).World),
        };
    }
}
