using System.Collections.Immutable;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Lists;

/// <summary>What all lists share: whose rows they show, their order, their pages.</summary>
internal static class Lists
{
    /// <summary>The rows that the caller may see, oldest first, narrowed to the asked organizations.</summary>
    public static ListQuery<TRow> Visible<TRow>(this Table<TRow> table, Transaction transaction, ValueList<Guid>? organizations = null)
        where TRow : class, IRow
    {
        var seen = organizations is null ? transaction.Organizations : [.. transaction.Organizations.Where(organizations.Contains)];
        var rows = new ListQuery<TRow>(table, seen);
        var own = transaction.Caller.Customer is { } customer && typeof(ICustomerOwned).IsAssignableFrom(typeof(TRow))
            ? rows.In([customer], Table<TRow>.ByOwner)
            : rows;
        return transaction.Caller.Member is not null && typeof(IMemberOwned).IsAssignableFrom(typeof(TRow)) ? own.Where(transaction.CanSee) : own;
    }

    /// <summary>The row, if the caller may see it; another organization's is as good as none.</summary>
    public static TRow? Visible<TRow>(this Table<TRow> table, Transaction transaction, Guid id)
        where TRow : class, IRow =>
        table.Find(id).Visible(transaction);

    /// <summary>The row that was found by whatever key, if the caller may see it.</summary>
    public static TRow? Visible<TRow>(this TRow? row, Transaction transaction)
        where TRow : class, IRow
    {
        if (row is null || !transaction.CanSee(row))
        {
            return null;
        }

        transaction.AuthorizeWrite(row.OrganizationId);
        return row;
    }

    /// <summary>A customer's rows, oldest first.</summary>
    public static IReadOnlyList<TRow> OfCustomer<TRow>(this Table<TRow> table, Guid organization, Guid customer)
        where TRow : class, ICustomerOwned =>
        table.Of(organization, Table<TRow>.ByOwner, customer);

    /// <summary>Keeps what is the asked customers' own.</summary>
    public static ListQuery<TRow> OfCustomers<TRow>(this ListQuery<TRow> rows, ValueList<Guid>? asked)
        where TRow : class, ICustomerOwned =>
        rows.In(asked, Table<TRow>.ByOwner);

    /// <summary>
    /// One page of rows that were found by what hangs on them: each counts once for everything of it that was asked for, and shows nothing else of it.
    /// </summary>
    public static ListResource<TItem> PageOfMatches<TRow, TItem>(
        this ListQuery<TRow> rows,
        long? page,
        long? limit,
        ValueList<Guid> asked,
        Func<TRow, IEnumerable<Guid>> hanging,
        Func<TRow, ImmutableList<Guid>, TItem> show)
        where TRow : class, IRow
        where TItem : IWire<TItem>
    {
        var window = new PageWindow(page, limit);
        var matches = rows.SelectMany(row => hanging(row).Where(asked.Contains).Select(id => (Row: row, Id: id))).ToArray();
        var shown = matches.Take((int)Math.Min(window.End, matches.Length)).Skip((int)Math.Min(window.Start, matches.Length))
            .GroupBy(match => match.Row.Id)
            .Select(group => show(group.First().Row, [.. group.Select(match => match.Id)]));
        return window.ToResource([.. shown], matches.Length);
    }

    /// <summary>One page of what is no table's; only its own rows are turned into what the wire shows.</summary>
    public static ListResource<TItem> Page<TRow, TItem>(
        this IEnumerable<TRow> rows, long? page, long? limit, Func<TRow, TItem> show)
        where TItem : IWire<TItem>
    {
        var window = new PageWindow(page, limit);
        var items = new List<TItem>();
        var count = 0L;
        foreach (var row in rows)
        {
            if (count >= window.Start && count < window.End)
            {
                items.Add(show(row));
            }

            count++;
        }

        return window.ToResource(items, count);
    }
}
