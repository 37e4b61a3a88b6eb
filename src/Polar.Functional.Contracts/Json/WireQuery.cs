using System.Globalization;

namespace Polar.Functional.Contracts;

/// <summary>Turns query options into pairs; what the generated code is made of.</summary>
internal static class WireQuery
{
    public static void Add(List<KeyValuePair<string, string>> pairs, string name, string? value)
    {
        if (value is not null)
        {
            pairs.Add(new(name, value));
        }
    }

    public static void Add(List<KeyValuePair<string, string>> pairs, string name, bool? value) =>
        Add(pairs, name, value switch { true => "true", false => "false", null => null });

    public static void Add(List<KeyValuePair<string, string>> pairs, string name, long? value) =>
        Add(pairs, name, value?.ToString(CultureInfo.InvariantCulture));

    public static void Add(List<KeyValuePair<string, string>> pairs, string name, Guid? value) =>
        Add(pairs, name, value?.ToString());

    public static void Add(List<KeyValuePair<string, string>> pairs, string name, DateTimeOffset? value) =>
        Add(pairs, name, value is { } instant ? WireText.OfInstant(instant) : null);

    public static void Add(List<KeyValuePair<string, string>> pairs, string name, DateOnly? value) =>
        Add(pairs, name, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static void Add<T>(List<KeyValuePair<string, string>> pairs, string name, T value)
        where T : struct, IOpenEnum => Add(pairs, name, value.Value);

    public static void Add<T>(List<KeyValuePair<string, string>> pairs, string name, T? value)
        where T : struct, IOpenEnum => Add(pairs, name, value?.Value);

    public static void Add(List<KeyValuePair<string, string>> pairs, string name, ValueList<string>? values)
    {
        foreach (var value in values ?? ValueList<string>.Empty)
        {
            Add(pairs, name, value);
        }
    }

    public static void Add(List<KeyValuePair<string, string>> pairs, string name, ValueList<Guid>? values)
    {
        foreach (var value in values ?? ValueList<Guid>.Empty)
        {
            Add(pairs, name, (Guid?)value);
        }
    }

    public static void Add<T>(List<KeyValuePair<string, string>> pairs, string name, ValueList<T>? values)
        where T : struct, IOpenEnum
    {
        foreach (var value in values ?? ValueList<T>.Empty)
        {
            Add(pairs, name, value.Value);
        }
    }

    public static void Add(List<KeyValuePair<string, string>> pairs, string name, ValueMap<ValueList<string>>? entries)
    {
        foreach (var (key, values) in entries ?? ValueMap<ValueList<string>>.Empty)
        {
            Add(pairs, $"{name}[{key}]", values);
        }
    }
}
