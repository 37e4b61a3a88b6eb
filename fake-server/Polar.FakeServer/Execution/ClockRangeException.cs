using System.Globalization;
using Polar.FakeServer.Scheduling;

namespace Polar.FakeServer.Execution;

/// <summary>The clock cannot be moved there; the message is a sentence for whoever asked.</summary>
internal sealed class ClockRangeException : ArgumentOutOfRangeException
{
    private ClockRangeException(string sentence)
        : base(null, sentence)
    {
    }

    /// <summary>Refuses a move backwards, or to where time ends.</summary>
    public static void ThrowIfOutOfRange(DateTimeOffset now, DateTimeOffset moment)
    {
        if (moment < now)
        {
            throw new ClockRangeException($"The clock stands at {Text(now)} and only goes forward; a reset starts over.");
        }

        if (moment > VirtualClock.Latest)
        {
            throw new ClockRangeException($"The clock stands at {Text(now)} and goes no further than {Text(VirtualClock.Latest)}.");
        }
    }

    private static string Text(DateTimeOffset moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);
}
