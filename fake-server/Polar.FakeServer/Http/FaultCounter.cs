namespace Polar.FakeServer.Http;

/// <summary>How often a fault has been looked for and found. Of a hundred in a row exactly the percentage is met, and no randomness is used up.</summary>
/// <param name="percentage">How many of a hundred it befalls.</param>
/// <param name="times">How many it befalls at most; null for any number.</param>
internal sealed class FaultCounter(int percentage, int? times)
{
    private long _seen;

    /// <summary>How many it will still befall; null for any number.</summary>
    public int? Left { get; private set; } = times;

    /// <summary>Counts one that it is meant for.</summary>
    /// <returns>Whether it befalls this one.</returns>
    public bool Take()
    {
        var before = _seen * percentage / 100;
        if (++_seen * percentage / 100 == before)
        {
            return false;
        }

        Left = Left is { } left ? left - 1 : null;
        return true;
    }
}
