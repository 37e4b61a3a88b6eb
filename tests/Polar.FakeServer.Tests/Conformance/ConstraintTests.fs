/// What a path, a query or a body must satisfy is checked in every operation.
module Polar.FakeServer.Tests.Conformance.ConstraintTests

open System
open System.Text.Json
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.Http
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Walk

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

/// A custom field's property that is null or an empty text counts as not sent, so that nothing is wrong with it.
let private countsAsAbsent (route: Route) (violation: Violations.Violation) =
    let isEmpty =
        match violation.Value with
        | null -> violation.Type <> "missing"
        | value -> value.ToJsonString() = "\"\""

    route.Id.StartsWith "custom-fields:"
    && isEmpty
    && match violation.Location with
       | [ _; _; place; _ ] -> string place = "properties"
       | _ -> false

/// A profile's platform is worked out from its address: what is sent for it is not looked at.
let private isWorkedOut (violation: Violations.Violation) =
    match violation.Location with
    | [ _; socials; _; platform ] -> string socials = "socials" && string platform = "platform"
    | _ -> false

let private found (text: string) =
    [ match JsonNode.Parse text with
      | :? JsonObject as answer when answer.ContainsKey "detail" ->
          match answer["detail"] with
          | :? JsonArray as items ->
              for item in items do
                  match item with
                  | null -> ()
                  | item -> Json.text "type" item, (Json.at "loc" item).ToJsonString()
          | _ -> ()
      | _ -> () ]

/// Sends, and expects to be told of exactly this kind of fault in this place, perhaps among others.
let private isTold
    (findings: Findings)
    (party: Party)
    (route: Route)
    (path: string)
    (body: Body)
    (kind: string)
    (place: obj list)
    : Task<unit> =
    task {
        let! status, answer, response =
            send party.Client route.Method path (tokenFor party route) body

        let asked = $"{kind} at {location place} of {path} {body}"

        if status = 422 then
            findings.Check route (List.contains (kind, location place) (found answer)) $"{asked}: {answer}"
            findings.AddUndocumented route status answer response asked
        else
            findings.Add route $"{asked}: {status} {answer}"
    }

/// Walks with a fake of which nothing changes; the number of what was sent.
let private walk (step: Findings -> Party -> Route -> Task<int>) : Task<int> =
    task {
        use! fake = PopulatedOrganizations.seeded ()
        do! PopulatedOrganizations.furnish fake fake.AccessToken
        let! party = party fake None
        let findings = Findings()
        let mutable sent = 0

        for route in routes do
            let world = fake.World
            let! more = step findings party route
            sent <- sent + more
            findings.Check route (obj.ReferenceEquals(world, fake.World)) "the world is not what it was"

        findings.None()
        return sent
    }

let private bodies =
    testCaseTask "every constraint of every body, broken alone, is told with its type and its place" (fun () ->
        task {
            let! sent =
                walk (fun findings party route ->
                    task {
                        match route.Body with
                        | null -> return 0
                        | body when body.Form -> return 0
                        | body ->
                            let path = reaching party.Fake route + "?" + requiredQuery route ""

                            let violations =
                                Violations.violations body.Schema
                                |> List.filter (fun violation ->
                                    not (countsAsAbsent route violation)
                                    && not (isWorkedOut violation)
                                    && (body.Required || not (isNull violation.Body)))

                            for violation in violations do
                                do! isTold findings party route path (Body.Json(jsonOf violation.Body)) violation.Type violation.Location

                            return violations.Length
                    })

            Expect.isGreaterThan sent 5000 "constraints of bodies"
        })

/// The instants of which Polar wants to know the zone.
let private wantsZone (route: Route) (name: string) =
    List.contains name [ "start_timestamp"; "end_timestamp" ]
    || route.Id.EndsWith ":export"

/// Every way to break a value of the query: the text, what is said of it, and where below the parameter's name.
let private brokenQuery (route: Route) (parameter: RouteParameter) : (string * string * obj list) list =
    let rec item (schema: Schema) : Schema * obj list =
        match schema with
        | :? NullableSchema as nullable -> item nullable.Inner
        | :? ListSchema as list -> list.Items, [ 0 :> obj ]
        | :? UnionSchema as union ->
            let one = union.Cases[0]

            let label =
                match one with
                | :? ReferenceSchema as reference -> $"str-enum[{reference.Name}]"
                | :? TextSchema as text when not (isNull text.Format) -> "uuid"
                | _ -> "str"

            one,
            [ $"json-or-python[json=list[{label}],python=chain[is-instance[Sequence],function-wrap[sequence_validator()]]]"
              0 :> obj ]
        | schema -> schema, []

    let schema, place = item parameter.Schema

    let schema =
        match schema with
        | :? ReferenceSchema as reference -> Operations.schemas.Get reference.Name
        | schema -> schema

    [ for broken in BrokenValues.broken schema do
          match broken.Value with
          | :? JsonValue as value when value.GetValueKind() = JsonValueKind.String -> value.GetValue<string>(), broken.Type, place
          | :? JsonValue as value when (schema :? IntegerSchema) && broken.Type.Contains "than" -> value.ToJsonString(), broken.Type, place
          | _ -> ()

      match schema with
      | :? IntegerSchema ->
          for text in [ ""; "1.5"; "1,2" ] do
              text, "int_parsing", place
      | :? BooleanSchema ->
          for text in [ ""; "null"; "2" ] do
              text, "bool_parsing", place
      | :? TextSchema as text when text.Format = "date-time" ->
          // A plus sign that is not escaped is a blank.
          "2026-03-01T12:00:00 01:00", "datetime_from_date_parsing", place

          if wantsZone route parameter.Name then
              "2026-03-01T12:00:00", "timezone_aware", place
              "2026-03-01", "timezone_aware", place
      | _ -> () ]

let private queries =
    testCaseTask "every constraint of every query, broken alone, is told with its type and its place" (fun () ->
        task {
            let! sent =
                walk (fun findings party route ->
                    task {
                        let path = reaching party.Fake route
                        let mutable sent = 0

                        for parameter in route.Query do
                            if not parameter.DeepObject then
                                let others = requiredQuery route parameter.Name

                                if parameter.Required then
                                    do!
                                        isTold
                                            findings
                                            party
                                            route
                                            $"{path}?{others}"
                                            (bodyOf route)
                                            "missing"
                                            [ "query"; parameter.Name ]

                                    sent <- sent + 1

                                for value, kind, below in brokenQuery route parameter do
                                    let query = $"{others}&{parameter.Name}={Uri.EscapeDataString value}"

                                    do!
                                        isTold
                                            findings
                                            party
                                            route
                                            $"{path}?{query}"
                                            (bodyOf route)
                                            kind
                                            ([ "query"; parameter.Name ] @ below)

                                    sent <- sent + 1

                        return sent
                    })

            Expect.isGreaterThan sent 700 "constraints of queries"
        })

let private paths =
    testCaseTask "ids of a wrong form in every path are told with their type and their place" (fun () ->
        task {
            let! sent =
                walk (fun findings party route ->
                    task {
                        let mutable sent = 0

                        for parameter in route.Path do
                            for broken in BrokenValues.broken parameter.Schema do
                                match broken.Value with
                                | :? JsonValue as value when isUuid parameter && value.GetValueKind() = JsonValueKind.String ->
                                    let path =
                                        pathOf
                                            (fun name ->
                                                if name = parameter.Name then
                                                    value.GetValue<string>()
                                                else
                                                    unknown route name)
                                            route

                                    do!
                                        isTold
                                            findings
                                            party
                                            route
                                            (path + "?" + requiredQuery route "")
                                            (bodyOf route)
                                            broken.Type
                                            [ "path"; parameter.Name ]

                                    sent <- sent + 1
                                | _ -> ()

                        return sent
                    })

            Expect.isGreaterThan sent 150 "ids of paths"
        })

[<Tests>]
let tests = testList "walks over constraints" [ bodies; queries; paths ]
