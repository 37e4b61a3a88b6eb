namespace Polar.FakeServer.Tests

open System
open System.Text.Json.Nodes
open Expecto

/// What a refused request says is wrong.
type Fault =
    { Type: string
      Place: string
      Message: string }

[<RequireQualifiedAccess>]
module Refusal =

    let private place (node: JsonNode) : string =
        String.Join('.', [ for step in node.AsArray() -> string step ])

    /// The entries of a 422, with their places as `body.prices.0`.
    let faults (answer: Answer) : Fault list =
        if answer.Status <> 422 then
            failwith $"Expected 422, got {answer.Status}: {answer.Text}"

        [ for entry in Json.items "detail" answer.Json ->
              { Type = Json.text "type" entry
                Place = place (Json.at "loc" entry)
                Message = Json.text "msg" entry } ]

    let private expect (error: string) (expected: (string * string * string) list) (answer: Answer) : unit =
        Expect.equal [ for fault in faults answer -> fault.Type, fault.Place, fault.Message ] expected $"the faults of {answer.Text}"

        Expect.equal (Json.text "error" answer.Json) error "the kind of refusal"

    /// The resource refuses under a name of its own, with exactly these entries: type, place, message.
    let invalidAs (error: string) (expected: (string * string * string) list) (answer: Answer) : unit =
        expect error expected answer

        for entry in Json.items "detail" answer.Json do
            Expect.equal [ for KeyValue(name, _) in entry.AsObject() -> name ] [ "type"; "loc"; "msg"; "input" ] "members"

    /// The resource refuses, with exactly these entries: type, place, message.
    let invalid (expected: (string * string * string) list) (answer: Answer) : unit =
        invalidAs "PolarRequestValidationError" expected answer

    /// The schema refuses, with exactly these entries.
    let malformed (expected: (string * string * string) list) (answer: Answer) : unit =
        expect "RequestValidationError" expected answer

    /// The operation refuses with an error of its own.
    let domain (status: int) (error: string) (detail: string) (answer: Answer) : unit =
        Expect.equal answer.Status status answer.Text
        Expect.equal (Json.text "error" answer.Json, Json.text "detail" answer.Json) (error, detail) answer.Text
