/// The short way of reading events, against the checks of every other body.
module Polar.FakeServer.Tests.Usage.Events.EventBatchReaderTests

open System
open System.Linq
open System.Text
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
let tests = testList "the store of events" [ shortWay ]
