namespace Polar.Functional

open System
open System.Collections.Generic
open System.Threading
open System.Threading.Tasks
open Polar.Functional.Contracts

/// A sequence that is made step by step, by functions that are made anew for each pass. An error is its last item.
type private Steps<'item>(start: CancellationToken -> unit -> Task<'item option>) =

    interface IAsyncEnumerable<'item> with
        member _.GetAsyncEnumerator cancellation =
            let next = start cancellation
            let mutable current = Unchecked.defaultof<'item>

            let move () =
                task {
                    match! next () with
                    | Some item ->
                        current <- item
                        return true
                    | None -> return false
                }

            { new IAsyncEnumerator<'item> with
                member _.Current = current
                member _.MoveNextAsync() = ValueTask<bool>(move ())
                member _.DisposeAsync() = ValueTask.CompletedTask }

/// Lists, page after page. The next page is asked for only when it is needed; after an error there is nothing more.
[<RequireQualifiedAccess>]
module Paging =

    let private firstPage (request: Request<'ok, 'error>) =
        request.Query
        |> List.tryPick (fun (name, value) ->
            match name, Int64.TryParse value with
            | "page", (true, page) -> Some page
            | _ -> None)
        |> Option.defaultValue 1L

    /// The pages from the request's page on.
    let private sequence
        (hasNext: int64 -> 'list -> bool)
        (executor: Executor)
        (request: Request<'list, 'error>)
        : IAsyncEnumerable<Result<'list, 'error>> =
        Steps(fun cancellation ->
            let mutable next = Some(firstPage request)

            fun () ->
                task {
                    match next with
                    | None -> return None
                    | Some page ->
                        let request = Request.withOption "page" (string page) request
                        let! answer = Polar.send executor request cancellation

                        next <-
                            match answer with
                            | Ok list when hasNext page list -> Some(page + 1L)
                            | _ -> None

                        return Some answer
                })

    /// The items of the pages, one by one; a page may be empty though another follows.
    let private flattened
        (itemsOf: 'list -> IReadOnlyList<'item>)
        (pages: IAsyncEnumerable<Result<'list, 'error>>)
        : IAsyncEnumerable<Result<'item, 'error>> =
        Steps(fun cancellation ->
            let pages = pages.GetAsyncEnumerator cancellation
            let mutable items: IReadOnlyList<'item> = [||]
            let mutable index = -1

            let rec next () =
                task {
                    index <- index + 1

                    if index < items.Count then
                        return Some(Ok items[index])
                    else
                        let! found = pages.MoveNextAsync()

                        match found, pages.Current with
                        | false, _ -> return None
                        | true, Error error ->
                            items <- [||]
                            return Some(Error error)
                        | true, Ok list ->
                            items <- itemsOf list
                            index <- -1
                            return! next ()
                }

            next)

    /// Page after page, from the request's page on.
    let pages (executor: Executor) (request: Request<ListResource<'item>, 'error>) : IAsyncEnumerable<Result<ListResource<'item>, 'error>> =
        sequence (fun page (list: ListResource<'item>) -> list.Pagination.MaxPage > page) executor request

    /// The same for a list that may be read with a cursor: ask for it with its own option, and only as many pages are counted as there are.
    let pagesByCursor
        (executor: Executor)
        (request: Request<CursorListResource<'item>, 'error>)
        : IAsyncEnumerable<Result<CursorListResource<'item>, 'error>> =
        sequence (fun page (list: CursorListResource<'item>) -> list.HasPageAfter page) executor request

    /// The items from the request's page on. An error comes as an item.
    let items (executor: Executor) (request: Request<ListResource<'item>, 'error>) : IAsyncEnumerable<Result<'item, 'error>> =
        pages executor request |> flattened (fun list -> list.Items)

    /// The same for a list that may be read with a cursor.
    let itemsByCursor (executor: Executor) (request: Request<CursorListResource<'item>, 'error>) : IAsyncEnumerable<Result<'item, 'error>> =
        pagesByCursor executor request |> flattened (fun list -> list.Items)
