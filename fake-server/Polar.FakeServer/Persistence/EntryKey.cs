namespace Polar.FakeServer.Persistence;

/// <summary>The id of an entry in a data file: its list's, and its number within the list.</summary>
internal static class EntryKey
{
    private const int NumberBits = 40;

    public static long Of(long list, long number) => (list << NumberBits) | number;

    public static long NumberOf(long key) => key & ((1L << NumberBits) - 1);
}
