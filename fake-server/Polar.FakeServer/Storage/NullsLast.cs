namespace Polar.FakeServer.Storage;

/// <summary>Compares values as the real service sorts them: texts by their letters, and null behind everything.</summary>
internal sealed class NullsLast : IComparer<IComparable?>
{
    /// <summary>The only one.</summary>
    public static readonly NullsLast Instance = new();

    /// <inheritdoc/>
    public int Compare(IComparable? left, IComparable? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (string a, string b) => string.CompareOrdinal(a, b),
        _ => left.CompareTo(right),
    };
}
