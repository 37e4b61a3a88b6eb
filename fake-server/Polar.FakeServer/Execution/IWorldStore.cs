namespace Polar.FakeServer.Execution;

/// <summary>Where a world is kept beyond the process, on a floor above this one.</summary>
internal interface IWorldStore
{
    /// <summary>Keeps a world, and where the clock stands; when this returns, both outlive the process.</summary>
    /// <param name="before">The world that is kept so far.</param>
    /// <param name="after">The world to keep in its place.</param>
    /// <param name="clock">The position of the clock.</param>
    /// <exception cref="FakeDataException">It could not be written; what was kept before still is.</exception>
    void Keep(World before, World after, long clock);
}
