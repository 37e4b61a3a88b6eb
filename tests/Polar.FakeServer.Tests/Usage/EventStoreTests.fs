/// How events are kept and filtered, against the plainest way to do the same.
module Polar.FakeServer.Tests.Usage.EventStoreTests

open System
open System.Globalization
open System.Linq
open System.Text
open System.Text.Json.Nodes
open Expecto
open FsCheck
open FsCheck.FSharp
open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Generated
open Polar.FakeServer.Simulation
open Polar.FakeServer.Storage
open Polar.FakeServer.Usage.Events
open Polar.FakeServer.Validation
open Polar.FakeServer.Tests
open Polar.Functional.Contracts

let private always (name: string) (generator: Gen<'a>) (holds: 'a -> unit) =
    testCase name (fun () -> Check.One(Config.QuickThrowOnFailure.WithMaxTest 300, Prop.forAll (Arb.fromGen generator) holds))

// Sorted runs.

let private batches: Gen<int64 list list> =
    Gen.listOf (
        Gen.listOf (
            Gen.frequency
                [ 3, Gen.choose (-20, 20) |> Gen.map int64
                  1, Gen.elements [ Int64.MinValue; Int64.MaxValue ] ]
        )
    )

let private runsOf (batches: int64 list list) =
    let add (runs: SortedRuns, place: int) (batch: int64 list) =
        let keys, places = Array.ofList batch, [| place .. place + batch.Length - 1 |]
        runs.AddRange(Span keys, Span places), place + batch.Length

    fst (List.fold add (SortedRuns.Empty, 0) batches)

let private sortedRuns =
    testList
        "sorted runs"
        [ always "are all keys in order, from either end and from any rank" batches (fun batches ->
              let runs = runsOf batches

              let expected =
                  List.concat batches
                  |> List.indexed
                  |> List.sortBy (fun (place, key) -> key, place)
                  |> List.map fst

              let count = expected.Length
              Expect.equal runs.Count count "count"

              for rank in 0..count do
                  Expect.equal (List.ofSeq (runs.Ascending rank)) (List.skip rank expected) "ascending"
                  Expect.equal (List.ofSeq (runs.Descending rank)) (List.skip rank (List.rev expected)) "descending")

          always "find what has a key, and what lies between two" batches (fun batches ->
              let runs = runsOf batches
              let all = List.concat batches |> List.indexed

              for key in -21L .. 21L do
                  Expect.equal
                      (List.sort (List.ofSeq (runs.Between(key, key + 1L))))
                      [ for place, other in all do
                            if other = key then
                                place ]
                      "of a key"

                  Expect.equal (runs.CountBefore key) (all |> List.filter (fun (_, other) -> other < key) |> List.length) "before it"

              let between = all |> List.filter (fun (_, key) -> key >= -5L && key < 7L)

              Expect.equal
                  (List.ofSeq (runs.Between(-5L, 7L)))
                  (between |> List.sortBy (fun (place, key) -> key, place) |> List.map fst)
                  "between"

              let unordered =
                  [ for places in runs.UnorderedBetween(-5L, 7L) do
                        yield! places.ToArray() ]

              Expect.equal (List.sort unordered) (List.map fst between) "in no order")

          always
              "keep what every version of them was, however they branch"
              (Gen.listOf (Gen.zip (Gen.choose (0, 9)) (Gen.listOf (Gen.choose (0, 30)))))
              (fun steps ->
                  let versions = ResizeArray [ SortedRuns.Empty, [] ]

                  for branch, keys in List.truncate 40 steps do
                      let runs, kept = versions[max 0 (versions.Count - 1 - branch)]
                      let first = List.length kept

                      let keys =
                          keys
                          |> List.map (fun key -> int64 key + (if branch % 2 = 0 then int64 versions.Count * 10L else 0L))

                      versions.Add(
                          runs.AddRange(Span(Array.ofList keys), Span [| first .. first + keys.Length - 1 |]),
                          kept @ List.mapi (fun index key -> key, first + index) keys
                      )

                  for runs, kept in versions do
                      Expect.equal runs.Count kept.Length "count"
                      Expect.equal (List.ofSeq (runs.Ascending())) (List.map snd (List.sort kept)) "in order"

                      if not kept.IsEmpty then
                          Expect.equal runs.Last (fst (List.max kept)) "the last one") ]

let private appending =
    testList
        "a list that grows"
        [ always
              "keeps what every version of it was, however they branch"
              (Gen.listOf (Gen.zip (Gen.choose (0, 9)) (Gen.choose (0, 5000))))
              (fun steps ->
                  let versions = ResizeArray [ AppendList<int>.Empty, [] ]

                  for branch, length in List.truncate 12 steps do
                      let list, kept = versions[branch % versions.Count]
                      let added = [| for index in 1..length -> versions.Count * 10_000 + index |]
                      versions.Add(list.AddRange(ReadOnlySpan added), kept @ List.ofArray added)

                  for list, kept in versions do
                      Expect.equal list.Count kept.Length "count"
                      Expect.equal (List.ofSeq list) kept "entries"

                      if not kept.IsEmpty then
                          Expect.equal list[list.Count - 1] (List.last kept) "the last one") ]

// Filters.

type private Value =
    | Text of string
    | Whole of int
    | Fraction of decimal
    | Truth of bool

let private values: Gen<Value> =
    Gen.oneof
        [ Gen.elements [ "a"; "b"; "10"; "t"; "true"; "a%b"; "A"; "ab" ] |> Gen.map Text
          Gen.choose (-2, 11) |> Gen.map Whole
          Gen.elements [ 0.1m; 1.0m; 10.5m; -2.25m ] |> Gen.map Fraction
          Gen.elements [ true; false ] |> Gen.map Truth ]

let private names = [ "k"; "l"; "deep.er"; "none" ]

let private entries: Gen<Map<string, Value>> =
    Gen.listOfLength 3 (Gen.zip (Gen.elements [ "k"; "l"; "deep.er" ]) values)
    |> Gen.map Map.ofList

type private Clause =
    { Property: string
      Operator: string
      Value: Value }

type private Tree =
    | Leaf of Clause
    | Node of string * Tree list

let private clauses: Gen<Tree> =
    gen {
        let! property =
            Gen.elements (names @ [ "metadata.k"; "name"; "metadata.name"; "source"; "timestamp" ])

        let! operator =
            Gen.elements [ "eq"; "ne"; "gt"; "gte"; "lt"; "lte"; "like"; "not_like" ]

        let! value =
            values
            |> Gen.filter (function
                | Fraction _ -> false
                | _ -> true)

        return
            Leaf
                { Property = property
                  Operator = operator
                  Value = value }
    }

let rec private trees (depth: int) : Gen<Tree> =
    if depth = 0 then
        clauses
    else
        Gen.frequency
            [ 2, clauses
              1,
              gen {
                  let! conjunction = Gen.elements [ "and"; "or" ]
                  let! count = Gen.choose (0, 3)
                  let! parts = Gen.listOfLength count (trees (depth - 1))
                  return Node(conjunction, parts)
              } ]

let private filters: Gen<Tree> =
    gen {
        let! conjunction = Gen.elements [ "and"; "or" ]
        let! count = Gen.choose (0, 4)
        let! parts = Gen.listOfLength count (trees 3)
        return Node(conjunction, parts)
    }

let private json (value: Value) : JsonNode =
    match value with
    | Text text -> (JsonValue.Create text |> Unchecked.nonNull) :> JsonNode
    | Whole number -> JsonValue.Create number
    | Fraction number -> JsonValue.Create number
    | Truth truth -> JsonValue.Create truth

let rec private jsonOf (tree: Tree) : JsonObject =
    let members = JsonObject()

    match tree with
    | Leaf clause ->
        members["property"] <- JsonValue.Create clause.Property
        members["operator"] <- JsonValue.Create clause.Operator
        members["value"] <- json clause.Value
    | Node(conjunction, parts) ->
        members["conjunction"] <- JsonValue.Create conjunction
        members["clauses"] <- JsonArray [| for part in parts -> jsonOf part :> JsonNode |]

    members

/// The table of the sheet, row by row.
let private naive (name: string) (seconds: int64) (entries: Map<string, Value>) (clause: Clause) : bool =
    let written =
        match clause.Value with
        | Truth true -> "t"
        | Truth false -> "f"
        | Text text -> text
        | Whole number -> string number
        | Fraction number -> number.ToString CultureInfo.InvariantCulture

    let number =
        match clause.Value with
        | Whole number -> Some(decimal number)
        | Truth truth -> Some(if truth then 1m else 0m)
        | _ -> None

    let texts (data: string) (value: string) =
        let order = String.CompareOrdinal(data, value)

        match clause.Operator with
        | "eq" -> order = 0
        | "ne" -> order <> 0
        | "gt" -> order > 0
        | "gte" -> order >= 0
        | "lt" -> order < 0
        | "lte" -> order <= 0
        | "like" -> data.Contains(value, StringComparison.Ordinal)
        | _ -> not (data.Contains(value, StringComparison.Ordinal))

    let compare (data: 'a) (value: 'a) =
        match clause.Operator with
        | "eq" -> data = value
        | "ne" -> data <> value
        | "gt" -> data > value
        | "gte" -> data >= value
        | "lt" -> data < value
        | _ -> data <= value

    let isLike = clause.Operator = "like" || clause.Operator = "not_like"

    let property =
        if clause.Property.StartsWith "metadata." then
            clause.Property.Substring 9
        else
            clause.Property

    match property, clause.Value with
    | "name", Text value -> texts name value
    | "source", Text value -> texts "user" value
    | ("name" | "source"), _ -> false
    | "timestamp", _ when number.IsNone -> false
    | "timestamp", _ when isLike -> texts (string seconds) written
    | "timestamp", _ -> compare (decimal seconds) number.Value
    | property, _ ->
        match Map.tryFind property entries with
        | None -> false
        | Some data when isLike ->
            match data with
            | Text text -> texts text written
            | Whole number -> texts (string number) written
            | Fraction number -> texts (number.ToString CultureInfo.InvariantCulture) written
            | Truth truth -> texts (if truth then "true" else "false") written
        | Some(Text text) -> texts text written
        | Some(Whole data) -> number |> Option.exists (compare (decimal data))
        | Some(Fraction data) -> number |> Option.exists (compare data)
        | Some(Truth data) ->
            match clause.Value with
            | Truth value -> compare data value
            | _ -> false

let rec private matches (test: Clause -> bool) (tree: Tree) : bool =
    match tree with
    | Leaf clause -> test clause
    | Node(_, []) -> true
    | Node("and", parts) -> List.forall (matches test) parts
    | Node(_, parts) -> List.exists (matches test) parts

let private valueOf (value: Value) : EventValue =
    match value with
    | Text text -> EventValue.op_Implicit text
    | Whole number -> EventValue.op_Implicit (int64 number)
    | Fraction number -> EventValue.op_Implicit number
    | Truth truth -> EventValue.op_Implicit truth

let private moment = DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero)

let private rowOf (name: string) (entries: Map<string, Value>) : EventRow =
    let plain =
        [ for KeyValue(key, value) in entries do
              if key <> "deep.er" then
                  key, valueOf value ]

    let deep =
        match Map.tryFind "deep.er" entries with
        | Some value -> [ "deep", EventValue.op_Implicit (EventMetadata([| "er" |], [| valueOf value |])) ]
        | None -> []

    let all = plain @ deep

    EventRow(
        0,
        Guid.NewGuid(),
        EventKind(Guid.NewGuid(), name, false),
        EventSubject.None,
        moment.UtcTicks,
        moment.UtcTicks,
        Metadata = EventMetadata([| for key, _ in all -> key |], [| for _, value in all -> value |])
    )

let private filtering =
    testList
        "a filter"
        [ always
              "of any nesting is what its table says"
              (Gen.zip3 filters entries (Gen.elements [ "a"; "call"; "10" ]))
              (fun (tree, entries, name) ->
                  let filter = EventFilter.Of(RequestBinding.Filter(jsonOf tree))
                  let expected = matches (naive name (moment.ToUnixTimeSeconds()) entries) tree
                  Expect.equal (filter.Matches(rowOf name entries)) expected ((jsonOf tree).ToJsonString()))

          testCase "keeps finding its property when events of several forms come in turn" (fun () ->
              let clause =
                  """{"conjunction":"and","clauses":[{"property":"k","operator":"eq","value":1}]}"""

              let filter = EventFilter.Of(RequestBinding.Filter(JsonNode.Parse clause))

              let forms =
                  [ Map [ "k", Whole 1 ]
                    Map [ "a", Whole 0; "k", Whole 1 ]
                    Map [ "l", Whole 1 ]
                    Map [ "k", Whole 2 ] ]

              let rows = [ for form in forms @ forms -> rowOf "x" form ]

              Expect.equal
                  [ for row in rows -> filter.Matches row ]
                  [ true; true; false; false; true; true; false; false ]
                  "each by itself") ]

let private numbers =
    testList
        "numbers of metadata"
        [ always "are exact, whatever is added up" (Gen.listOf (Gen.zip (Gen.choose (-99_999, 99_999)) (Gen.choose (0, 12)))) (fun parts ->
              let decimals =
                  [ for number, scale in parts -> Decimal(number, 0, 0, false, byte scale) * (if number < 0 then 1m else 1m) ]

              let kept =
                  [ for number in decimals -> (EventValue.op_Implicit number: EventValue).Number.Value ]

              Expect.equal kept decimals "as they were"
              Expect.equal (List.sum kept) (List.sum decimals) "sums")

          testCase "of a tenth add up to a whole" (fun () ->
              let tenth: EventValue = EventValue.op_Implicit 0.1m
              Expect.equal (Seq.sum (Seq.replicate 10 tenth.Number.Value)) 1.0m "ten of them")

          testCase "are equal where they are equal as numbers, and never to a text" (fun () ->
              let whole: EventValue = EventValue.op_Implicit 1L
              let fraction: EventValue = EventValue.op_Implicit 1.00m
              let text: EventValue = EventValue.op_Implicit "1"
              Expect.isTrue (whole.Equals fraction) "1 is 1.00"
              Expect.equal (whole.GetHashCode()) (fraction.GetHashCode()) "and so are their hashes"
              Expect.isFalse (whole.Equals text) "1 is not \"1\"") ]

// The short way in.

let private context =
    ValidationContext(Modules.Composed.Schemas, EmailDomains.Usual, Fake.startTime)

/// What validation makes of a body; None where it refuses it.
let private checkedBody (text: string) : IncomingEvent list option =
    match PythonJson.Read(ReadOnlySpan(Encoding.UTF8.GetBytes text)).ToTuple() with
    | node, fault when not fault.HasValue ->
        let validator = Validator context
        let body = validator.Check(ReferenceSchema "EventsIngest", node, ErrorLocation.Body)

        if validator.Issues.Count > 0 then
            None
        else
            Some [ for item in RequestBinding.EventsIngest(body).Events -> IncomingEvent.Of item ]
    | _ -> None

let private described (incoming: IncomingEvent) =
    $"{incoming.Name}|{incoming.Timestamp}|{incoming.CustomerId}|{incoming.ExternalCustomerId}|{incoming.MemberId}|{incoming.ExternalMemberId}|"
    + $"{incoming.OrganizationId}|{incoming.ExternalId}|{incoming.ParentName}|{incoming.Metadata}"

/// Members of an event, good ones and others.
let private members: Gen<string> =
    let one name (values: string list) =
        Gen.elements values |> Gen.map (fun value -> $"\"{name}\":{value}")

    let metadata =
        Gen.listOf (
            Gen.zip
                (Gen.elements [ "a"; "b"; "_cost"; "_llm"; "\\u0061"; "ä" ])
                (Gen.elements
                    [ "\"text\""
                      "\"\""
                      "\"\\u0000\""
                      "\"\\ud800\""
                      "\"a\\nb\""
                      "1"
                      "-0"
                      "0.1"
                      "0.10"
                      "1.0"
                      "-0.0"
                      "1e5"
                      "0.00001"
                      "12345678901234567890"
                      "0.12345678901234567"
                      "true"
                      "null"
                      "{}"
                      "[1]"
                      "{\"amount\":1,\"currency\":\"usd\"}" ])
        )
        |> Gen.map (fun entries -> String.Join(",", [ for name, value in List.truncate 3 entries -> $"\"{name}\":{value}" ]))
        |> Gen.map (fun entries -> "\"metadata\":{" + entries + "}")

    Gen.frequency
        [ 4, one "name" [ "\"call\""; "\"\""; "7"; "null"; "\"" + String('n', 129) + "\"" ]
          4, one "external_customer_id" [ "\"ada\""; "\"\""; "\"\\u0000\""; "null" ]
          2,
          one
              "customer_id"
              [ "\"6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10\""
                "\"6E1C8B4E-5F53-4F1C-9D3C-0D5F2F1B7A10\""
                "\"6e1c8b4e-5f53-1f1c-9d3c-0d5f2f1b7a10\""
                "\"x\"" ]
          2,
          one
              "timestamp"
              [ "\"2026-01-01T00:00:00Z\""
                "\"2026-01-01T00:00:00.123456+02:00\""
                "\"2026-01-01T00:00:00\""
                "\"2026-01-01\""
                "\"2030-01-01T00:00:00Z\""
                "1767225600"
                "\"2026-01-01T00:00:00.1234567Z\""
                "\"2026-01-01 00:00:00Z\""
                "\"2026-02-30T00:00:00Z\"" ]
          1, one "external_id" [ "\"1\""; "null"; "1" ]
          1, one "parent_id" [ "\"p\""; "null" ]
          1, one "member_id" [ "null"; "\"6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10\"" ]
          1, one "external_member_id" [ "null"; "\"m\"" ]
          1, one "organization_id" [ "null"; "\"6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10\""; "\"o\"" ]
          2,
          Gen.listOf (
              Gen.elements
                  [ "\"_cost\":{\"amount\":0.25,\"currency\":\"usd\"}"
                    "\"_cost\":{\"currency\":\"usd\",\"amount\":\"12\"}"
                    "\"_cost\":{\"amount\":123456,\"currency\":\"usd\"}"
                    "\"_cost\":{\"amount\":1,\"currency\":\"eur\"}"
                    "\"_llm\":{\"vendor\":\"v\",\"model\":\"m\",\"input_tokens\":1,\"output_tokens\":2,\"total_tokens\":3}"
                    "\"_llm\":{\"model\":\"m\",\"vendor\":\"v\",\"total_tokens\":3,\"prompt\":null,\"response\":\"r\",\"cached_input_tokens\":0,\"input_tokens\":1,\"output_tokens\":2}"
                    "\"_llm\":{\"vendor\":\"v\",\"model\":\"m\",\"input_tokens\":1.0,\"output_tokens\":2,\"total_tokens\":3}"
                    "\"_llm\":{\"vendor\":\"v\",\"model\":\"m\",\"input_tokens\":1,\"output_tokens\":2}"
                    "\"k\":1" ]
          )
          |> Gen.map (fun entries -> "\"metadata\":{" + String.Join(",", List.truncate 2 entries) + "}")
          1, one "other" [ "{\"a\":[1,null]}"; "1" ]
          4, metadata ]

let private bodies: Gen<string> =
    gen {
        let! fine = Gen.elements [ "\"name\":\"call\",\"external_customer_id\":\"ada\""; "" ]
        let! count = Gen.choose (0, 4)
        let! more = Gen.listOfLength count members
        let all = String.Join(",", (if fine = "" then more else fine :: more))

        let! body =
            Gen.elements
                [ "{\"events\":[{ALL}]}"
                  "{\"events\":[{\"name\":\"first\",\"external_customer_id\":\"x\"}, {ALL} ] }"
                  "{\"events\":[{ALL}],\"more\":1}"
                  "{\"events\":[{ALL}" ]

        return body.Replace("ALL", all)
    }

let private shortWay =
    testList
        "the short way in"
        [ testCase "makes of a body what validation makes of it, or leaves the body to it" (fun () ->
              let mutable taken = 0

              let holds (body: string) =
                  match EventBatchReader.Read(ReadOnlySpan(Encoding.UTF8.GetBytes body), Fake.startTime) with
                  | null -> ()
                  | events ->
                      taken <- taken + 1

                      match checkedBody body with
                      | None -> failtest $"validation refuses {body}"
                      | Some expected -> Expect.equal [ for one in events -> described one ] [ for one in expected -> described one ] body

              Check.One(Config.QuickThrowOnFailure.WithMaxTest 5000, Prop.forAll (Arb.fromGen bodies) holds)
              Expect.isGreaterThan taken 200 "many are taken")

          testCase "is taken by what usually comes" (fun () ->
              let body =
                  """{"events":[{"name":"api.call","external_customer_id":"c","external_id":"e","timestamp":"2026-01-01T00:00:00Z","metadata":{"model":"m","tokens":12,"price":0.25,"cached":false}}]}"""

              let events =
                  EventBatchReader.Read(ReadOnlySpan(Encoding.UTF8.GetBytes body), Fake.startTime)

              Expect.equal (Seq.length (nonNull events)) 1 "taken") ]

[<Tests>]
let tests =
    testList "the store of events" [ sortedRuns; appending; filtering; numbers; shortWay ]
