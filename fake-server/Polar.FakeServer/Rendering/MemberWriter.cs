using System.Text.Json;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Rendering;

/// <summary>Writes members one by one: first a name, then a value.</summary>
internal abstract class MemberWriter(Utf8JsonWriter json)
{
    private static readonly JsonEncodedText s_items = JsonEncodedText.Encode("items");
    private static readonly JsonEncodedText s_pagination = JsonEncodedText.Encode("pagination");

    /// <summary>What it all goes to.</summary>
    public Utf8JsonWriter Json { get; } = json;

    /// <summary>The version of the API that is written.</summary>
    public string Version { get; init; } = ApiVersions.Current;

    /// <summary>The resource that a part without an id belongs to.</summary>
    public Guid Enclosing { get; set; }

    public MemberWriter Name(JsonEncodedText name)
    {
        Json.WritePropertyName(name);
        return this;
    }

    public MemberWriter Name(string name)
    {
        Json.WritePropertyName(name);
        return this;
    }

    public void Value(string? value) => Json.WriteStringValue(value);

    public void Value(bool value) => Json.WriteBooleanValue(value);

    public void Value(bool? value)
    {
        if (value is { } known)
        {
            Json.WriteBooleanValue(known);
        }
        else
        {
            Json.WriteNullValue();
        }
    }

    public void Value(long value) => Json.WriteNumberValue(value);

    public void Value(long? value)
    {
        if (value is { } known)
        {
            Json.WriteNumberValue(known);
        }
        else
        {
            Json.WriteNullValue();
        }
    }

    public void Value(decimal value) => Json.WriteNumberValue(value);

    /// <summary>A decimal as text, with all its digits.</summary>
    public void Text(decimal value) => WireWriter.DecimalText(Json, value);

    public void Value(Guid value) => Json.WriteStringValue(value);

    public void Value(Guid? value)
    {
        if (value is { } known)
        {
            Json.WriteStringValue(known);
        }
        else
        {
            Json.WriteNullValue();
        }
    }

    public void Value(DateTimeOffset value) => WireWriter.Instant(Json, value);

    public void Value(DateTimeOffset? value)
    {
        if (value is { } known)
        {
            WireWriter.Instant(Json, known);
        }
        else
        {
            Json.WriteNullValue();
        }
    }

    public void Value<T>(T value)
        where T : struct, IWire<T> => value.Write(Json);

    public void Value<T>(T? value)
        where T : struct, IWire<T>
    {
        if (value is { } known)
        {
            known.Write(Json);
        }
        else
        {
            Json.WriteNullValue();
        }
    }

    public void Value(IWritable? value)
    {
        if (value is null)
        {
            Json.WriteNullValue();
        }
        else
        {
            value.Write(Json);
        }
    }

    public void Value<T>(ValueList<T>? value)
        where T : IWire<T>
    {
        if (value is null)
        {
            Json.WriteNullValue();
        }
        else
        {
            WireWriter.List(Json, value);
        }
    }

    public void Value(ValueList<string>? value)
    {
        if (value is null)
        {
            Json.WriteNullValue();
            return;
        }

        Json.WriteStartArray();
        foreach (var item in value.AsSpan())
        {
            Json.WriteStringValue(item);
        }

        Json.WriteEndArray();
    }

    public void Value(ValueMap<JsonScalar>? value)
    {
        if (value is null)
        {
            Json.WriteNullValue();
            return;
        }

        Json.WriteStartObject();
        foreach (var (name, entry) in value)
        {
            Json.WritePropertyName(name);
            entry.Write(Json);
        }

        Json.WriteEndObject();
    }

    public void Value(ValueMap<string>? value)
    {
        if (value is null)
        {
            Json.WriteNullValue();
            return;
        }

        Json.WriteStartObject();
        foreach (var (name, entry) in value)
        {
            Json.WriteString(name, entry);
        }

        Json.WriteEndObject();
    }

    public void Value(ValueMap<ValueMap<string>>? value)
    {
        if (value is null)
        {
            Json.WriteNullValue();
            return;
        }

        Json.WriteStartObject();
        foreach (var (name, entries) in value)
        {
            Json.WritePropertyName(name);
            Value(entries);
        }

        Json.WriteEndObject();
    }

    protected void BeginPage()
    {
        Json.WriteStartObject();
        Json.WritePropertyName(s_items);
        Json.WriteStartArray();
    }

    protected void EndPage(Pagination pagination)
    {
        Json.WriteEndArray();
        Json.WritePropertyName(s_pagination);
        pagination.Write(Json);
        Json.WriteEndObject();
    }

    /// <summary>A value that writes itself, or several of them.</summary>
    protected void Other<T>(T value)
    {
        if (value is IWritable writable)
        {
            writable.Write(Json);
        }
        else if (value is System.Collections.IEnumerable items)
        {
            Json.WriteStartArray();
            foreach (IWritable item in items)
            {
                item.Write(Json);
            }

            Json.WriteEndArray();
        }
        else
        {
            throw new InvalidOperationException($"No form on the wire for {typeof(T).Name}.");
        }
    }
}
