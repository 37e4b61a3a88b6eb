/// What a request that is not what its schema says is told: type, place, words, input and context, in Polar's order.
module Polar.FakeServer.Tests.Validation.Faults

open System
open System.Text.Json
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer.Tests

let id = unknown

/// A fault as the answer lists it; the context is JSON text, empty where there is none.
let fault (kind: string) (location: string) (message: string) (input: string) (context: string) =
    let context = if context = "" then "" else $""","ctx":{context}"""
    let quoted = JsonSerializer.Serialize message
    $"""{{"type":"{kind}","loc":{location},"msg":{quoted},"input":{input}{context}}}"""

let private normal (json: string) =
    match JsonNode.Parse json with
    | null -> "null"
    | node -> node.ToJsonString()

let private refused (faults: string list) =
    normal (
        "{\"error\":\"RequestValidationError\",\"detail\":["
        + String.Join(",", faults)
        + "]}"
    )

let check (name: string) (method: string) (path: string) (body: string) (faults: string list) =
    testCaseTask name (fun () ->
        task {
            use! fake = Fake.start ()

            let! answer =
                Http.send method (path.Replace("OWN", string fake.Organization.Id)) (Some body) fake

            Expect.equal (normal answer.Text) (refused faults) "the faults, in order"
            Expect.equal answer.Status 422 "status"
        })

/// What one member of a body is told: its place is known, its input is what was sent.
let field (method: string) (path: string) (before: string) (location: string) (name: string) rows =
    rows
    |> List.map (fun (input: string, kind, message, context) ->
        let shown = if input.Length > 40 then input[..40] + "…" else input

        check
            $"{name} {shown}: {message}"
            method
            path
            ("{" + before + $"\"{name}\":" + input + "}")
            [ fault kind location message input context ])

let licenseKey rows =
    field "PATCH" $"/v1/license-keys/{id}" "" "[\"body\",\"usage\"]" "usage" rows

/// What a query is told.
let checkQuery (name: string) (path: string) (faults: string list) =
    testCaseTask name (fun () ->
        task {
            use! fake = Fake.start ()
            let! answer = Http.get path fake
            Expect.equal (normal answer.Text) (refused faults) "the faults, in order"
            Expect.equal answer.Status 422 "status"
        })
