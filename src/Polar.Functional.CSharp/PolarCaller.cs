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
        return result.IsOk ? PolarResult<T, TError>.Ok(result.ResultValue) : PolarResult<T, TError>.Failed(result.ErrorValue);
    }

    public async IAsyncEnumerable<PolarResult<ListResource<T>, TError>> PagesAsync<T, TError>(
        Request<ListResource<T>, TError> request,
        CallOptions? options,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IWire<T>
        where TError : IPolarError
    {
        for (var page = FirstPage(request); ; page++)
        {
            var result = await SendAsync(WithPage(request, page), options, cancellationToken).ConfigureAwait(false);
            yield return result;
            if (!result.TryGetValue(out var list, out _) || list.Pagination.MaxPage <= page)
            {
                yield break;
            }
        }
    }

    public async IAsyncEnumerable<T> ItemsAsync<T, TError>(
        Request<ListResource<T>, TError> request,
        CallOptions? options,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IWire<T>
        where TError : IPolarError
    {
        await foreach (var page in PagesAsync(request, options, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page.GetValueOrThrow().Items)
            {
                yield return item;
            }
        }
    }

    public async IAsyncEnumerable<PolarResult<CursorListResource<T>, TError>> PagesAsync<T, TError>(
        Request<CursorListResource<T>, TError> request,
        CallOptions? options,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IWire<T>
        where TError : IPolarError
    {
        for (var page = FirstPage(request); ; page++)
        {
            var result = await SendAsync(WithPage(request, page), options, cancellationToken).ConfigureAwait(false);
            yield return result;
            if (!result.TryGetValue(out var list, out _) || !list.HasPageAfter(page))
            {
                yield break;
            }
        }
    }

    public async IAsyncEnumerable<T> ItemsAsync<T, TError>(
        Request<CursorListResource<T>, TError> request,
        CallOptions? options,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        where T : IWire<T>
        where TError : IPolarError
    {
        await foreach (var page in PagesAsync(request, options, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page.GetValueOrThrow().Items)
            {
                yield return item;
            }
        }
    }

    public static FSharpOption<T> Optional<T>(T? body)
        where T : class => body is null ? FSharpOption<T>.None : FSharpOption<T>.Some(body);

    private static long FirstPage<T, TError>(Request<T, TError> request) =>
        request.Query.Where(pair => pair.Item1 == "page").Select(pair => long.TryParse(pair.Item2, out var page) ? page : 1).FirstOrDefault(1);

    private static Request<T, TError> WithPage<T, TError>(Request<T, TError> request, long page) =>
        Core.Request.withOption("page", page.ToString(System.Globalization.CultureInfo.InvariantCulture), request);
}
