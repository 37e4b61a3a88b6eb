using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Polar.Functional.Contracts;

/// <summary>An immutable map from text that keeps its order; two maps are equal when they hold equal entries, in whatever order.</summary>
/// <typeparam name="T">A value's type.</typeparam>
[CollectionBuilder(typeof(ValueMap), nameof(ValueMap.Create))]
public sealed class ValueMap<T> : IReadOnlyDictionary<string, T>, IEquatable<ValueMap<T>>
{
    private readonly List<KeyValuePair<string, T>> _entries;
    private readonly Dictionary<string, int> _places;

    internal ValueMap(IEnumerable<KeyValuePair<string, T>> entries)
    {
        _entries = [];
        _places = new(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (_places.TryAdd(entry.Key, _entries.Count))
            {
                _entries.Add(entry);
            }
            else
            {
                _entries[_places[entry.Key]] = entry;
            }
        }
    }

    /// <summary>The map without entries.</summary>
    public static ValueMap<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    /// <inheritdoc/>
    public IEnumerable<T> Values => _entries.Select(entry => entry.Value);

    /// <inheritdoc/>
    public T this[string key] => _entries[_places[key]].Value;

    /// <summary>A map of the dictionary's entries, copied.</summary>
    /// <param name="entries">The entries.</param>
    public static implicit operator ValueMap<T>(Dictionary<string, T> entries) => new(entries);

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
    public ValueMap<T> With(string key, T value) => new(_entries.Append(new(key, value)));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _places.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var found = _places.TryGetValue(key, out var place);
        value = found ? _entries[place].Value : default;
        return found;
    }

    /// <inheritdoc/>
    public bool Equals(ValueMap<T>? other) =>
        other is not null && other.Count == Count
        && _entries.TrueForAll(entry =>
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
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _entries.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();

    /// <summary>The entries between braces.</summary>
    /// <returns>Text for a person.</returns>
    public override string ToString() => $"{{{string.Join(", ", _entries.Select(entry => $"{entry.Key}: {entry.Value}"))}}}";
}

/// <summary>Makes maps.</summary>
public static class ValueMap
{
    /// <summary>A map of the given entries; what a collection expression calls. Of a repeated key the last value counts.</summary>
    /// <typeparam name="T">A value's type.</typeparam>
    /// <param name="entries">The entries, copied.</param>
    /// <returns>The map.</returns>
    public static ValueMap<T> Create<T>(ReadOnlySpan<KeyValuePair<string, T>> entries) => new(entries.ToArray());

    /// <summary>A map of a sequence's entries. Of a repeated key the last value counts.</summary>
    /// <typeparam name="T">A value's type.</typeparam>
    /// <param name="entries">The entries.</param>
    /// <returns>The map.</returns>
    public static ValueMap<T> ToValueMap<T>(this IEnumerable<KeyValuePair<string, T>> entries) =>
        entries as ValueMap<T> ?? new ValueMap<T>(entries);
}
