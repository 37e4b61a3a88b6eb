/// What merchants tell of: taken as a whole or not at all, each event once, of customers who may still be to come.
module Polar.FakeServer.Tests.Usage.IngestTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private taking =
    testList
        "ingested events"
        [ testCaseTask "are shown as they were sent" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake

                  let! counts =
                      Ingesting.taken
                          [ Ingesting.ofCustomer
                                customer
                                "api.call"
                                ""","timestamp":"2026-02-28T23:30:00.25+02:00","external_id":"e-1","metadata":{"model":"large","tokens":12,"price":0.10,"cached":true}""" ]
                          fake

                  Expect.equal counts (1L, 0L) "counts"
                  let! event = Ingesting.only "api.call" fake
                  Expect.equal (Json.text "timestamp" event) "2026-02-28T21:30:00.250000Z" "in UTC"
                  Expect.equal (Json.text "customer_id" event) (Json.text "id" customer) "the customer's id"
                  Expect.equal (Json.text "customer.email" event) "ada@acme.dev" "the customer"
                  Expect.isNull (Json.find "external_customer_id" event) "known by Polar's id only"
                  Expect.equal (Json.text "source" event, Json.text "label" event) ("user", "api.call") "source and label"
                  Expect.equal (Json.whole "child_count" event) 0L "nothing below it"
                  Expect.isFalse (Json.has "external_id" event) "the merchant's own id is not told"

                  Expect.equal
                      ((Json.at "metadata" event).ToJsonString())
                      """{"model":"large","tokens":12,"price":0.1,"cached":true}"""
                      "metadata"

                  let! read = Http.get $"""/v1/events/{Json.text "id" event}""" fake
                  Expect.equal (read.Json.ToJsonString()) (event.ToJsonString()) "the same when it is read alone"
              })

          testCaseTask "may be of a customer who comes later" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Ingesting.taken [ Ingesting.event "call" ""","timestamp":"2026-01-02T00:00:00Z" """ ] fake

                  let! before = Ingesting.only "call" fake
                  Expect.isNull (Json.find "customer" before) "nobody yet"
                  Expect.equal (Json.text "external_customer_id" before) "ada" "the merchant's id"

                  let! customer =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","external_id":"ada"}""" fake

                  let! after = Ingesting.only "call" fake
                  Expect.isNull (Json.find "customer_id" after) "Polar's id is not filled in"
                  Expect.equal (Json.text "customer.id" after) (Json.text "id" customer) "the customer is"
                  let! read = Http.get $"""/v1/customers/{Json.text "id" customer}""" fake
                  Expect.equal (Json.text "first_user_event_at" read.Json) "2026-01-02T00:00:00Z" "the first event of it"
              })

          testCaseTask "are known again by the merchant's own id, within a batch too" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! first =
                      Ingesting.taken [ Ingesting.event "a" ""","external_id":"1" """; Ingesting.event "a" "" ] fake

                  Expect.equal first (2L, 0L) "without an id nothing is known again"

                  let! second =
                      Ingesting.taken
                          [ Ingesting.event "b" ""","external_id":"1" """
                            Ingesting.event "b" ""","external_id":"2" """
                            Ingesting.event "c" ""","external_id":"2" """ ]
                          fake

                  Expect.equal second (1L, 2L) "one of them is new"
                  let! names = Ingesting.names "source=user&sorting=timestamp" fake
                  Expect.equal names [ "a"; "a"; "b" ] "the first of an id counts"
                  let! types = Http.get "/v1/event-types/?sorting=name" fake

                  Expect.equal
                      [ for item in Json.items "items" types.Json -> Json.text "name" item ]
                      [ "a"; "b" ]
                      "a type is listed once it has events"

                  let! none = Ingesting.taken [] fake
                  Expect.equal none (0L, 0L) "an empty batch"
              })

          testCaseTask "keep costs and use of language models apart" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Ingesting.taken
                          [ Ingesting.event
                                "llm"
                                ""","metadata":{"_cost":{"amount":"0.25","currency":"usd"},"_llm":{"vendor":"acme","model":"m-1","input_tokens":10,"output_tokens":20,"total_tokens":30},"key":"value"}"""
                            Ingesting.event "whole" ""","metadata":{"_cost":{"amount":100,"currency":"usd"}}""" ]
                          fake

                  let! event = Ingesting.only "llm" fake
                  Expect.equal (Json.text "metadata._cost.amount" event) "0.25" "as text"
                  Expect.equal (Json.text "metadata._llm.model" event) "m-1" "the model"
                  Expect.equal (Json.whole "metadata._llm.total_tokens" event) 30L "tokens"
                  let! whole = Ingesting.only "whole" fake
                  Expect.equal (Json.text "metadata._cost.amount" whole) "100.0" "a float's text"
              })

          testCaseTask "lower the customer's first event, and never raise it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake

                  let first () =
                      task {
                          let! read = Http.get $"""/v1/customers/{Json.text "id" customer}""" fake
                          Expect.isNull (Json.find "modified_at" read.Json) "is no change of the customer"
                          return string (Json.find "first_user_event_at" read.Json)
                      }

                  let send (timestamp: string) =
                      Ingesting.taken [ Ingesting.ofCustomer customer "a" $""","timestamp":"{timestamp}" """ ] fake

                  let! none = first ()
                  Expect.equal none "" "Polar's own events do not count"
                  let! _ = send "2026-02-01T00:00:00Z"
                  let! _ = send "2026-01-01T00:00:00Z"
                  let! _ = send "2026-02-15T00:00:00Z"
                  let! lowest = first ()
                  Expect.equal lowest "2026-01-01T00:00:00Z" "the earliest"
              })

          testCaseTask "send no webhook" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake

                  let! _, told =
                      Events.during fake (fun () -> Ingesting.taken [ Ingesting.ofCustomer customer "a" "" ] fake)

                  Expect.isEmpty told "nobody is told"
              }) ]

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
let tests = testList "ingest" [ taking; refusals ]
