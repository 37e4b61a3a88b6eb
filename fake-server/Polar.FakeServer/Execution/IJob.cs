using Polar.FakeServer.Scheduling;

namespace Polar.FakeServer.Execution;

/// <summary>Work that is due at a time: what the real service does in the background.</summary>
internal interface IJob : IScheduled
{
    /// <summary>Does the work.</summary>
    void Run(Transaction transaction);
}
