using Polar.FakeServer.Identity;
using Polar.FakeServer.Scheduling;

namespace Polar.FakeServer.Execution;

/// <summary>Where jobs happen: a world that each of them changes.</summary>
internal interface IJobSite
{
    World World { get; }

    FakeSettings Settings { get; }

    /// <summary>Nobody is told what happens: it is history.</summary>
    bool IsSilent { get; }

    /// <summary>Makes what a step has made of the world the world.</summary>
    void Commit(Transaction transaction);

    /// <summary>Goes on without a job that failed, in a world that it has not changed.</summary>
    void Park(World world, QueuedJob<IJob> job, Exception fault);
}

/// <summary>Has due jobs done, one after the other and each at its own time; nothing else does.</summary>
internal static class DueJobs
{
    /// <summary>Has all done that is due up to a moment, and what follows from it up to then.</summary>
    public static void Run(IJobSite site, DateTimeOffset moment)
    {
        while (site.World.Jobs.Next is { } next && next.Place.Due <= moment)
        {
            Run(site, next);
        }
    }

    private static void Run(IJobSite site, QueuedJob<IJob> next)
    {
        var world = site.World.With(site.World.Jobs.Remove(next));
        try
        {
            var transaction = new Transaction(world, Caller.Background, next.Place.Due, site.Settings) { IsSilent = site.IsSilent };
            next.Job.Run(transaction);
            site.Commit(transaction);
        }
#pragma warning disable CA1031 // Whatever a job throws, it alone has failed.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            site.Park(world, next, fault);
        }
    }
}
