/// What merchants tell of: taken as a whole or not at all, each event once, of customers who may still be to come.
module Polar.FakeServer.Tests.Usage.Events.IngestTests

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

[<Tests>]
let tests = testList "ingest" [ taking ]
