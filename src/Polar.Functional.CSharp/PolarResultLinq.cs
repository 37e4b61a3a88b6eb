using System.Runtime.CompilerServices;

namespace Polar.Functional.CSharp;

/// <summary>Query expressions over results, finished or awaited: <c>from product in … from order in … select …</c>.</summary>
public static class PolarResultLinq
{
    /// <summary>Changes the value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <typeparam name="TError">The error's type.</typeparam>
    /// <typeparam name="TResult">The new value's type.</typeparam>
    /// <param name="result">The result.</param>
    /// <param name="change">Makes the new value.</param>
    /// <returns>The new result.</returns>
    public static PolarResult<TResult, TError> Select<T, TError, TResult>(
        this PolarResult<T, TError> result, Func<T, TResult> change)
        where TError : IPolarError => result.Map(change);

    /// <summary>Goes on with the value; the error type stays what both steps have.</summary>
    /// <typeparam name="T">The first value's type.</typeparam>
    /// <typeparam name="TError">The error's type.</typeparam>
    /// <typeparam name="TNext">The next value's type.</typeparam>
    /// <typeparam name="TResult">The final value's type.</typeparam>
    /// <param name="result">The first result.</param>
    /// <param name="next">The next step.</param>
    /// <param name="combine">Makes the final value of both.</param>
    /// <returns>The final result.</returns>
    // Two equal error types suit the overload for different ones as well; this one is meant then.
    [OverloadResolutionPriority(1)]
    public static PolarResult<TResult, TError> SelectMany<T, TError, TNext, TResult>(
        this PolarResult<T, TError> result,
        Func<T, PolarResult<TNext, TError>> next,
        Func<T, TNext, TResult> combine)
        where TError : IPolarError =>
        result.Bind(value => next(value).Map(following => combine(value, following)));

    /// <summary>Goes on with the value; errors of two types meet in <see cref="PolarError"/>.</summary>
    /// <typeparam name="T">The first value's type.</typeparam>
    /// <typeparam name="TError">The first error's type.</typeparam>
    /// <typeparam name="TNext">The next value's type.</typeparam>
    /// <typeparam name="TNextError">The next error's type.</typeparam>
    /// <typeparam name="TResult">The final value's type.</typeparam>
    /// <param name="result">The first result.</param>
    /// <param name="next">The next step.</param>
    /// <param name="combine">Makes the final value of both.</param>
    /// <returns>The final result.</returns>
    public static PolarResult<TResult, PolarError> SelectMany<T, TError, TNext, TNextError, TResult>(
        this PolarResult<T, TError> result,
        Func<T, PolarResult<TNext, TNextError>> next,
        Func<T, TNext, TResult> combine)
        where TError : IPolarError
        where TNextError : IPolarError =>
        result.Widen().Bind(value => next(value).Widen().Map(following => combine(value, following)));

    /// <summary>Changes the value of an awaited result.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <typeparam name="TError">The error's type.</typeparam>
    /// <typeparam name="TResult">The new value's type.</typeparam>
    /// <param name="result">The result to come.</param>
    /// <param name="change">Makes the new value.</param>
    /// <returns>The new result to come.</returns>
    public static async Task<PolarResult<TResult, TError>> Select<T, TError, TResult>(
        this Task<PolarResult<T, TError>> result, Func<T, TResult> change)
        where TError : IPolarError
    {
        ArgumentNullException.ThrowIfNull(result);
        return (await result.ConfigureAwait(false)).Map(change);
    }

    /// <summary>Goes on with the value of an awaited result; the error type stays what both steps have.</summary>
    /// <typeparam name="T">The first value's type.</typeparam>
    /// <typeparam name="TError">The error's type.</typeparam>
    /// <typeparam name="TNext">The next value's type.</typeparam>
    /// <typeparam name="TResult">The final value's type.</typeparam>
    /// <param name="result">The first result to come.</param>
    /// <param name="next">The next call.</param>
    /// <param name="combine">Makes the final value of both.</param>
    /// <returns>The final result to come.</returns>
    [OverloadResolutionPriority(1)]
    public static async Task<PolarResult<TResult, TError>> SelectMany<T, TError, TNext, TResult>(
        this Task<PolarResult<T, TError>> result,
        Func<T, Task<PolarResult<TNext, TError>>> next,
        Func<T, TNext, TResult> combine)
        where TError : IPolarError
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(next);
        var first = await result.ConfigureAwait(false);
        if (!first.TryGetValue(out var value, out var error))
        {
            return error;
        }

        var following = await next(value).ConfigureAwait(false);
        return following.Map(second => combine(value, second));
    }

    /// <summary>Goes on with the value of an awaited result; errors of two types meet in <see cref="PolarError"/>.</summary>
    /// <typeparam name="T">The first value's type.</typeparam>
    /// <typeparam name="TError">The first error's type.</typeparam>
    /// <typeparam name="TNext">The next value's type.</typeparam>
    /// <typeparam name="TNextError">The next error's type.</typeparam>
    /// <typeparam name="TResult">The final value's type.</typeparam>
    /// <param name="result">The first result to come.</param>
    /// <param name="next">The next call.</param>
    /// <param name="combine">Makes the final value of both.</param>
    /// <returns>The final result to come.</returns>
    public static async Task<PolarResult<TResult, PolarError>> SelectMany<T, TError, TNext, TNextError, TResult>(
        this Task<PolarResult<T, TError>> result,
        Func<T, Task<PolarResult<TNext, TNextError>>> next,
        Func<T, TNext, TResult> combine)
        where TError : IPolarError
        where TNextError : IPolarError
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(next);
        var first = (await result.ConfigureAwait(false)).Widen();
        if (!first.TryGetValue(out var value, out var error))
        {
            return error;
        }

        var following = (await next(value).ConfigureAwait(false)).Widen();
        return following.Map(second => combine(value, second));
    }
}
