using System.Text.Json;
using System.Text.Json.Serialization;

namespace Polar.Functional.Contracts;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">An item's type.</typeparam>
public sealed record ListResource<T> : IWire<ListResource<T>>
    where T : IWire<T>
{
    private static readonly WireNames s_names = new("items", "pagination");

    /// <summary>The page's items, in the order that was asked for.</summary>
    public required ValueList<T> Items { get; init; }

    /// <summary>How many items and pages there are in all.</summary>
    public required Pagination Pagination { get; init; }

    /// <inheritdoc/>
    public static ListResource<T> Read(ref Utf8JsonReader reader)
    {
        var input = new WireInput(ref reader);
        return Read(ref input);
    }

    static ListResource<T> IWire<ListResource<T>>.Take(ref WireInput input) => Read(ref input);

    private static ListResource<T> Read(ref WireInput input)
    {
        ValueList<T>? items = null;
        Pagination? pagination = null;
        var members = default(WireMembers);
        while (input.Next(s_names, ref members))
        {
            switch (members.Place)
            {
                case 0:
                    items = WireReader.List(ref input, T.Take);
                    break;
                case 1:
                    pagination = Pagination.Read(ref input);
                    break;
                default:
                    input.Skip();
                    break;
            }
        }

        return new ListResource<T>
        {
            Items = items ?? throw WireReader.Missing(ref input, "items"),
            Pagination = pagination ?? throw WireReader.Missing(ref input, "pagination"),
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
        Pagination.Write(writer);
        writer.WriteEndObject();
    }
}
