module Polar.FakeServer.Tests.Lists.SortingTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private listed (list: SortedList) (query: string) =
    task {
        // There are more events than a page has; those from before the sample data are few.
        let narrowed =
            if list.Path = "/v1/events/" then
                "&end_timestamp=2021-01-01T00:00:00Z"
            else
                ""

        let! answer = ListedThings.get list $"limit=100{narrowed}{query}"
        Expect.equal answer.Status 200 answer.Text
        return Json.items "items" answer.Json
    }

let private ofPath (path: string) =
    ListTable.all |> List.find (fun list -> list.Path = path)

/// Nulls are the largest values.
let private compare (left: IComparable | null) (right: IComparable | null) =
    match left, right with
    | null, null -> 0
    | null, _ -> 1
    | _, null -> -1
    | (:? string as left), (:? string as right) -> String.CompareOrdinal(left, right)
    | left, right -> left.CompareTo right

let private inOrder (value: JsonNode -> IComparable | null) (descending: bool) (items: JsonNode list) =
    for former, latter in List.pairwise items do
        let order = compare (value former) (value latter)

        Expect.isTrue (if descending then order >= 0 else order <= 0) $"{value former} before {value latter}"

let private names (list: SortedList) =
    [ for key in list.Keys do
          key.Name
          "-" + key.Name ]

let private expected (list: SortedList) =
    match List.rev (names list) with
    | last :: others ->
        let quoted = others |> List.rev |> List.map (sprintf "'%s'")
        let listing = String.Join(", ", quoted)
        $"{listing} or '{last}'"
    | [] -> ""

let private refuses (list: SortedList) (asked: string) =
    testCaseTask $"{list.Path} refuses to be sorted by '{asked}' and names its keys" (fun () ->
        task {
            let! answer = ListedThings.get list $"sorting={asked}"
            let expected = expected list

            Expect.equal
                answer.Text
                $"""{{"error":"RequestValidationError","detail":[{{"type":"enum","loc":["query","sorting",0],"msg":"Input should be {expected}","input":"{asked}","ctx":{{"expected":"{expected}"}}}}]}}"""
                "the real answer"

            Expect.equal answer.Status 422 "status"
        })

/// What tells an item from others: its id, or its name where it has none.
let private identity (item: JsonNode) : string =
    if Json.has "id" item && not (Json.isNull "id" item) then
        Json.text "id" item
    elif Json.has "client_id" item then
        Json.text "client_id" item
    else
        Json.text "name" item + Json.text "source" item

let private sorts (list: SortedList) (key: SortKey) (descending: bool) =
    let asked = if descending then "-" + key.Name else key.Name

    testCaseTask $"{list.Path} is sorted by '{asked}'" (fun () ->
        task {
            let! plain = listed list ""
            let! items = listed list $"&sorting={asked}"
            Expect.isNonEmpty items "there is something to sort"
            let ids = List.map identity >> Set.ofList
            Expect.equal (ids items) (ids plain) "nothing is lost, nothing comes twice"
            key.Value |> Option.iter (fun value -> inOrder value descending items)
        })

let private seen (list: SortedList) (query: string) =
    task {
        let! answer = ListedThings.get list query
        Expect.equal answer.Status 200 answer.Text

        return
            [ for item in Json.items "items" answer.Json -> item.ToJsonString() ],
            Json.whole "pagination.total_count" answer.Json,
            Json.whole "pagination.max_page" answer.Json
    }

/// Addresses of downloads are signed anew each time.
let private withoutSignatures (items: string list) =
    items |> List.map (fun item -> (item.Split "\"download\"")[0])

let private isPaged (list: SortedList) =
    testCaseTask $"{list.Path} comes in pages that together are the whole" (fun () ->
        task {
            let! whole, total, _ = seen list "limit=1000"
            Expect.equal whole.Length (int (min total 100L)) "no more than a hundred"
            let shown = min 4 whole.Length

            for page in 1..shown do
                let! items, count, pages = seen list $"limit=1&page={page}"
                Expect.equal (withoutSignatures items) (withoutSignatures [ whole[page - 1] ]) $"page {page}"
                Expect.equal (count, pages) (total, total) "as many pages as items"

            let! beyond, count, _ = seen list $"limit=1&page={total + 1L}"
            Expect.isEmpty beyond "beyond the end"
            Expect.equal count (if list.Path = "/v1/events/" then 0L else total) "still counted, except of events"
            let! first, _, pages = seen list ""
            Expect.equal first.Length (min 10 whole.Length) "ten unless more are asked for"
            Expect.equal pages ((total + 9L) / 10L) "pages of ten"
        })

/// The lists with pages that are there, and the keys that each can be sorted by.
let private described =
    [ for route in Operations.all do
          let has name =
              route.Query |> Array.exists (fun parameter -> parameter.Name = name)

          if route.Method = "GET" && has "page" then
              route.Template, has "sorting" ]

[<Tests>]
let tests =
    testList
        "sorting"
        [ testCase "every list with pages that is there has its row, with keys where it can be sorted"
          <| fun () ->
              Expect.equal
                  (ListTable.all
                   |> List.map (fun list -> list.Path, not list.Keys.IsEmpty)
                   |> List.sort)
                  (List.sort described)
                  "lists; a new one needs a row in ListTable"

          for list in ListTable.all do
              isPaged list

          for list in ListTable.all do
              for key in list.Keys do
                  sorts list key false
                  sorts list key true

              if not list.Keys.IsEmpty then
                  refuses list "nothing"
                  refuses list ""

              let key, descending = list.Default

              testCaseTask $"{list.Path} is sorted by '{key.Name}' when nothing is asked" (fun () ->
                  task {
                      let! items = listed list ""
                      Expect.isNonEmpty items "there is something to sort"
                      key.Value |> Option.iter (fun value -> inOrder value descending items)
                  })

          testCaseTask "several criteria count in their order" (fun () ->
              task {
                  let! items = listed (ofPath "/v1/subscriptions/") "&sorting=status&sorting=-customer"

                  for former, latter in List.pairwise items do
                      // What is about to end ranks behind what goes on.
                      let rank row =
                          Json.text "status" row, Json.flag "cancel_at_period_end" row

                      if rank former = rank latter then
                          Expect.isGreaterThanOrEqual
                              (String.CompareOrdinal(Json.text "customer.email" former, Json.text "customer.email" latter))
                              0
                              "customers descend within a status"
              })

          testCaseTask "criteria are repeated, not joined by commas" (fun () ->
              task {
                  let! answer = ListedThings.get (ofPath "/v1/customers/") "sorting=name,email"
                  Expect.equal answer.Status 422 "status"
                  Expect.equal (Json.text "detail.0.input" answer.Json) "name,email" "input"
              })

          testCaseTask "what has no value comes last, and first when descending" (fun () ->
              task {
                  let! ascending = listed (ofPath "/v1/customers/") "&sorting=name"
                  Expect.isTrue (List.last ascending |> Json.isNull "name") "last"
                  let! descending = listed (ofPath "/v1/customers/") "&sorting=-name"
                  Expect.isTrue (List.head descending |> Json.isNull "name") "first"
              })

          testCaseTask "benefits in the user's order follow the ids that are asked for" (fun () ->
              task {
                  let! benefits = listed (ofPath "/v1/benefits/") ""
                  let ids = benefits |> List.map (Json.text "id")

                  for asked in [ ids; List.rev ids ] do
                      let query = asked |> List.map (sprintf "&id=%s") |> String.concat ""
                      let! items = listed (ofPath "/v1/benefits/") (query + "&sorting=user_order")
                      Expect.equal (items |> List.map (Json.text "id")) asked "as asked"
                      let! items = listed (ofPath "/v1/benefits/") (query + "&sorting=-user_order")
                      Expect.equal (items |> List.map (Json.text "id")) (List.rev asked) "the other way"
              }) ]
