using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Polar.Functional.Contracts;

/// <summary>An immutable map from text that keeps its order; two maps are equal when they hold equal entries, in whatever order.</summary>
/// <typeparam name="T">A value's type.</typeparam>
[CollectionBuilder(typeof(ValueMap), nameof(ValueMap.Create))]
public sealed class ValueMap<T> : IReadOnlyDictionary<string, T>, IEquatable<ValueMap<T>>
{
    /// <summary>So many keys are compared one by one sooner than they are looked up.</summary>
    private const int FewEntries = 8;

    private KeyValuePair<string, T>[] _entries;
    private Dictionary<string, int>? _places;

    /// <summary>A map without entries, or with those that an initializer gives it: <c>new() { ["plan"] = "pro" }</c>.</summary>
    public ValueMap() => _entries = [];

    private ValueMap(KeyValuePair<string, T>[] entries) => _entries = entries;

    /// <summary>The map without entries.</summary>
    public static ValueMap<T> Empty { get; } = new(Array.Empty<KeyValuePair<string, T>>());

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    /// <inheritdoc/>
    public IEnumerable<T> Values => _entries.Select(entry => entry.Value);

    /// <summary>The value of a key; set while the map is made, and never after.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public T this[string key]
    {
        get => _entries[PlaceOf(key) is >= 0 and var place ? place : throw new KeyNotFoundException($"There is no '{key}'.")].Value;
        init => Set(new(key, value));
    }

    /// <summary>A map of the dictionary's entries, copied.</summary>
    /// <param name="entries">The entries.</param>
    public static implicit operator ValueMap<T>(Dictionary<string, T> entries) => Of([.. entries]);

    /// <summary>Compares the entries.</summary>
    /// <param name="left">A map.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they hold equal entries.</returns>
    public static bool operator ==(ValueMap<T>? left, ValueMap<T>? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Compares the entries.</summary>
    /// <param name="left">A map.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they differ in an entry.</returns>
    public static bool operator !=(ValueMap<T>? left, ValueMap<T>? right) => !(left == right);

    /// <summary>This map with one entry set: in its place where the key is there already, at the end otherwise.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>The new map.</returns>
    public ValueMap<T> With(string key, T value) => Of([.. _entries, new(key, value)]);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => PlaceOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var place = PlaceOf(key);
        value = place >= 0 ? _entries[place].Value : default;
        return place >= 0;
    }

    /// <inheritdoc/>
    public bool Equals(ValueMap<T>? other) =>
        other is not null && other.Count == Count
        && Array.TrueForAll(_entries, entry =>
            other.TryGetValue(entry.Key, out var value) && EqualityComparer<T>.Default.Equals(entry.Value, value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ValueMap<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // Order does not count, so the entries' hashes are added up.
        var hash = 0;
        foreach (var (key, value) in _entries)
        {
            hash = unchecked(hash + HashCode.Combine(key, value));
        }

        return hash;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, T>>)_entries).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();

    /// <summary>The entries between braces.</summary>
    /// <returns>Text for a person.</returns>
    public override string ToString() => $"{{{string.Join(", ", _entries.Select(entry => $"{entry.Key}: {entry.Value}"))}}}";

    /// <summary>The entries as a span.</summary>
    internal ReadOnlySpan<KeyValuePair<string, T>> AsSpan() => _entries;

    private void Set(KeyValuePair<string, T> entry)
    {
        var place = PlaceOf(entry.Key);
        _entries = place < 0 ? [.. _entries, entry] : [.. _entries.Select((before, index) => index == place ? entry : before)];
        _places = null;
    }

    /// <summary>A map that takes the array as its own. Of a repeated key the last value counts, in the first one's place.</summary>
    internal static ValueMap<T> Of(KeyValuePair<string, T>[] entries)
    {
        if (entries.Length == 0)
        {
            return Empty;
        }

        return AreApart(entries) ? new ValueMap<T>(entries) : new ValueMap<T>(Merged(entries));
    }

    private static bool AreApart(KeyValuePair<string, T>[] entries)
    {
        if (entries.Length > FewEntries)
        {
            var keys = new HashSet<string>(entries.Length, StringComparer.Ordinal);
            return Array.TrueForAll(entries, entry => keys.Add(entry.Key));
        }

        for (var later = 1; later < entries.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (entries[earlier].Key == entries[later].Key)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static KeyValuePair<string, T>[] Merged(KeyValuePair<string, T>[] entries)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var merged = new List<KeyValuePair<string, T>>();
        foreach (var entry in entries)
        {
            if (places.TryAdd(entry.Key, merged.Count))
            {
                merged.Add(entry);
            }
            else
            {
                merged[places[entry.Key]] = entry;
            }
        }

        return [.. merged];
    }

    private int PlaceOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_entries.Length > FewEntries)
        {
            return (_places ??= Places()).TryGetValue(key, out var found) ? found : -1;
        }

        for (var place = 0; place < _entries.Length; place++)
        {
            if (_entries[place].Key == key)
            {
                return place;
            }
        }

        return -1;
    }

    private Dictionary<string, int> Places()
    {
        var places = new Dictionary<string, int>(_entries.Length, StringComparer.Ordinal);
        for (var place = 0; place < _entries.Length; place++)
        {
            places.Add(_entries[place].Key, place);
        }

        return places;
    }
}

/// <summary>Makes maps.</summary>
public static class ValueMap
{
    /// <summary>A map of the given entries; what a collection expression calls. Of a repeated key the last value counts.</summary>
    /// <typeparam name="T">A value's type.</typeparam>
    /// <param name="entries">The entries, copied.</param>
    /// <returns>The map.</returns>
    public static ValueMap<T> Create<T>(ReadOnlySpan<KeyValuePair<string, T>> entries) => ValueMap<T>.Of(entries.ToArray());

    /// <summary>A map of a sequence's entries. Of a repeated key the last value counts.</summary>
    /// <typeparam name="T">A value's type.</typeparam>
    /// <param name="entries">The entries.</param>
    /// <returns>The map.</returns>
    public static ValueMap<T> ToValueMap<T>(this IEnumerable<KeyValuePair<string, T>> entries) =>
        entries as ValueMap<T> ?? ValueMap<T>.Of([.. entries]);
}
