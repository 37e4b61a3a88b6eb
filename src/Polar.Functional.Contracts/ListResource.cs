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
        ValueList<T>? items = null;
        Pagination? pagination = null;
        var next = 0;
        WireReader.BeginObject(ref reader);
        while (WireReader.NextMember(ref reader))
        {
            switch (s_names.Match(ref reader, ref next))
            {
                case 0:
                    items = WireReader.List(ref reader, T.Read);
                    break;
                case 1:
                    pagination = Pagination.Read(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new ListResource<T>
        {
            Items = items ?? throw WireReader.Missing(ref reader, "items"),
            Pagination = pagination ?? throw WireReader.Missing(ref reader, "pagination"),
        };
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WritePropertyName(s_names[0]);
        WireWriter.List(writer, Items);
        writer.WritePropertyName(s_names[1]);
        Pagination.Write(writer);
        writer.WriteEndObject();
    }
}
