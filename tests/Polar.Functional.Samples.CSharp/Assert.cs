namespace Shop;

/// <summary>Stands in for a test framework's, in whose tests the examples would be.</summary>
internal static class Assert
{
    public static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"Expected {expected}, not {actual}.");
        }
    }

    public static void Equal<T>(IEnumerable<T> expected, IEnumerable<T> actual)
    {
        if (!expected.SequenceEqual(actual))
        {
            throw new InvalidOperationException($"Expected {string.Join(", ", expected)}, not {string.Join(", ", actual)}.");
        }
    }
}
