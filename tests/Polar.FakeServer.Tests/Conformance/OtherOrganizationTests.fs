/// What another organization has is out of reach: in paths, in queries and in lists.
module Polar.FakeServer.Tests.Conformance.OtherOrganizationTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.Http
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Walk
open Polar.FakeServer.Tests.Conformance.Neighbours

let private inPaths =
    testCaseTask "another organization's id in any path is nobody's" (fun () ->
        task {
            let! sent =
                walk (fun neighbours findings route kind token ->
                    task {
                        let mutable sent = 0

                        for parameter in route.Path do
                            let right =
                                ResourceKinds.kindOf (ResourceKinds.collectionOf route parameter.Name) parameter.Name

                            for id in foreign neighbours right do
                                let path =
                                    pathOf
                                        (fun name ->
                                            if name = parameter.Name then
                                                id
                                            else
                                                own neighbours route name)
                                        route
                                    + "?"
                                    + requiredQuery route ""

                                let! status, answer, response =
                                    send neighbours.Stranger.Client route.Method path (Some token) (bodyWith (own neighbours route) route)

                                let shown = $"{kind} {route.Id} {path}: {status} {answer}"
                                findings.Check route (List.contains status [ 403; 404 ]) shown
                                findings.AddUndocumented route status answer response shown
                                findings.Check route (shows neighbours answer id).IsNone shown
                                sent <- sent + 1

                        return sent
                    })

            Expect.isGreaterThan sent 2000 "ids in paths"
        })

let private isId (schema: Schema) =
    let rec ids (schema: Schema) =
        match schema with
        | :? NullableSchema as nullable -> ids nullable.Inner
        | :? UnionSchema as union -> ids union.Cases[0]
        | :? ListSchema as list -> ids list.Items
        | :? TextSchema as text -> text.Format = "uuid4" || text.Format = "uuid"
        | _ -> false

    ids schema

/// What is asked for by leaving something out shows the rest.
let private leavesOut = [ "exclude_id" ]

/// Whether an answer finds nothing: no item of a list, no order in metrics.
let private isNothing (answer: JsonNode) : bool =
    if Json.has "totals" answer then
        Json.whole "totals.orders" answer = 0L
    else
        (Json.items "items" answer).IsEmpty

let private inQueries =
    testCaseTask "another organization's id in any query finds nothing" (fun () ->
        task {
            let! sent =
                walk (fun neighbours findings route kind token ->
                    task {
                        let mutable sent = 0
                        let path = pathOf (own neighbours route) route

                        for parameter in route.Query do
                            let right =
                                ResourceKinds.kindOf (ResourceKinds.collectionOf route "") parameter.Name

                            if isId parameter.Schema || right.IsSome then
                                for id in foreign neighbours right do
                                    let query =
                                        $"{requiredQuery route parameter.Name}&{parameter.Name}={Uri.EscapeDataString id}"

                                    let! status, answer, response =
                                        send
                                            neighbours.Stranger.Client
                                            route.Method
                                            $"{path}?{query}"
                                            (Some token)
                                            (bodyWith (own neighbours route) route)

                                    let shown = $"{kind} {route.Id} {query}: {status} {answer}"
                                    // A meter that is not there is a fault of the list of events.
                                    let isRefused = status = 422 && answer.Contains "\"Meter not found.\""
                                    findings.Check route (isRefused || List.contains status [ 200; 403; 404 ]) shown
                                    findings.AddUndocumented route status answer response shown
                                    findings.Check route (shows neighbours answer id).IsNone shown

                                    if
                                        status = 200
                                        && answer.StartsWith '{'
                                        && right <> Some "external customer"
                                        && not (List.contains parameter.Name leavesOut)
                                    then
                                        findings.Check route (isNothing (Json.parse answer)) shown

                                    sent <- sent + 1

                        return sent
                    })

            Expect.isGreaterThan sent 2000 "ids in queries"
        })

let private lists =
    testCaseTask "whatever an operation shows without being asked for an id is the caller's own" (fun () ->
        task {
            let! sent =
                walk (fun neighbours findings route kind token ->
                    task {
                        if route.Method <> "GET" then
                            return 0
                        else
                            let path = pathOf (own neighbours route) route + "?" + requiredQuery route ""

                            let! status, answer, _ =
                                send neighbours.Stranger.Client "GET" path (Some token) Body.Nothing

                            findings.Check route (shows neighbours answer "").IsNone $"{kind}: {status} {answer}"
                            return 1
                    })

            Expect.isGreaterThan sent 100 "operations that show something"
        })

[<Tests>]
let tests = testList "walks of strangers" [ inPaths; inQueries; lists ]
