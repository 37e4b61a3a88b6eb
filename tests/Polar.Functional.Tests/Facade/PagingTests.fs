module Polar.Functional.Tests.Facade.PagingTests

open System.Threading
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp
open Polar.Functional.Tests
open Polar.Functional.Tests.Facade.StubHttp

let private pageOf (sent: Sent) =
    sent.Query.TrimStart('?').Split '&'
    |> Array.tryFind (fun option -> option.StartsWith "page=")
    |> Option.defaultValue "page=1"
    |> fun option -> int (option.Substring 5)

let private customers (page: int) (count: int) (pages: int) =
    let item index =
        Filled.json<Customer> [ "Name", box $"{page}.{index}" ]

    reply 200 (Filled.page (List.map item [ 1..count ]) (count * pages) pages)

let private threePages () =
    over (fun sent -> customers (pageOf sent) 2 3)

let private failingAt (page: int) =
    over (fun sent ->
        if pageOf sent = page then
            refusal 401 "invalid_token" "The token is expired."
        else
            customers (pageOf sent) 2 3)

let private names (items: Customer list) = items |> List.map _.Name

[<Tests>]
let tests =
    testList
        "facade: paging"
        [ testCase "all items come in order, page after page"
          <| fun () ->
              let polar, stub = threePages ()

              Expect.equal
                  (polar.Customers.ListAllAsync(CustomersListQuery(Limit = 2L))
                   |> take 100
                   |> names)
                  [ "1.1"; "1.2"; "2.1"; "2.2"; "3.1"; "3.2" ]
                  "six items of three pages"

              Expect.equal (stub.Sent |> List.map pageOf) [ 1; 2; 3 ] "each page once, none behind the last"

              for sent in stub.Sent do
                  Expect.stringContains sent.Query "limit=2" "the options stay"

          testCase "the next page is asked for only when one of its items is needed"
          <| fun () ->
              let polar, stub = threePages ()
              let all = polar.Customers.ListAllAsync()
              Expect.isEmpty stub.Sent "nothing before the first item"
              Expect.hasLength (take 2 all) 2 "the first page's items"
              Expect.hasLength stub.Sent 1 "one page is enough for them"
              Expect.hasLength (take 3 all) 3 "one of the next page"
              Expect.equal (stub.Sent |> List.map pageOf) [ 1; 1; 2 ] "a second walk starts anew"

          testCase "it starts at the page that was asked for"
          <| fun () ->
              let polar, stub = threePages ()

              Expect.equal
                  (polar.Customers.ListAllAsync(CustomersListQuery(Page = 3L)) |> take 100 |> names)
                  [ "3.1"; "3.2" ]
                  "the third page's"

              Expect.equal (stub.Sent |> List.map pageOf) [ 3 ] "and no other"

          testCase "an error among the items is an exception, after the items before it"
          <| fun () ->
              let polar, stub = failingAt 2
              let all = polar.Customers.ListAllAsync()
              Expect.hasLength (take 2 all) 2 "the first page"

              let thrown =
                  Expect.throwsC (fun () -> take 3 all |> ignore) (fun thrown -> thrown :?> PolarException)

              Expect.equal thrown.Error.Code "Unauthorized" "the error"
              Expect.equal (stub.Sent |> List.map pageOf |> List.last) 2 "no page behind it"

          testCase "pages are results, and end after an error"
          <| fun () ->
              let polar, stub = failingAt 2
              let pages = polar.Customers.ListPagesAsync() |> take 100
              Expect.equal (pages |> List.map _.IsOk) [ true; false ] "a page, then the error"
              Expect.equal (stub.Sent |> List.map pageOf) [ 1; 2 ] "nothing is asked after it"

          testCase "pages end with the last one, and a list without items is one page"
          <| fun () ->
              let polar, _ = threePages ()
              Expect.hasLength (polar.Customers.ListPagesAsync() |> take 100) 3 "three pages"
              let polar, stub = over (fun _ -> customers 1 0 0)
              Expect.hasLength (polar.Customers.ListPagesAsync() |> take 100) 1 "one page"
              Expect.isEmpty (polar.Customers.ListAllAsync() |> take 100) "no items"
              Expect.hasLength stub.Sent 2 "one call each"

          testCase "pages by cursor end when one says that none follows"
          <| fun () ->
              let polar, stub =
                  over (fun sent ->
                      let more = if pageOf sent < 3 then "true" else "false"
                      reply 200 $"""{{"items":[],"pagination":{{"has_next_page":{more}}}}}""")

              let query = EventsListQuery(CursorPagination = true)
              Expect.hasLength (polar.Events.ListPagesAsync query |> take 100) 3 "three pages"
              Expect.equal (stub.Sent |> List.map pageOf) [ 1; 2; 3 ] "in order"

          testCase "a walk that is given up ends with the error"
          <| fun () ->
              use source = new CancellationTokenSource()
              let polar = client (new SilentHandler())

              let enumerator =
                  polar.Customers.ListPagesAsync(cancellationToken = source.Token).GetAsyncEnumerator CancellationToken.None

              let next = enumerator.MoveNextAsync().AsTask()
              source.Cancel()
              Expect.isTrue (wait next) "there is a page"

              let call =
                  enumerator.Current.Match((fun _ -> failtest "a page"), (fun error -> error.ToPolarError().Call))

              Expect.equal call CallError.Cancelled "the error" ]
