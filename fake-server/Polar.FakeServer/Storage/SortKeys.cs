using System.Collections;

namespace Polar.FakeServer.Storage;

/// <summary>The orders in which a table's rows are kept, by the names that callers give them.</summary>
/// <typeparam name="TRow">A row's type.</typeparam>
internal sealed class SortKeys<TRow>(params SortKey<TRow>[] keys) : IEnumerable<TableKey<TRow>>
    where TRow : class, IRow
{
    public SortKey<TRow> this[string name] => Array.Find(keys, key => key.Name == name)!;

    public IEnumerator<TableKey<TRow>> GetEnumerator() => keys.AsEnumerable<TableKey<TRow>>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
