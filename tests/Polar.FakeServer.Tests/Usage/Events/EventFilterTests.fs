/// How events are filtered, against the plainest way to do the same.
module Polar.FakeServer.Tests.Usage.Events.EventFilterTests

open System
open System.Globalization
open System.Linq
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
open Polar.FakeServer.Tests.Usage.Events.GeneratedLaws

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

[<Tests>]
let tests = testList "the store of events" [ filtering; numbers ]
