namespace Polar.Functional.Contracts;

/// <summary>
/// A member of a change in one of three states: left out (the server keeps what it has), null (the server clears it), or a value.
/// Left out is the default.
/// </summary>
/// <typeparam name="T">The value's type; nullable, since null is one of the states.</typeparam>
public readonly struct Optional<T> : IEquatable<Optional<T>>
{
    private readonly T _value;

    private Optional(T value)
    {
        _value = value;
        IsSet = true;
    }

    /// <summary>Left out.</summary>
    public static Optional<T> Unset => default;

    /// <summary>Sent, as null or as a value.</summary>
    public bool IsSet { get; }

    /// <summary>Sent as null.</summary>
    public bool IsNull => IsSet && _value is null;

    /// <summary>What is sent; the type's default when left out.</summary>
    public T Value => _value;

    /// <summary>A value that is sent.</summary>
    /// <param name="value">The value, or null to clear.</param>
    public static implicit operator Optional<T>(T value) => new(value);

    /// <summary>Null, by name.</summary>
    /// <param name="value"><see cref="Optional.Null"/>.</param>
    public static implicit operator Optional<T>(NullValue value) => new(default!);

    /// <summary>Compares state and value.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(Optional<T> left, Optional<T> right) => left.Equals(right);

    /// <summary>Compares state and value.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(Optional<T> left, Optional<T> right) => !left.Equals(right);

    /// <summary>What is sent, or what stands there already when this is left out.</summary>
    /// <param name="current">What stands there.</param>
    /// <returns>The value after the change.</returns>
    public T Or(T current) => IsSet ? _value : current;

    /// <inheritdoc/>
    public bool Equals(Optional<T> other) => IsSet == other.IsSet && EqualityComparer<T>.Default.Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Optional<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsSet ? HashCode.Combine(true, _value) : 0;

    /// <summary>The state for a person.</summary>
    /// <returns>The value, <c>null</c>, or <c>(left out)</c>.</returns>
    public override string ToString() => !IsSet ? "(left out)" : _value is null ? "null" : _value.ToString() ?? "";
}

/// <summary>States of an <see cref="Optional{T}"/> by name.</summary>
public static class Optional
{
    /// <summary>Sent as null: the server clears the member.</summary>
    public static NullValue Null => default;

    /// <summary>A value that is sent; for where no conversion applies by itself.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>The member's state.</returns>
    public static Optional<T> Of<T>(T value) => value;
}

/// <summary>Null for a member of any type; see <see cref="Optional.Null"/>.</summary>
public readonly record struct NullValue;
