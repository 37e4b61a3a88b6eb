using System.Runtime.CompilerServices;
using Microsoft.FSharp.Core;
using Polar.Functional.Contracts;
using Core = global::Polar.Functional;

namespace Polar.Functional.CSharp;

/// <summary>Sends the core's requests through an executor and turns its results into the facade's; what the generated groups are made of.</summary>
internal sealed class PolarCaller(FSharpFunc<WireRequest, FSharpFunc<CancellationToken, Task<FSharpResult<WireResponse, TransportFault>>>> executor)
{
    public async Task<PolarResult<T, TError>> SendAsync<T, TError>(
        Request<T, TError> request, CallOptions? options, CancellationToken cancellationToken)
        where TError : IPolarError
    {
        var core = options?.ToCore() ?? SendOptionsModule.none;
        var result = await Core.Polar.sendWith(core, executor, request, cancellationToken).ConfigureAwait(false);
        return ToResult(result);
    }

    public IAsyncEnumerable<PolarResult<ListResource<T>, TError>> PagesAsync<T, TError>(
        Request<ListResource<T>, TError> request, CallOptions? options, CancellationToken cancellationToken)
        where T : IWire<T>
        where TError : IPolarError => ResultsAsync(Paging.pages(WithOptions(options), request), cancellationToken);

    public IAsyncEnumerable<T> ItemsAsync<T, TError>(
        Request<ListResource<T>, TError> request, CallOptions? options, CancellationToken cancellationToken)
        where T : IWire<T>
        where TError : IPolarError => ValuesAsync(Paging.items(WithOptions(options), request), cancellationToken);

    public IAsyncEnumerable<PolarResult<CursorListResource<T>, TError>> PagesAsync<T, TError>(
        Request<CursorListResource<T>, TError> request, CallOptions? options, CancellationToken cancellationToken)
        where T : IWire<T>
        where TError : IPolarError => ResultsAsync(Paging.pagesByCursor(WithOptions(options), request), cancellationToken);

    public IAsyncEnumerable<T> ItemsAsync<T, TError>(
        Request<CursorListResource<T>, TError> request, CallOptions? options, CancellationToken cancellationToken)
        where T : IWire<T>
        where TError : IPolarError => ValuesAsync(Paging.itemsByCursor(WithOptions(options), request), cancellationToken);

    public static FSharpOption<T> Optional<T>(T? body)
        where T : class => body is null ? FSharpOption<T>.None : FSharpOption<T>.Some(body);

    private static PolarResult<T, TError> ToResult<T, TError>(FSharpResult<T, TError> result)
        where TError : IPolarError =>
        result.IsOk ? PolarResult<T, TError>.Ok(result.ResultValue) : PolarResult<T, TError>.Failed(result.ErrorValue);

    private static async IAsyncEnumerable<PolarResult<T, TError>> ResultsAsync<T, TError>(
        IAsyncEnumerable<FSharpResult<T, TError>> results, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TError : IPolarError
    {
        await foreach (var result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return ToResult(result);
        }
    }

    private static async IAsyncEnumerable<T> ValuesAsync<T, TError>(
        IAsyncEnumerable<FSharpResult<T, TError>> results, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TError : IPolarError
    {
        await foreach (var result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return ToResult(result).GetValueOrThrow();
        }
    }

    private FSharpFunc<WireRequest, FSharpFunc<CancellationToken, Task<FSharpResult<WireResponse, TransportFault>>>> WithOptions(CallOptions? options) =>
        options is null ? executor : Interop.withOptions(options.ToCore(), executor);
}
