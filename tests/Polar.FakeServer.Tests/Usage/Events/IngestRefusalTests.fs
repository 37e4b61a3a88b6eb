/// Events that are refused, each with what is wrong with it.
module Polar.FakeServer.Tests.Usage.Events.IngestRefusalTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private refusals =
    testList
        "ingested events are refused"
        [ let malformed name members (expected: (string * string * string) list) =
              testCaseTask name (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = Ingesting.send [ members ] fake
                      Refusal.malformed expected answer
                      let! items = Ingesting.list "" fake
                      Expect.isEmpty items "nothing is kept"
                  })

          malformed
              "from the future"
              (Ingesting.event "a" ""","timestamp":"2026-03-01T12:00:01Z" """)
              [ "value_error", "body.events.0.EventCreateCustomer.timestamp", "Value error, Timestamp must be in the past."
                "missing", "body.events.0.EventCreateCustomer.customer_id", "Field required"
                "value_error", "body.events.0.EventCreateExternalCustomer.timestamp", "Value error, Timestamp must be in the past." ]

          malformed
              "without a zone"
              """{"name":"a","external_customer_id":"x","timestamp":"2026-02-01T00:00:00"}"""
              [ "timezone_aware", "body.events.0.EventCreateCustomer.timestamp", "Input should have timezone info"
                "missing", "body.events.0.EventCreateCustomer.customer_id", "Field required"
                "timezone_aware", "body.events.0.EventCreateExternalCustomer.timestamp", "Input should have timezone info" ]

          malformed
              "without a customer"
              """{"name":"a"}"""
              [ "missing", "body.events.0.EventCreateCustomer.customer_id", "Field required"
                "missing", "body.events.0.EventCreateExternalCustomer.external_customer_id", "Field required" ]

          testCaseTask "with a name of more than 128 letters, or an empty one is fine" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! counts =
                      Ingesting.taken [ Ingesting.event "" ""; Ingesting.event (String('n', 128)) "" ] fake

                  Expect.equal counts (2L, 0L) "both are names"
                  let! answer = Ingesting.send [ Ingesting.event (String('n', 129)) "" ] fake

                  Expect.contains
                      [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                      ("string_too_long", "body.events.0.EventCreateExternalCustomer.name")
                      "too long"
              })

          let metadata name members (expected: string * string) =
              testCaseTask $"with metadata {name}" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! answer =
                          Ingesting.send [ Ingesting.event "a" $""","metadata":{members}""" ] fake

                      let kind, place = expected

                      Expect.contains
                          [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                          (kind, $"body.events.0.EventCreateExternalCustomer.metadata{place}")
                          answer.Text
                  })

          metadata "that is no object" "7" ("dict_type", "")
          metadata "that is null" "null" ("dict_type", "")
          metadata "with an empty text" """{"k":""}""" ("string_too_short", ".k.constrained-str")
          metadata "with a text that is too long" ($"""{{"k":"{String('v', 501)}"}}""") ("string_too_long", ".k.constrained-str")
          metadata "with a null" """{"k":null}""" ("bool_type", ".k.bool")
          metadata "with an object in it" """{"k":{"a":1}}""" ("bool_type", ".k.bool")
          metadata "with a character that no database keeps" "{\"k\":\"a\\u0000\"}" ("value_error", "")

          metadata
              "whose costs are in another currency"
              """{"_cost":{"amount":1,"currency":"eur"}}"""
              ("string_pattern_mismatch", "._cost.currency")

          metadata "whose costs have no currency" """{"_cost":{"amount":1}}""" ("missing", "._cost.currency")

          metadata "whose costs are too large" """{"_cost":{"amount":123456,"currency":"usd"}}""" ("decimal_whole_digits", "._cost.amount")

          metadata
              "whose costs are too fine"
              """{"_cost":{"amount":"0.0000000000001","currency":"usd"}}"""
              ("decimal_max_places", "._cost.amount")

          metadata
              "of a language model without its tokens"
              """{"_llm":{"vendor":"v","model":"m","input_tokens":1,"output_tokens":1}}"""
              ("missing", "._llm.total_tokens")

          testCaseTask "as a whole, with what is wrong with each of them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! gone = Given.customer "gone@acme.dev" fake
                  let! _ = Http.delete $"""/v1/customers/{Json.text "id" gone}""" fake

                  let! answer =
                      Ingesting.send
                          [ Ingesting.ofCustomer customer "fine" ""
                            $"""{{"name":"a","customer_id":"{unknown}"}}"""
                            Ingesting.ofCustomer gone "a" ""
                            Ingesting.ofCustomer customer "a" $""","member_id":"{unknown}" """
                            Ingesting.event "a" $""","organization_id":"{fake.Organization.Id}" """
                            Ingesting.event "a" ""","external_member_id":"nobody checks" """ ]
                          fake

                  Refusal.invalid
                      [ "customer_id", "body.events.1.customer_id", "Customer not found."
                        "customer_id", "body.events.2.customer_id", "Customer not found."
                        "member_id", "body.events.3.member_id", "Member not found."
                        "organization_token",
                        "body.events.4.organization_id",
                        "Setting organization_id is disallowed when using an organization token." ]
                      answer

                  let! items = Ingesting.list "source=user" fake
                  Expect.isEmpty items "nothing is kept"
                  let! types = Http.get "/v1/event-types/?source=user" fake
                  Expect.isEmpty (Json.items "items" types.Json) "not even a type"
              })

          testCaseTask "of a user who does not say for which of its organizations they are" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

                  let send (events: string list) =
                      let list = String.concat "," events
                      Http.raw fake (Http.request "POST" "/v1/events/ingest" (Some token) (Some $"""{{"events":[{list}]}}"""))

                  let! answer =
                      send
                          [ Ingesting.event "a" ""
                            Ingesting.event "a" $""","organization_id":"{unknown}" """ ]

                  Refusal.invalid
                      [ "missing", "body.events.0.organization_id", "organization_id is required."
                        "organization_id", "body.events.1.organization_id", "Organization not found." ]
                      answer

                  let! fine =
                      send [ Ingesting.event "a" $""","organization_id":"{fake.Organization.Id}" """ ]

                  Expect.equal (Json.whole "inserted" fine.Json) 1L fine.Text
              })

          testCaseTask "of another organization's customers and members" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! other = fake.CreateOrganizationAsync "other"
                  let! customer = Given.customer "ada@acme.dev" fake
                  let ours = Ingesting.ofCustomer customer "a" ""

                  let! answer =
                      Http.raw fake (Http.request "POST" "/v1/events/ingest" (Some other.AccessToken) (Some $"""{{"events":[{ours}]}}"""))

                  Refusal.invalid [ "customer_id", "body.events.0.customer_id", "Customer not found." ] answer
                  let! _ = Ingesting.taken [ Ingesting.event "mine" ""","external_id":"1" """ ] fake

                  let theirs = Ingesting.event "theirs" ""","external_id":"1" """

                  let! same =
                      Http.raw
                          fake
                          (Http.request "POST" "/v1/events/ingest" (Some other.AccessToken) (Some $"""{{"events":[{theirs}]}}"""))

                  Expect.equal (Json.whole "inserted" same.Json) 1L "an id is one organization's own"
                  let! names = Ingesting.names "source=user" fake
                  Expect.equal names [ "mine" ] "nobody sees another's"
              }) ]

[<Tests>]
let tests = testList "ingest" [ refusals ]
