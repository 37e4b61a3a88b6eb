using System.Globalization;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>Writes one value of each kind that a writer does not know by itself.</summary>
internal static class WireWriter
{
    /// <summary>Writes an instant: UTC with <c>Z</c>, six digits behind the second or none.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The instant.</param>
    public static void Instant(Utf8JsonWriter writer, DateTimeOffset value) => WireText.WriteInstant(writer, value);

    /// <summary>Writes a date.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The date.</param>
    public static void Date(Utf8JsonWriter writer, DateOnly value)
    {
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a decimal as text, with all its digits.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The decimal.</param>
    public static void DecimalText(Utf8JsonWriter writer, decimal value)
    {
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a truth value, or null.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">What is written.</param>
    public static void OrNull(Utf8JsonWriter writer, bool? value)
    {
        if (value is { } some)
        {
            writer.WriteBooleanValue(some);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes an integer, or null.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">What is written.</param>
    public static void OrNull(Utf8JsonWriter writer, long? value)
    {
        if (value is { } some)
        {
            writer.WriteNumberValue(some);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes a number, or null.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">What is written.</param>
    public static void OrNull(Utf8JsonWriter writer, decimal? value)
    {
        if (value is { } some)
        {
            writer.WriteNumberValue(some);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes a UUID, or null.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">What is written.</param>
    public static void OrNull(Utf8JsonWriter writer, Guid? value)
    {
        if (value is { } some)
        {
            writer.WriteStringValue(some);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes an instant, or null.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">What is written.</param>
    public static void OrNull(Utf8JsonWriter writer, DateTimeOffset? value)
    {
        if (value is { } some)
        {
            Instant(writer, some);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes a date, or null.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">What is written.</param>
    public static void OrNull(Utf8JsonWriter writer, DateOnly? value)
    {
        if (value is { } some)
        {
            Date(writer, some);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes a decimal as text, or null.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">What is written.</param>
    public static void DecimalTextOrNull(Utf8JsonWriter writer, decimal? value)
    {
        if (value is { } some)
        {
            DecimalText(writer, some);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes a value that writes itself, or null.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="writer">The writer.</param>
    /// <param name="value">What is written.</param>
    public static void WrittenOrNull<T>(Utf8JsonWriter writer, T? value)
        where T : class, IWritable
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.Write(writer);
        }
    }

    /// <summary>Writes a value that writes itself, or null.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="writer">The writer.</param>
    /// <param name="value">What is written.</param>
    public static void WrittenOrNull<T>(Utf8JsonWriter writer, T? value)
        where T : struct, IWritable
    {
        if (value is { } some)
        {
            some.Write(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <summary>Writes a list of values that write themselves.</summary>
    /// <typeparam name="T">An item's type.</typeparam>
    /// <param name="writer">The writer.</param>
    /// <param name="items">The items.</param>
    public static void List<T>(Utf8JsonWriter writer, ValueList<T> items)
        where T : IWire<T>
    {
        writer.WriteStartArray();
        foreach (ref readonly var item in items.AsSpan())
        {
            item.Write(writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes an object whose members are values that write themselves.</summary>
    /// <typeparam name="T">A value's type.</typeparam>
    /// <param name="writer">The writer.</param>
    /// <param name="entries">The members.</param>
    public static void Map<T>(Utf8JsonWriter writer, ValueMap<T> entries)
        where T : IWire<T>
    {
        writer.WriteStartObject();
        foreach (ref readonly var entry in entries.AsSpan())
        {
            writer.WritePropertyName(entry.Key);
            entry.Value.Write(writer);
        }

        writer.WriteEndObject();
    }
}
