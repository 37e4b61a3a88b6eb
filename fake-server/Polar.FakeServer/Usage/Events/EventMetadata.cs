using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Usage.Events;

/// <summary>What an event tells about itself: names and values in the order in which they came. Events of one form share their names.</summary>
internal sealed class EventMetadata : IOwnJson<EventMetadata>
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // As many members as most events have.
    private const int Few = 16;

    private readonly EventValue[] _values;

    /// <summary>Metadata of these names and values; both arrays belong to it from now on.</summary>
    public EventMetadata(string[] names, EventValue[] values)
    {
        Names = names;
        _values = values;
    }

    /// <summary>Nothing.</summary>
    public static EventMetadata Empty { get; } = new([], []);

    /// <summary>The names; one array for all events of a form, so that who has found a name there finds it again.</summary>
    public string[] Names { get; }

    public int Count => Names.Length;

    /// <summary>The value at a place among the names.</summary>
    public EventValue this[int place] => _values[place];

    /// <summary>Metadata of these entries, without those that have no value.</summary>
    public static EventMetadata Of(params ReadOnlySpan<(string Name, EventValue Value)> entries)
    {
        var count = 0;
        foreach (var (_, value) in entries)
        {
            count += value.IsAbsent ? 0 : 1;
        }

        var values = new EventValue[count];
        var names = ArrayPool<string>.Shared.Rent(count);
        count = 0;
        foreach (var (name, value) in entries)
        {
            if (!value.IsAbsent)
            {
                (names[count], values[count]) = (name, value);
                count++;
            }
        }

        var metadata = new EventMetadata(EventTexts.Names(names.AsSpan(0, count)), values);
        ArrayPool<string>.Shared.Return(names);
        return metadata;
    }

    /// <inheritdoc/>
    public static EventMetadata Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("An event's metadata is no object.");
        }

        var (names, values, count) = (ArrayPool<string>.Shared.Rent(Few), ArrayPool<EventValue>.Shared.Rent(Few), 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (count == Math.Min(names.Length, values.Length))
            {
                (names, values) = (Grown(names), Grown(values));
            }

            names[count] = EventTexts.Text(ref reader);
            reader.Read();
            values[count++] = EventValue.Read(ref reader);
        }

        var read = count == 0 ? Empty : new EventMetadata(EventTexts.Names(names.AsSpan(0, count)), values.AsSpan(0, count).ToArray());
        ArrayPool<string>.Shared.Return(names);
        ArrayPool<EventValue>.Shared.Return(values);
        return read;
    }

    private static T[] Grown<T>(T[] items)
    {
        var grown = ArrayPool<T>.Shared.Rent(items.Length * 2);
        items.CopyTo(grown, 0);
        ArrayPool<T>.Shared.Return(items);
        return grown;
    }

    /// <summary>Where a name stands; −1 where it does not.</summary>
    public int PlaceOf(string name)
    {
        for (var place = 0; place < Names.Length; place++)
        {
            if (Names[place] == name)
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>The value of a name; none where it has none.</summary>
    public EventValue Find(string name) => PlaceOf(name) is >= 0 and var place ? _values[place] : default;

    /// <summary>The metadata with a value under a name: in its place where the name is there already, else at the end.</summary>
    public EventMetadata With(string name, EventValue value)
    {
        var place = PlaceOf(name);
        return place < 0
            ? new EventMetadata(EventTexts.Names([.. Names, name]), [.. _values, value])
            : new EventMetadata(Names, [.. _values.Select((before, index) => index == place ? value : before)]);
    }

    /// <summary>Writes it as a JSON object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        for (var place = 0; place < Names.Length; place++)
        {
            writer.WritePropertyName(Names[place]);
            _values[place].Write(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>It as Python writes it as JSON, without the reserved keys: what a search looks at.</summary>
    public string ToPythonJson()
    {
        var text = new StringBuilder("{");
        for (var place = 0; place < Names.Length; place++)
        {
            if (Names[place] is not ("_cost" or "_llm"))
            {
                text.Append(text.Length == 1 ? "" : ", ").Append('"').Append(Names[place]).Append("\": ");
                _ = _values[place].Text is { } value ? text.Append('"').Append(value).Append('"') : text.Append(_values[place].Shown ?? "null");
            }
        }

        return text.Append('}').ToString();
    }

    /// <summary>It as JSON text.</summary>
    public override string ToString()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, s_plain))
        {
            Write(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
