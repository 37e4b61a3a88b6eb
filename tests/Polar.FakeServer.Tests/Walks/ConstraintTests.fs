/// What a body or a query must satisfy is checked in every operation.
module Polar.FakeServer.Tests.Walks.ConstraintTests

open System
open System.Text.Json
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Walks.Walk

let private location (steps: obj list) =
    "["
    + String.Join(
        ",",
        steps
        |> List.map (fun step ->
            match step with
            | :? int as index -> string index
            | step -> JsonSerializer.Serialize(string step))
    )
    + "]"

/// A custom field's property that is an empty text counts as not sent: its least length is never missed.
let private countsAsAbsent (operation: string) (kind: string) (steps: obj list) =
    operation.StartsWith "custom-fields:"
    && kind = "string_too_short"
    && match steps with
       | [ _; _; place; _ ] -> string place = "properties"
       | _ -> false

/// A profile's platform is worked out from its address: what is sent for it is not looked at.
let private isWorkedOut (steps: obj list) =
    match steps with
    | [ _; socials; _; platform ] -> string socials = "socials" && string platform = "platform"
    | _ -> false

let private constraints =
    testCaseTask "every constraint of every body and query, broken alone, is told with its type and its place" (fun () ->
        task {
            use! fake = seeded ()
            let! party = party fake None
            let world = fake.World
            let mutable bodies = 0
            let mutable queries = 0

            let found (text: string) =
                [ match JsonNode.Parse text with
                  | :? JsonObject as answer when answer.ContainsKey "detail" ->
                      match answer["detail"] with
                      | :? JsonArray as items ->
                          for item in items do
                              match item with
                              | null -> ()
                              | item -> (Json.at "type" item).GetValue<string>(), (Json.at "loc" item).ToJsonString()
                      | _ -> ()
                  | _ -> () ]

            for route in routes do
                let path = reaching fake route
                let token = tokenFor party route
                let query = requiredQuery route ""

                match route.Body with
                | null -> ()
                | body when body.Form -> ()
                | body ->
                    let violations =
                        Samples.violations body.Schema
                        |> Seq.filter (fun violation ->
                            not (countsAsAbsent route.Id violation.Type violation.Location)
                            && not (isWorkedOut violation.Location))

                    for violation in violations do
                        let text =
                            match violation.Body with
                            | null -> "null"
                            | node -> node.ToJsonString()

                        let! status, answer, _ =
                            send party.Client route.Method (path + "?" + query) token (Some text)

                        let shown = $"{route.Id} {text}: {answer}"
                        Expect.equal status 422 shown
                        Expect.contains (found answer) (violation.Type, location violation.Location) shown
                        bodies <- bodies + 1

                for parameter in route.Query do
                    if not parameter.DeepObject then
                        if parameter.Required then
                            let! status, answer, _ =
                                send party.Client route.Method (path + "?" + requiredQuery route parameter.Name) token (bodyOf route)

                            Expect.equal status 422 $"{route.Id} without {parameter.Name}: {answer}"
                            Expect.contains (found answer) ("missing", location [ "query"; parameter.Name ]) $"{route.Id} {parameter.Name}"
                            queries <- queries + 1

                        if not parameter.Repeated then
                            for value, kind in Samples.brokenQuery parameter.Schema do
                                let full =
                                    $"{path}?{requiredQuery route parameter.Name}&{parameter.Name}={Uri.EscapeDataString value}"

                                let! status, answer, _ = send party.Client route.Method full token (bodyOf route)
                                let shown = $"{route.Id} {parameter.Name}={value}: {answer}"
                                Expect.equal status 422 shown
                                Expect.contains (found answer) (kind, location [ "query"; parameter.Name ]) shown
                                queries <- queries + 1

            Expect.isTrue (obj.ReferenceEquals(world, fake.World)) "nothing of it has happened"
            Expect.isGreaterThan bodies 500 "constraints of bodies"
            Expect.isGreaterThan queries 100 "constraints of queries"
        })

[<Tests>]
let tests = testList "walks over constraints" [ constraints ]
