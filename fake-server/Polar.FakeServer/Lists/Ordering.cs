using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Lists;

/// <summary>Order by criteria such as <c>name</c> and <c>-name</c>.</summary>
internal static class Ordering
{
    /// <summary>
    /// The rows by the criteria, the first counting most. Nulls are the largest values, as PostgreSQL has them: last when ascending, first when
    /// descending.
    /// </summary>
    public static IEnumerable<TRow> By<TRow, TSort>(
        IEnumerable<TRow> rows, IReadOnlyList<TSort> criteria, Func<string, Func<TRow, IComparable?>> key)
        where TSort : struct, IOpenEnum
    {
        IOrderedEnumerable<TRow>? ordered = null;
        foreach (var criterion in criteria)
        {
            var descending = criterion.Value.StartsWith('-');
            var by = key(criterion.Value.TrimStart('-'));
            ordered = (ordered, descending) switch
            {
                (null, false) => rows.OrderBy(by, NullsLast.Instance),
                (null, true) => rows.OrderByDescending(by, NullsLast.Instance),
                ({ } earlier, false) => earlier.ThenBy(by, NullsLast.Instance),
                ({ } earlier, true) => earlier.ThenByDescending(by, NullsLast.Instance),
            };
        }

        return ordered ?? rows;
    }
}
