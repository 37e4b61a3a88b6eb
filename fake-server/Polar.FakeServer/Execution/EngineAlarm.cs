namespace Polar.FakeServer.Execution;

/// <content>What falls due while nobody asks is done when its time comes.</content>
internal sealed partial class Engine
{
    private async Task RunDueJobsAsync()
    {
        try
        {
            await RunDueAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody waits for the alarm, so nobody else would hear of it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            LogAlarmFailed(fault);
        }
    }

    private void SetAlarm()
    {
        if (Clock.IsFrozen || Head.Jobs.Next is not { Place.Due: var due })
        {
            return;
        }

        // A day at most: timers have a limit, and the alarm is set again whenever it rings.
        var wait = due - Clock.GetUtcNow();
        var longest = TimeSpan.FromDays(1);
        _alarm.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > longest ? longest : wait, Timeout.InfiniteTimeSpan);
    }
}
