/// Requests made at random are answered as documented, and errors leave the world as it was.
module Polar.FakeServer.Tests.Conformance.RandomTests

open System
open System.Text.Json
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open FsCheck
open FsCheck.FSharp
open Polar.FakeServer
open Polar.FakeServer.Http
open Polar.FakeServer.Validation
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Walk
open Polar.FakeServer.Tests.Conformance.RandomValues

let private here = "here, and nowhere else"

/// The body with a text of JSON in a place, which need be nothing that a node can hold.
let private put (spot: BodyMutations.Spot) (value: string) : string =
    let body = jsonOf (spot.Put(BodyMutations.Sent.Value(JsonValue.Create here)))

    body.Replace(JsonSerializer.Serialize here, value)

/// The body with a member twice.
let private doubled (body: string) (name: string) (value: string) : string =
    if body.StartsWith '{' then
        $"{{{JsonSerializer.Serialize name}:{value},"
        + body.Substring(1).Replace("{}", "}")
    else
        body

let private namesOf (spots: BodyMutations.Spot list) : string list =
    [ for spot in spots do
          for step in spot.Location do
              match step with
              | :? string as name when name <> "body" -> name
              | _ -> () ]
    |> List.append [ "id"; "name" ]
    |> List.distinct

let private randomBody (schema: Schema) (valid: string) : Gen<string> =
    let spots = BodyMutations.spots schema
    let names = namesOf spots

    Gen.frequency
        [ 1, Gen.constant valid
          6, json names 16
          9, Gen.map2 put (Gen.elements spots) leaf
          2, Gen.map2 put (Gen.elements spots) (json names 8)
          1, deep names
          1, Gen.map2 put (Gen.elements spots) (deep names)
          1, Gen.map2 (doubled valid) (Gen.elements names) leaf ]

let private unquoted (value: string) = value.Trim '"'

let private randomQuery (route: Route) : Gen<string> =
    let names = "page" :: "x" :: [ for parameter in route.Query -> parameter.Name ]

    let valid =
        Map.ofList
            [ for parameter in route.Query do
                  match Samples.sample parameter.Schema with
                  | :? JsonArray as items -> parameter.Name, string items[0]
                  | :? JsonValue as value -> parameter.Name, value.ToString()
                  | _ -> () ]

    let required = requiredQuery route ""

    let option =
        gen {
            let! name = Gen.elements names
            let! isValid = Gen.elements [ true; false ]
            let! value = Gen.map unquoted leaf

            return
                name,
                (if isValid then
                     Map.tryFind name valid |> Option.defaultValue "1"
                 else
                     value)
        }

    gen {
        let! count = Gen.choose (0, 4)
        let! options = Gen.listOfLength count option

        return
            String.Join(
                "&",
                required
                :: [ for name, value in options -> $"{name}={Uri.EscapeDataString value}" ]
            )
    }

/// Leads to a thing that is there, to none, or nowhere.
let private randomPath (fake: FakePolar) (route: Route) : Gen<string> =
    Gen.frequency
        [ 6, Gen.constant (reaching fake route)
          2, Gen.constant (pathOf (unknown route) route)
          2, Gen.map (fun text -> pathOf (fun _ -> text) route) (Gen.elements [ "abc"; "é"; "%00"; " "; String('a', 2000); "1" ]) ]

let private fields (body: string) : (string * string) list =
    match JsonNode.Parse body with
    | :? JsonObject as members -> [ for entry in members -> entry.Key, string entry.Value ]
    | _ -> []

let private randomForm (schema: Schema) : Gen<Body> =
    let field =
        Gen.zip (Gen.elements (namesOf (BodyMutations.spots schema))) (Gen.map unquoted leaf)

    let valid = fields (jsonOf (Samples.sample schema))

    gen {
        let! sent = Gen.listOf field
        let! valid = Gen.elements [ []; valid ]
        return Body.Form(valid @ List.truncate 4 sent)
    }

let private randomRequest (fake: FakePolar) (route: Route) : Gen<string * Body> =
    let body =
        match route.Body with
        | null -> Gen.constant Body.Nothing
        | body ->
            let valid = jsonOf (Samples.sample body.Schema)
            let json = Gen.map Body.Json (randomBody body.Schema valid)

            if body.Form then
                Gen.oneof [ randomForm body.Schema; json ]
            else
                json

    // Made once: what is inside of a generator is made again for each value.
    let path = randomPath fake route

    let query =
        if isNull route.Body then
            randomQuery route
        else
            Gen.constant (requiredQuery route "")

    gen {
        let! path = path
        let! query = query
        let! body = body
        return path + "?" + query, body
    }

/// Sends; an answer must be as documented, and an error must have changed nothing.
let private isAsDocumented (findings: Findings) (party: Party) (route: Route) (path: string) (body: Body) : Task<unit> =
    task {
        let before = party.Fake.World

        let! status, answer, response =
            send party.Client route.Method path (tokenFor party route) body

        findings.AddUndocumented route status answer response $"{path} {body}"

        findings.Check
            route
            (status < 400 || obj.ReferenceEquals(before, party.Fake.World))
            $"the world is not what it was: {path} {body}: {status}"
    }

let private furnished () =
    task {
        let! fake = PopulatedOrganizations.seeded ()
        do! PopulatedOrganizations.furnish fake fake.AccessToken
        return fake
    }

let private runs = 200

let private random =
    testCaseTask $"{runs} random requests an operation are answered as it documents, and errors leave the world as it was" (fun () ->
        task {
            use! fake = furnished ()
            let! party = party fake None
            let findings = Findings()

            for route in routes do
                for path, body in Gen.sampleWithSeed (Rnd(20260301UL)) 10 runs (randomRequest fake route) do
                    do! isAsDocumented findings party route path body

            findings.None()
        })

/// In every place of every body, a value of each kind.
let private everywhere =
    testCaseTask
        "values of every kind in every place of every body are answered as documented, and errors leave the world as it was"
        (fun () ->
            task {
                use! fake = furnished ()
                let! party = party fake None
                let findings = Findings()
                let mutable sent = 0

                for route in routes do
                    match route.Body with
                    | null -> ()
                    | body when body.Form -> ()
                    | body ->
                        let path = reaching fake route + "?" + requiredQuery route ""

                        for spot in BodyMutations.spots body.Schema do
                            for value in [ "null"; "true"; "-1"; "0.5"; "1e400"; "\"\\ud800\""; "\"x\""; "[]"; "{}" ] do
                                do! isAsDocumented findings party route path (Body.Json(put spot value))
                                sent <- sent + 1

                findings.None()

                Expect.isGreaterThan sent 10000 "values in places"
            })

[<Tests>]
let tests = testList "walks with random bodies" [ random; everywhere ]
