using System.Globalization;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>Writes one value of each kind that a writer does not know by itself.</summary>
public static class WireWriter
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
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a decimal as text, with all its digits.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The decimal.</param>
    public static void DecimalText(Utf8JsonWriter writer, decimal value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Writes a list of values that write themselves.</summary>
    /// <typeparam name="T">An item's type.</typeparam>
    /// <param name="writer">The writer.</param>
    /// <param name="items">The items.</param>
    public static void List<T>(Utf8JsonWriter writer, ValueList<T> items)
        where T : IWire<T>
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(items);
        writer.WriteStartArray();
        foreach (ref readonly var item in items.AsSpan())
        {
            item.Write(writer);
        }

        writer.WriteEndArray();
    }
}
