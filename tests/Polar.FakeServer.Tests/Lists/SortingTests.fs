module Polar.FakeServer.Tests.SortingTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Sample data, and what it has not: a customer without a name, and two webhook endpoints.
let private filled =
    lazy
        (task {
            let! fake = Fake.startWith (fun options -> options.Empty <- false)
            let! _ = Given.create "/v1/customers/" """{"email":"nameless@polar.sh"}""" fake
            let endpoint = """{"url":"https://shop.polar.sh/hook","format":"raw","events":[]}"""
            let! _ = Given.create "/v1/webhooks/endpoints" endpoint fake
            do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
            let! _ = Given.create "/v1/webhooks/endpoints" endpoint fake

            for slug, kind in [ "size", "text"; "amount", "number"; "notes", "text" ] do
                let field =
                    $"""{{"type":"{kind}","slug":"{slug}","name":"{kind} {slug}","properties":{{}}}}"""

                let! _ = Given.create "/v1/custom-fields/" field fake
                do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

            return fake
        })

let private listed (path: string) (query: string) =
    task {
        let! fake = filled.Value
        let! answer = Http.get $"{path}?limit=100{query}" fake
        Expect.equal answer.Status 200 answer.Text
        return Json.items "items" answer.Json
    }

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
            let! fake = filled.Value
            let! answer = Http.get $"{list.Path}?sorting={asked}" fake
            let expected = expected list

            Expect.equal
                answer.Text
                $"""{{"error":"RequestValidationError","detail":[{{"type":"enum","loc":["query","sorting",0],"msg":"Input should be {expected}","input":"{asked}","ctx":{{"expected":"{expected}"}}}}]}}"""
                "the real answer"

            Expect.equal answer.Status 422 "status"
        })

let private sorts (list: SortedList) (key: SortKey) (descending: bool) =
    let asked = if descending then "-" + key.Name else key.Name

    testCaseTask $"{list.Path} is sorted by '{asked}'" (fun () ->
        task {
            let! plain = listed list.Path ""
            let! items = listed list.Path $"&sorting={asked}"
            Expect.isNonEmpty items "there is something to sort"
            let ids = List.map (Json.text "id") >> Set.ofList
            Expect.equal (ids items) (ids plain) "nothing is lost, nothing comes twice"
            key.Value |> Option.iter (fun value -> inOrder value descending items)
        })

[<Tests>]
let tests =
    testList
        "sorting"
        [ for list in ListTable.all do
              for key in list.Keys do
                  sorts list key false
                  sorts list key true

              if not list.Keys.IsEmpty then
                  refuses list "nothing"
                  refuses list ""

              let key, descending = list.Default

              testCaseTask $"{list.Path} is sorted by '{key.Name}' when nothing is asked" (fun () ->
                  task {
                      let! items = listed list.Path ""
                      Expect.isNonEmpty items "there is something to sort"
                      key.Value |> Option.iter (fun value -> inOrder value descending items)
                  })

          testCaseTask "several criteria count in their order" (fun () ->
              task {
                  let! items = listed "/v1/subscriptions/" "&sorting=status&sorting=-customer"

                  for former, latter in List.pairwise items do
                      if Json.text "status" former = Json.text "status" latter then
                          Expect.isGreaterThanOrEqual
                              (String.CompareOrdinal(Json.text "customer.email" former, Json.text "customer.email" latter))
                              0
                              "customers descend within a status"
              })

          testCaseTask "criteria are repeated, not joined by commas" (fun () ->
              task {
                  let! fake = filled.Value
                  let! answer = Http.get "/v1/customers/?sorting=name,email" fake
                  Expect.equal answer.Status 422 "status"
                  Expect.equal (Json.text "detail.0.input" answer.Json) "name,email" "input"
              })

          testCaseTask "what has no value comes last, and first when descending" (fun () ->
              task {
                  let! ascending = listed "/v1/customers/" "&sorting=name"
                  Expect.isTrue (List.last ascending |> Json.isNull "name") "last"
                  let! descending = listed "/v1/customers/" "&sorting=-name"
                  Expect.isTrue (List.head descending |> Json.isNull "name") "first"
              })

          testCaseTask "benefits in the user's order follow the ids that are asked for" (fun () ->
              task {
                  let! benefits = listed "/v1/benefits/" ""
                  let ids = benefits |> List.map (Json.text "id")

                  for asked in [ ids; List.rev ids ] do
                      let query = asked |> List.map (sprintf "&id=%s") |> String.concat ""
                      let! items = listed "/v1/benefits/" (query + "&sorting=user_order")
                      Expect.equal (items |> List.map (Json.text "id")) asked "as asked"
                      let! items = listed "/v1/benefits/" (query + "&sorting=-user_order")
                      Expect.equal (items |> List.map (Json.text "id")) (List.rev asked) "the other way"
              })

          testCaseTask "a benefit's grants come newest first" (fun () ->
              task {
                  let! grants = listed "/v1/benefit-grants/" ""

                  let benefit =
                      grants |> List.countBy (Json.text "benefit_id") |> List.maxBy snd |> fst

                  let! own = listed $"/v1/benefits/{benefit}/grants" ""
                  Expect.isGreaterThan own.Length 1 "several grants"
                  inOrder (fun item -> DateTimeOffset.Parse(Json.text "created_at" item)) true own
              }) ]
