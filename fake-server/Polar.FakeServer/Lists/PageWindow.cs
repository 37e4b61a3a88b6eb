using Polar.Functional.Contracts;

namespace Polar.FakeServer.Lists;

/// <summary>Which ranks of a list a page shows.</summary>
internal readonly struct PageWindow
{
    private const long DefaultLimit = 10;
    private const long LargestLimit = 100;

    private readonly long _size;

    public PageWindow(long? page, long? limit)
    {
        _size = Math.Min(limit ?? DefaultLimit, LargestLimit);

        // A page so far out that its ranks are no numbers is as empty as any other beyond the end.
        Start = Math.Min((page ?? 1) - 1, int.MaxValue) * _size;
    }

    /// <summary>The first rank.</summary>
    public long Start { get; }

    /// <summary>The rank behind the last.</summary>
    public long End => Start + _size;

    public ListResource<TItem> ToResource<TItem>(List<TItem> items, long count)
        where TItem : IWire<TItem> => new()
        {
            Items = items.ToValueList(),
            Pagination = new Pagination { TotalCount = count, MaxPage = (count + _size - 1) / _size },
        };
}
