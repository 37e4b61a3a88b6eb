using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Persistence;

/// <summary>Lists and sets, as JSON arrays.</summary>
/// <typeparam name="T">The type of their items.</typeparam>
internal abstract class ItemsCodec<T> : Codec
{
    private readonly Lazy<Codec> _item = new(() => Codecs.Of(typeof(T)));

    /// <inheritdoc/>
    public override IEnumerable<Codec> Parts => [_item.Value];

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value)
    {
        writer.WriteStartArray();
        foreach (var item in Items(value))
        {
            _item.Value.WriteNullable(writer, item);
        }

        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Unexpected(ref reader, "a list");
        }

        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add((T)_item.Value.ReadNullable(ref reader)!);
        }

        return Made(items);
    }

    /// <inheritdoc/>
    public override void Check(object value)
    {
        foreach (var item in Items(value))
        {
            _item.Value.Check(item ?? throw new FormatException("A list has null in it."));
        }
    }

    /// <summary>The items in the order in which they are written.</summary>
    protected virtual IEnumerable<T> Items(object value) => (IEnumerable<T>)value;

    /// <summary>The collection of these items.</summary>
    protected abstract object Made(List<T> items);
}

internal sealed class ArrayCodec<T> : ItemsCodec<T>
{
    /// <inheritdoc/>
    protected override object Made(List<T> items) => items.ToArray();
}

internal sealed class ImmutableArrayCodec<T> : ItemsCodec<T>
{
    /// <inheritdoc/>
    public override bool IsDefault(object value) => ((ImmutableArray<T>)value).IsDefault;

    /// <inheritdoc/>
    protected override IEnumerable<T> Items(object value) => IsDefault(value) ? [] : base.Items(value);

    /// <inheritdoc/>
    protected override object Made(List<T> items) => ImmutableArray.CreateRange(items);
}

internal sealed class ImmutableListCodec<T> : ItemsCodec<T>
{
    /// <inheritdoc/>
    protected override object Made(List<T> items) => ImmutableList.CreateRange(items);
}

internal sealed class ValueListCodec<T> : ItemsCodec<T>
{
    /// <inheritdoc/>
    protected override object Made(List<T> items) => items.ToValueList();
}

/// <summary>Sets whose order is that of their items.</summary>
internal sealed class OrderedItemsCodec<T> : ItemsCodec<T>
{
    /// <inheritdoc/>
    protected override object Made(List<T> items) => new HashSet<T>(items);
}

internal sealed class FrozenSetCodec<T> : ItemsCodec<T>
{
    /// <inheritdoc/>
    protected override object Made(List<T> items) => items.ToFrozenSet();
}

/// <summary>Sets without an order; they are written in that of their texts.</summary>
internal sealed class ImmutableHashSetCodec<T> : ItemsCodec<T>
{
    /// <inheritdoc/>
    protected override IEnumerable<T> Items(object value) =>
        ((ImmutableHashSet<T>)value).OrderBy(item => Convert.ToString(item, CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override object Made(List<T> items) => items is List<string> texts ? ImmutableHashSet.CreateRange(StringComparer.Ordinal, texts) : ImmutableHashSet.CreateRange(items);
}

/// <summary>Maps, as JSON objects.</summary>
/// <typeparam name="TKey">The type of their keys.</typeparam>
/// <typeparam name="TValue">The type of their values.</typeparam>
internal abstract class EntriesCodec<TKey, TValue> : Codec
    where TKey : notnull
{
    private readonly Lazy<Codec> _value = new(() => Codecs.Of(typeof(TValue)));

    /// <inheritdoc/>
    public override IEnumerable<Codec> Parts => [_value.Value];

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, object value)
    {
        writer.WriteStartObject();
        foreach (var (key, content) in Entries(value))
        {
            writer.WritePropertyName(Name(key));
            _value.Value.WriteNullable(writer, content);
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override object Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unexpected(ref reader, "an object");
        }

        var entries = new List<KeyValuePair<TKey, TValue>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Key(reader.GetString()!);
            reader.Read();
            entries.Add(KeyValuePair.Create(key, (TValue)_value.Value.ReadNullable(ref reader)!));
        }

        return Made(entries);
    }

    /// <inheritdoc/>
    public override void Check(object value)
    {
        foreach (var (key, content) in Entries(value))
        {
            _value.Value.Check(content ?? throw new FormatException($"'{Name(key)}' is null."));
        }
    }

    /// <summary>The entries in the order in which they are written.</summary>
    protected virtual IEnumerable<KeyValuePair<TKey, TValue>> Entries(object value) => (IEnumerable<KeyValuePair<TKey, TValue>>)value;

    /// <summary>The map of these entries.</summary>
    protected abstract object Made(List<KeyValuePair<TKey, TValue>> entries);

    private static string Name(TKey key) => Convert.ToString(key, CultureInfo.InvariantCulture)!;

    private static TKey Key(string name) =>
        typeof(TKey) == typeof(string) ? (TKey)(object)name
        : typeof(TKey) == typeof(Guid) ? (TKey)(object)Guid.Parse(name)
        : typeof(TKey).IsEnum ? (TKey)Enum.Parse(typeof(TKey), name)
        : (TKey)Convert.ChangeType(name, typeof(TKey), CultureInfo.InvariantCulture);
}

internal sealed class ValueMapCodec<TValue> : EntriesCodec<string, TValue>
{
    /// <inheritdoc/>
    protected override object Made(List<KeyValuePair<string, TValue>> entries) => entries.ToValueMap();
}

internal sealed class ImmutableSortedDictionaryCodec<TKey, TValue> : EntriesCodec<TKey, TValue>
    where TKey : notnull
{
    /// <inheritdoc/>
    protected override object Made(List<KeyValuePair<TKey, TValue>> entries) => ImmutableSortedDictionary.CreateRange(entries);
}

/// <summary>Maps without an order; they are written in that of their keys.</summary>
internal sealed class ImmutableDictionaryCodec<TKey, TValue> : EntriesCodec<TKey, TValue>
    where TKey : notnull
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<TKey, TValue>> Entries(object value) =>
        base.Entries(value).OrderBy(entry => Convert.ToString(entry.Key, CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override object Made(List<KeyValuePair<TKey, TValue>> entries) => ImmutableDictionary.CreateRange(entries);
}
