using System.Text;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>
/// One page of a list that counts its pages, or, where a cursor was asked for, only says whether another follows.
/// Exactly one of <see cref="Pagination"/> and <see cref="Cursor"/> is there.
/// </summary>
/// <typeparam name="T">An item's type.</typeparam>
public sealed record CursorListResource<T> : IWire<CursorListResource<T>>
    where T : IWire<T>
{
    private static readonly WireNames s_names = new("items", "pagination");

    /// <summary>The page's items, in the order that was asked for.</summary>
    public required ValueList<T> Items { get; init; }

    /// <summary>How many items and pages there are in all; null on a page asked for with a cursor.</summary>
    public Pagination? Pagination { get; init; }

    /// <summary>Whether another page follows; null on a page that counts.</summary>
    public CursorPagination? Cursor { get; init; }

    /// <summary>Whether a page follows the given one.</summary>
    /// <param name="page">This page's number, from 1.</param>
    /// <returns>True when there is more to ask for.</returns>
    public bool HasPageAfter(long page) => Cursor?.HasNextPage ?? (Pagination?.MaxPage > page);

    /// <inheritdoc/>
    public static CursorListResource<T> Read(ref Utf8JsonReader reader)
    {
        var input = new WireInput(ref reader);
        return Read(ref input);
    }

    static CursorListResource<T> IWire<CursorListResource<T>>.Take(ref WireInput input) => Read(ref input);

    private static CursorListResource<T> Read(ref WireInput input)
    {
        ValueList<T>? items = null;
        Pagination? pagination = null;
        CursorPagination? cursor = null;
        var members = default(WireMembers);
        while (input.Next(s_names, ref members))
        {
            switch (members.Place)
            {
                case 0:
                    items = WireReader.List(ref input, T.Take);
                    break;
                case 1 when HasMember(input, "has_next_page"):
                    cursor = CursorPagination.Read(ref input);
                    break;
                case 1:
                    pagination = Pagination.Read(ref input);
                    break;
                default:
                    input.Skip();
                    break;
            }
        }

        return new CursorListResource<T>
        {
            Items = items ?? throw WireReader.Missing(ref input, "items"),
            Pagination = pagination is null && cursor is null ? throw WireReader.Missing(ref input, "pagination") : pagination,
            Cursor = cursor,
        };
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        s_names.WriteTo(writer, 0);
        WireWriter.List(writer, Items);
        s_names.WriteTo(writer, 1);
        if (Cursor is { } cursor)
        {
            cursor.Write(writer);
        }
        else
        {
            Pagination!.Write(writer);
        }

        writer.WriteEndObject();
    }

    private static bool HasMember(WireInput ahead, string name)
    {
        if (!ahead.IsShort)
        {
            return HasMember(ahead.Reader, name);
        }

        for (var isFirst = true; ahead.NextWritten(isFirst, out var written); isFirst = false)
        {
            if (Ascii.Equals(written, name))
            {
                return true;
            }

            ahead.Skip();
        }

        return false;
    }

    private static bool HasMember(Utf8JsonReader ahead, string name)
    {
        while (WireReader.NextMember(ref ahead))
        {
            if (ahead.ValueTextEquals(name))
            {
                return true;
            }

            ahead.Read();
            ahead.Skip();
        }

        return false;
    }
}
