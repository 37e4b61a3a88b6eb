module Polar.Functional.Tests.Core.PagingTests

open System
open System.Collections.Generic
open System.Threading
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub

let private eventNames (page: int) (count: int) (maxPage: int) =
    let item index =
        $"""{{"name":"event {page}.{index}","label":"Event","source":"user","occurrences":1,"first_seen":"2026-01-02T03:04:05Z","last_seen":"2026-01-02T03:04:05Z"}}"""

    let items = [ 1..count ] |> List.map item |> String.concat ","
    answer 200 $"""{{"items":[{items}],"pagination":{{"total_count":{count * maxPage},"max_page":{maxPage}}}}}"""

/// Takes up to `count` items.
let private take (count: int) (sequence: IAsyncEnumerable<'item>) : 'item list =
    let enumerator = sequence.GetAsyncEnumerator CancellationToken.None

    [ let mutable left = count

      while left > 0 && wait (enumerator.MoveNextAsync().AsTask()) do
          left <- left - 1
          enumerator.Current ]

let private names items =
    items |> List.map (fun item -> (succeeded item: EventName).Name)

let private pagesAsked (asked: ResizeArray<WireRequest>) =
    asked
    |> Seq.map (fun request ->
        request.Query.Split '&'
        |> Array.tryFind (fun option -> option.StartsWith "page=")
        |> Option.defaultValue "page=1")
    |> List.ofSeq

let private request = Events.listNames (EventsListNamesQuery(Limit = 2L))

[<Tests>]
let tests =
    testList
        "paging"
        [ testCase "all items come in order, a page after the other"
          <| fun () ->
              let executor, asked =
                  script [ Ok(eventNames 1 2 3); Ok(eventNames 2 2 3); Ok(eventNames 3 1 3) ]

              Expect.equal
                  (Paging.items executor request |> take 100 |> names)
                  [ "event 1.1"; "event 1.2"; "event 2.1"; "event 2.2"; "event 3.1" ]
                  "five items of three pages"

              Expect.equal (pagesAsked asked) [ "page=1"; "page=2"; "page=3" ] "each page once, and none behind the last"

              for request in asked do
                  Expect.stringContains request.Query "limit=2" "other options stay"

          testCase "pages come one by one, each with its facts"
          <| fun () ->
              let executor, asked = script [ Ok(eventNames 1 2 2); Ok(eventNames 2 1 2) ]

              let pages =
                  Paging.pages executor request
                  |> take 100
                  |> List.map (fun page -> (succeeded page: ListResource<EventName>).Items.Count)

              Expect.equal pages [ 2; 1 ] "two pages"
              Expect.equal (pagesAsked asked) [ "page=1"; "page=2" ] "each once"

          testCase "a sequence can be gone through again, and then asks again"
          <| fun () ->
              let executor, asked = script [ Ok(eventNames 1 1 1) ]
              let items = Paging.items executor request
              Expect.hasLength (take 100 items) 1 "once"
              Expect.hasLength (take 100 items) 1 "twice"
              Expect.hasLength asked 2 "asked anew"

          testCase "a page is asked for only when one of its items is"
          <| fun () ->
              let executor, asked = script [ Ok(eventNames 1 2 3) ]
              let sequence = Paging.items executor request
              Expect.isEmpty asked "nothing before the first item"
              Expect.hasLength (take 2 sequence) 2 "both items of the page"
              Expect.hasLength asked 1 "one page is enough for them"

          testCase "an error is the last item"
          <| fun () ->
              let executor, asked =
                  script [ Ok(eventNames 1 2 3); Ok(answer 500 ""); Ok(eventNames 3 2 3) ]

              let items = Paging.items executor request |> take 100
              Expect.hasLength items 3 "two items and the error"
              Expect.isError items[2] "the error"
              Expect.hasLength asked 2 "nothing is asked after it"

          testCase "a list without items is empty"
          <| fun () ->
              let executor, asked = script [ Ok(eventNames 1 0 0) ]
              Expect.isEmpty (Paging.items executor request |> take 100) "no items"
              Expect.hasLength asked 1 "one page"

          testCase "it starts at the request's own page"
          <| fun () ->
              let executor, asked = script [ Ok(eventNames 2 2 2) ]
              let request = Events.listNames (EventsListNamesQuery(Page = 2L))
              Expect.hasLength (Paging.items executor request |> take 100) 2 "the second page's"
              Expect.equal (pagesAsked asked) [ "page=2" ] "and no other"

          testCase "a sequence can be walked more than once"
          <| fun () ->
              let executor, _ = script [ Ok(eventNames 1 2 1) ]
              let sequence = Paging.items executor request
              Expect.equal (take 100 sequence |> names) (take 100 sequence |> names) "the same both times"

          testCase "cancelling is an error value too"
          <| fun () ->
              use source = new CancellationTokenSource()
              source.Cancel()

              let executor: Executor =
                  fun _ token ->
                      Threading.Tasks.Task.FromResult(
                          if token.IsCancellationRequested then
                              Error TransportFault.Cancelled
                          else
                              Ok(eventNames 1 2 1)
                      )

              let enumerator = (Paging.items executor request).GetAsyncEnumerator source.Token
              Expect.isTrue (wait (enumerator.MoveNextAsync().AsTask())) "there is an item"
              Expect.equal (enumerator.Current |> failed |> box |> callOf) CallError.Cancelled "the error"

          testCase "pages by cursor end when a page says that none follows"
          <| fun () ->
              let page more =
                  let next = if more then "true" else "false"

                  answer
                      200
                      $"""{{"items":[{{"id":"992fae2a-2a17-4b7a-8d9e-e287cf90131b","timestamp":"2026-01-02T03:04:05Z","organization_id":"992fae2a-2a17-4b7a-8d9e-e287cf90131b","customer_id":null,"customer":null,"external_customer_id":null,"child_count":0,"parent_id":null,"label":"Call","name":"call","source":"user","metadata":{{}}}}],"pagination":{{"has_next_page":{next}}}}}"""

              let executor, asked = script [ Ok(page true); Ok(page true); Ok(page false) ]

              let items =
                  Paging.itemsByCursor executor (Events.list (EventsListQuery(CursorPagination = true)))
                  |> take 100

              for item in items do
                  succeeded item |> ignore

              Expect.hasLength items 3 "an item a page"
              Expect.equal (pagesAsked asked) [ "page=1"; "page=2"; "page=3" ] "three pages" ]
