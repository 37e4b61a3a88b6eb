using System.Diagnostics.CodeAnalysis;

namespace Polar.Functional.CSharp;

/// <summary>What a call yields: a value, or the operation's own error. Nothing throws for what Polar may answer.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <typeparam name="TError">The operation's error type.</typeparam>
public readonly struct PolarResult<T, TError> : IEquatable<PolarResult<T, TError>>
    where TError : IPolarError
{
    private readonly State _state;

    private PolarResult(State state, T? value, TError? error)
    {
        _state = state;
        Value = value;
        Error = error;
    }

    // A default value is neither: it must not pass for a success.
    private enum State
    {
        Uninitialized,
        Ok,
        Error,
    }

    /// <summary>Whether the call succeeded.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk
    {
        get
        {
            ThrowIfUninitialized();
            return _state == State.Ok;
        }
    }

    /// <summary>The value; null (or the type's default) when the call failed.</summary>
    public T? Value { get; }

    /// <summary>The error; null when the call succeeded.</summary>
    public TError? Error { get; }

    /// <summary>A success.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator PolarResult<T, TError>(T value) => Ok(value);

    /// <summary>A failure.</summary>
    /// <param name="error">The error.</param>
    public static implicit operator PolarResult<T, TError>(TError error) => Failed(error);

    /// <summary>Compares outcome and value or error.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool operator ==(PolarResult<T, TError> left, PolarResult<T, TError> right) => left.Equals(right);

    /// <summary>Compares outcome and value or error.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">Another.</param>
    /// <returns>Whether they differ.</returns>
    public static bool operator !=(PolarResult<T, TError> left, PolarResult<T, TError> right) => !left.Equals(right);

    /// <summary>A success.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The result.</returns>
    public static PolarResult<T, TError> Ok(T value) => new(State.Ok, value, default);

    /// <summary>A failure.</summary>
    /// <param name="error">The error.</param>
    /// <returns>The result.</returns>
    public static PolarResult<T, TError> Failed(TError error) => new(State.Error, default, error);

    /// <summary>Turns whichever it is into one thing.</summary>
    /// <typeparam name="TResult">That thing's type.</typeparam>
    /// <param name="ok">For a value.</param>
    /// <param name="error">For an error.</param>
    /// <returns>What the function gave.</returns>
    public TResult Match<TResult>(Func<T, TResult> ok, Func<TError, TResult> error)
    {
        ArgumentNullException.ThrowIfNull(ok);
        ArgumentNullException.ThrowIfNull(error);
        return IsOk ? ok(Value) : error(Error);
    }

    /// <summary>Does one thing or the other.</summary>
    /// <param name="ok">For a value.</param>
    /// <param name="error">For an error.</param>
    public void Switch(Action<T> ok, Action<TError> error)
    {
        ArgumentNullException.ThrowIfNull(ok);
        ArgumentNullException.ThrowIfNull(error);
        if (IsOk)
        {
            ok(Value);
        }
        else
        {
            error(Error);
        }
    }

    /// <summary>Changes the value, if there is one.</summary>
    /// <typeparam name="TResult">The new value's type.</typeparam>
    /// <param name="change">Makes the new value.</param>
    /// <returns>The new result; an error stays as it is.</returns>
    public PolarResult<TResult, TError> Map<TResult>(Func<T, TResult> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return IsOk ? PolarResult<TResult, TError>.Ok(change(Value)) : PolarResult<TResult, TError>.Failed(Error);
    }

    /// <summary>Goes on with the value, if there is one.</summary>
    /// <typeparam name="TResult">The next value's type.</typeparam>
    /// <param name="next">The next step.</param>
    /// <returns>The next step's result, or the error.</returns>
    public PolarResult<TResult, TError> Bind<TResult>(Func<T, PolarResult<TResult, TError>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return IsOk ? next(Value) : PolarResult<TResult, TError>.Failed(Error);
    }

    /// <summary>The same result with the error type that all operations share.</summary>
    /// <returns>The widened result.</returns>
    public PolarResult<T, PolarError> Widen() =>
        IsOk ? PolarResult<T, PolarError>.Ok(Value) : PolarResult<T, PolarError>.Failed(Error.ToPolarError());

    /// <summary>The value and the error, one of which is there.</summary>
    /// <param name="value">The value, when the call succeeded.</param>
    /// <param name="error">The error, when it failed.</param>
    /// <returns>Whether the call succeeded.</returns>
    public bool TryGetValue([MaybeNullWhen(false)] out T value, [MaybeNullWhen(true)] out TError error)
    {
        value = Value;
        error = Error;
        return IsOk;
    }

    /// <summary>The value, or another one.</summary>
    /// <param name="other">What stands in for the value when the call failed.</param>
    /// <returns>One of the two.</returns>
    public T ValueOr(T other) => IsOk ? Value : other;

    /// <summary>The value, for who wants exceptions after all.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="PolarException">The call failed.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; its cause is the <see cref="PolarException"/>.</exception>
    public T GetValueOrThrow()
    {
        if (IsOk)
        {
            return Value;
        }

        var failure = new PolarException(Error.ToPolarError());
        throw failure.Error.Call is { IsCancelled: true } ? new OperationCanceledException(failure.Message, failure) : failure;
    }

    /// <summary>Takes the result apart.</summary>
    /// <param name="value">The value, or null.</param>
    /// <param name="error">The error, or null.</param>
    public void Deconstruct(out T? value, out TError? error)
    {
        ThrowIfUninitialized();
        value = Value;
        error = Error;
    }

    /// <inheritdoc/>
    public bool Equals(PolarResult<T, TError> other) =>
        _state == other._state
        && EqualityComparer<T?>.Default.Equals(Value, other.Value)
        && EqualityComparer<TError?>.Default.Equals(Error, other.Error);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PolarResult<T, TError> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_state, Value, Error);

    /// <summary>The result for a person.</summary>
    /// <returns>The value's or the error's text.</returns>
    public override string ToString() => _state switch
    {
        State.Ok => $"Ok({Value})",
        State.Error => $"Failed({Error})",
        _ => "(uninitialized)",
    };

    private void ThrowIfUninitialized()
    {
        if (_state == State.Uninitialized)
        {
            throw new InvalidOperationException("This result is the default of its type; no call has made it.");
        }
    }
}
