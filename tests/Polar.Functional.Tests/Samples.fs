/// JSON values made from a schema itself: the least it allows, all it allows, and anything between.
module Polar.Functional.Tests.Samples

open System
open System.Globalization
open System.Text.Json.Nodes
open FsCheck
open FsCheck.FSharp
open Polar.Functional.Generator

type Fill =
    | Minimal
    | Full

let private json (text: string) : JsonNode | null = JsonNode.Parse text

let private literal (value: Literal) : JsonNode | null =
    match value with
    | Literal.Text text -> JsonValue.Create text
    | Literal.Flag flag -> JsonValue.Create flag

let private deepest = 6

let private text (rules: StringRules) : Gen<string> =
    let instant =
        Gen.choose (0, 999_999_999)
        |> Gen.map2
            (fun seconds micro ->
                let time =
                    DateTimeOffset.FromUnixTimeSeconds(int64 seconds).AddMicroseconds(float (micro % 1_000_000))

                let fraction =
                    if time.Microsecond = 0 && time.Millisecond = 0 then
                        ""
                    else
                        ".ffffff"

                time.UtcDateTime.ToString($"yyyy-MM-dd'T'HH:mm:ss{fraction}'Z'", CultureInfo.InvariantCulture))
            (Gen.choose (0, Int32.MaxValue))

    match rules.Format, rules.Pattern with
    | Some("uuid" | "uuid4"), _ ->
        Gen.choose (0, Int32.MaxValue)
        |> Gen.map (fun seed -> string (Guid(seed, 1s, 0x4002s, 0x80uy, 3uy, 4uy, 5uy, 6uy, 7uy, 8uy, 9uy)))
    | Some "date-time", _ -> instant
    | Some "date", _ -> instant |> Gen.map (fun text -> text.Substring(0, 10))
    | Some "decimal", _ -> Gen.elements [ "0.500000000000"; "12"; "0.000000000001"; "99999.999999999999" ]
    | _, Some pattern when pattern.StartsWith("^(?!", StringComparison.Ordinal) ->
        Gen.elements [ "0.5"; "0.500000000000"; "12345.678901234567" ]
    | Some "email", _ -> Gen.constant "ada@example.org"
    | Some "uri", _ -> Gen.constant "https://example.org/a?b=c"
    | _ -> Gen.elements [ "a"; "Zoë — 😀"; "line\nbreak \"quoted\" \\ / <b>&amp;"; "x" ]

let private number: Gen<string> =
    Gen.elements [ "0"; "1"; "-1"; "9223372036854775807"; "-9223372036854775808"; "42" ]

/// A generator of JSON for a shape. `wanted` decides whether a member that may be left out is there, `filled` whether one that may be null has a value.
let rec private value
    (schemas: Map<string, Shape>)
    (wanted: Gen<bool>)
    (filled: Gen<bool>)
    (depth: int)
    (shape: Shape)
    : Gen<JsonNode | null> =
    let again = value schemas wanted filled (depth + 1)

    match shape with
    | Shape.Any -> Gen.elements [ "null"; "1"; "\"text\""; "{\"a\":[1,2.50]}" ] |> Gen.map json
    | Shape.Null -> Gen.constant null
    | Shape.Boolean -> Gen.elements [ "true"; "false" ] |> Gen.map json
    | Shape.Text rules -> text rules |> Gen.map (fun text -> JsonValue.Create text)
    | Shape.Enumeration values -> Gen.elements values |> Gen.map (fun text -> JsonValue.Create text)
    | Shape.Constant constant -> Gen.constant constant |> Gen.map literal
    | Shape.Integer _ -> number |> Gen.map json
    | Shape.Number _ ->
        Gen.oneof [ number; Gen.elements [ "0.1"; "1.0"; "12.345678901234" ] ]
        |> Gen.map json
    | Shape.Nullable inner ->
        gen {
            let! filled = filled

            if filled && depth < deepest then
                return! again inner
            else
                return null
        }
    | Shape.Tuple items ->
        gen {
            let! values = items |> List.map again |> Gen.sequenceToList
            return JsonArray(List.toArray values)
        }
    | Shape.List list ->
        gen {
            let! more = wanted

            let count =
                if more && depth < deepest then
                    2
                else
                    Option.defaultValue 0 list.MinItems

            let! values = Gen.listOfLength count (again list.Items)
            return JsonArray(List.toArray values)
        }
    | Shape.Map map ->
        gen {
            let! more = wanted
            let result = JsonObject()

            if more then
                for key in [ "a"; "key with spaces" ] do
                    let! value = again map.Values
                    result[key] <- value

            return result
        }
    | Shape.Reference schema -> value schemas wanted filled depth schemas[schema]
    | Shape.Union union ->
        gen {
            let! case = Gen.elements union.Cases
            return! again case
        }
    | Shape.Object members ->
        gen {
            let result = JsonObject()

            for entry in members.Members do
                let! there = if entry.Required then Gen.constant true else wanted

                if there then
                    let! value = again entry.Shape
                    result[entry.Json] <- value

            return result
        }

/// One value, the same for the same seed.
let private sample (seed: uint64) (generator: Gen<JsonNode | null>) : string =
    let one = generator |> Gen.sampleWithSeed (Rnd(seed, 1UL)) 10 1 |> Array.head

    match one with
    | null -> "null"
    | node -> node.ToJsonString(Text.Json.JsonSerializerOptions(Encoder = Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping))

let filled (schemas: Map<string, Shape>) (fill: Fill) (seed: uint64) (shape: Shape) : string =
    let all = Gen.constant (fill = Full)
    value schemas all all 0 shape |> sample seed

let random (schemas: Map<string, Shape>) (seed: uint64) (shape: Shape) : string =
    let coin = Gen.elements [ true; false ]
    value schemas coin coin 0 shape |> sample seed
