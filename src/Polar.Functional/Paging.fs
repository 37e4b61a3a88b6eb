namespace Polar.Functional

open System.Collections.Generic
open System.Threading
open System.Threading.Tasks
open Polar.Functional.Contracts

/// What a page tells about itself.
type private PageFacts<'item> =
    { Items: IReadOnlyList<'item>
      HasNext: bool }

/// Items of page after page; the next page is asked for only when the items of the last are used up. An error is the last item.
type private PagedSequence<'item, 'error>(load: int64 -> CancellationToken -> Task<Result<PageFacts<'item>, 'error>>, first: int64) =

    interface IAsyncEnumerable<Result<'item, 'error>> with
        member _.GetAsyncEnumerator cancellation =
            let mutable page = first
            let mutable items: IReadOnlyList<'item> = [||]
            let mutable index = -1
            let mutable more = true
            let mutable current = Unchecked.defaultof<Result<'item, 'error>>

            let next () =
                task {
                    let mutable found = false
                    index <- index + 1

                    // A page may be empty though another follows.
                    while index >= items.Count && more && not found do
                        match! load page cancellation with
                        | Ok facts ->
                            items <- facts.Items
                            more <- facts.HasNext
                            page <- page + 1L
                            index <- 0
                        | Error error ->
                            more <- false
                            items <- [||]
                            current <- Error error
                            found <- true

                    if not found && index < items.Count then
                        current <- Ok items[index]
                        found <- true

                    return found
                }

            { new IAsyncEnumerator<Result<'item, 'error>> with
                member _.Current = current
                member _.MoveNextAsync() = ValueTask<bool>(next ())
                member _.DisposeAsync() = ValueTask.CompletedTask }

/// All items of a list, page after page.
[<RequireQualifiedAccess>]
module Paging =

    let private firstPage (request: Request<'ok, 'error>) =
        request.Query
        |> List.tryPick (fun (name, value) ->
            match name, System.Int64.TryParse value with
            | "page", (true, page) -> Some page
            | _ -> None)
        |> Option.defaultValue 1L

    let private sequence executor request facts : IAsyncEnumerable<Result<'item, 'error>> =
        let load (page: int64) (cancellation: CancellationToken) =
            task {
                let request = Request.withOption "page" (string page) request
                let! answer = Polar.send executor request cancellation
                return answer |> Result.map (facts page)
            }

        PagedSequence(load, firstPage request)

    /// The items from the request's page on, as a lazy sequence. After an error, which comes as an item, there is nothing more.
    let items (executor: Executor) (request: Request<ListResource<'item>, 'error>) : IAsyncEnumerable<Result<'item, 'error>> =
        sequence executor request (fun page (list: ListResource<'item>) ->
            { Items = list.Items
              HasNext = list.Pagination.MaxPage > page })

    /// The same for a list that may be read with a cursor: ask for it with its own option, and only as many pages are counted as there are.
    let itemsByCursor (executor: Executor) (request: Request<CursorListResource<'item>, 'error>) : IAsyncEnumerable<Result<'item, 'error>> =
        sequence executor request (fun page (list: CursorListResource<'item>) ->
            { Items = list.Items
              HasNext = list.HasPageAfter page })
