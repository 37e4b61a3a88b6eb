namespace Polar.FakeServer.Money;

/// <summary>How Polar rounds money.</summary>
internal static class Rounding
{
    public static long HalfAwayFromZero(decimal amount) => (long)Math.Round(amount, MidpointRounding.AwayFromZero);
}
