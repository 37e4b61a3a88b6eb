/// Whatever is sent, the fake answers as documented, and errors leave the world as it was.
module Polar.FakeServer.Tests.Walks.RandomTests

open System
open System.Text.Json
open System.Text.Json.Nodes
open Expecto
open FsCheck
open FsCheck.FSharp
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Walks.Walk

let private leaf: Gen<string> =
    Gen.elements
        [ "null"
          "true"
          "false"
          "0"
          "-1"
          "1"
          "2147483648"
          "99999999999999999999"
          "0.5"
          "1.0"
          "1e400"
          "-0.0"
          "\"\""
          "\"a\""
          "\"abc\""
          "\"" + Samples.uuid + "\""
          "\"2026-03-01T00:00:00Z\""
          "\"usd\""
          "\"ada@acme.dev\""
          "\"https://acme.dev\""
          "\"\\u0000\""
          "\"\\ud800\""
          "\"😀\""
          "{}"
          "[]"
          "[{}]"
          "{\"a\":1}"
          "\"fixed\""
          "\"month\""
          "\"custom\""
          "{\"type\":\"x\"}" ]

let rec private json (names: string list) (size: int) : Gen<string> =
    if size <= 0 then
        leaf
    else
        let inner = json names (size / 2)

        Gen.oneof
            [ leaf
              Gen.map (fun items -> "[" + String.Join(",", (items: string list)) + "]") (Gen.listOfLength 2 inner)
              Gen.map
                  (fun members ->
                      "{"
                      + String.Join(
                          ",",
                          [ for name, value in (members: (string * string) list) -> $"{JsonSerializer.Serialize name}:{value}" ]
                      )
                      + "}")
                  (Gen.listOfLength 4 (Gen.zip (Gen.elements names) inner)) ]

/// The valid body with one value in it replaced.
let private mutated (body: string) (choice: int) (value: string) : string =
    match JsonNode.Parse body with
    | :? JsonObject as members when members.Count > 0 ->
        let names = [ for entry in members -> entry.Key ]
        let name = names[choice % names.Length]

        let rest =
            [ for entry in members do
                  if entry.Key <> name then
                      match entry.Value with
                      | null -> $"{JsonSerializer.Serialize entry.Key}:null"
                      | node -> $"{JsonSerializer.Serialize entry.Key}:{node.ToJsonString()}" ]

        "{"
        + String.Join(",", rest @ [ $"{JsonSerializer.Serialize name}:{value}" ])
        + "}"
    | _ -> value

let private namesOf (schema: Schema) : string list =
    [ for violation in Samples.violations schema do
          for step in violation.Location do
              match step with
              | :? string as name when name <> "body" -> name
              | _ -> () ]
    |> List.append [ "id"; "name" ]
    |> List.distinct

let private unquoted (value: string) = value.Trim(char 34)

let private runs = 200

let private random =
    testCaseTask "two hundred random bodies or queries an operation never break the fake, and errors leave the world as it was" (fun () ->
        task {
            use! fake = seeded ()
            let! party = party fake None

            for route in routes do
                let path = reaching fake route
                let token = tokenFor party route

                let inputs =
                    match route.Body with
                    | null ->
                        let names = "page" :: "x" :: [ for parameter in route.Query -> parameter.Name ]

                        Gen.listOfLength 3 (Gen.zip (Gen.elements names) leaf)
                        |> Gen.map (fun pairs ->
                            None, String.Join("&", [ for name, value in pairs -> $"{name}={Uri.EscapeDataString(unquoted value)}" ]))
                    | body ->
                        let names = namesOf body.Schema

                        let valid =
                            if body.Form then
                                "{}"
                            else
                                bodyOf route |> Option.defaultValue "{}"

                        Gen.oneof [ json names 8; Gen.map2 (mutated valid) (Gen.choose (0, 100)) (json names 4) ]
                        |> Gen.map (fun body -> Some body, requiredQuery route "")

                let documented =
                    set
                        [ 200
                          201
                          202
                          204
                          302
                          303
                          307
                          400
                          401
                          402
                          403
                          404
                          409
                          410
                          412
                          422
                          501 ]

                for body, query in Gen.sampleWithSeed (Rnd(20260301UL)) 10 runs inputs do
                    let before = fake.World

                    let! status, answer, _ =
                        send party.Client route.Method (path + "?" + query) token body

                    let shown = $"{route.Id} ?{query} {body}: {status} {answer}"
                    Expect.isTrue (documented.Contains status) shown

                    if status >= 400 then
                        Expect.isTrue (obj.ReferenceEquals(before, fake.World)) $"the world is as it was: {shown}"
        })

[<Tests>]
let tests = testList "walks with random bodies" [ random ]
