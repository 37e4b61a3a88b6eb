/// What customers have used: rows of customer meters, their numbers, and who is told of them.
module Polar.FakeServer.Tests.Usage.CustomerMeters.CustomerMeterTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.CustomerMeters.MeterCredits
open Polar.FakeServer.Tests.Usage.Meters

/// An aggregation, what is used, and what it comes to.
let private aggregations =
    [ "count", [ "10"; "20"; "\"x\"" ], 3M
      "sum", [ "10"; "20"; "\"x\""; "true" ], 30M
      "sum", List.replicate 10 "0.1" @ [ "0.000000000001" ], 1.000000000001M
      "sum", [ "20"; "-5" ], 15M
      "max", [ "10"; "30"; "20" ], 30M
      "max", [ "-10"; "-30" ], -10M
      "min", [ "10"; "30"; "5" ], 5M
      "avg", [ "10"; "20"; "30"; "30" ], 22.5M
      "unique", [ "10"; "10.0"; "\"10\""; "true" ], 3M ]

[<Tests>]
let counting =
    testList
        "customer meters"
        [ for func, values, expected in aggregations do
              testCaseTask $"{func} of {values}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! customer = Measuring.customer "ada@polar.sh" "" fake

                      let aggregation =
                          if func = "count" then
                              Measuring.count
                          else
                              Measuring.ofN func

                      let! meter = Measuring.calls aggregation fake

                      do! Measuring.ingest [ for value in values -> Measuring.call (Measuring.byId customer) (Measuring.n value) ] fake

                      let! numbers = units customer meter fake
                      Expect.equal numbers (expected, 0L, -expected) "numbers"
                  })

          testCaseTask "a customer without events has no row; with any event it has one of every meter" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Measuring.customer "ada@polar.sh" "" fake
                  let! calls = Measuring.calls Measuring.count fake
                  let! other = Measuring.calls (Measuring.ofN "sum") fake
                  do! Measuring.ingest [ $"""{{"name":"something",{Measuring.byId customer}}}""" ] fake

                  for meter in [ calls; other ] do
                      let! row = Measuring.row customer meter fake
                      Expect.equal (Measuring.numbers row) (0M, 0L, 0M) "nothing so far"
                      Expect.isTrue (Json.isNull "modified_at" row) "never changed"

                  let! row = Measuring.row customer calls fake

                  Expect.equal
                      [ for KeyValue(name, _) in row.AsObject() -> name ]
                      [ "id"
                        "created_at"
                        "modified_at"
                        "customer_id"
                        "meter_id"
                        "consumed_units"
                        "credited_units"
                        "balance"
                        "customer"
                        "meter" ]
                      "members"

                  let! read = Http.get $"""/v1/customer-meters/{Json.text "id" row}""" fake
                  Expect.equal (read.Status, read.Text) (200, row.ToJsonString()) "read"
                  let! missing = Http.get $"/v1/customer-meters/{unknown}" fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" missing
              })

          testCaseTask "a new customer has a row of each meter that there is" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls Measuring.count fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake
                  let! row = Measuring.row customer meter fake
                  Expect.equal (Measuring.numbers row) (0M, 0L, 0M) "nothing so far"
              })

          testCaseTask "events by both ids count for the same customer" (fun () ->
              task {
                  for func, expected in [ "sum", 15M; "max", 7M; "avg", 5M; "unique", 3M ] do
                      use! fake = Fake.start ()
                      let! customer = Measuring.customer "ada@polar.sh" ""","external_id":"ada" """ fake
                      let! meter = Measuring.calls (Measuring.ofN func) fake

                      do!
                          Measuring.ingest
                              [ Measuring.call (Measuring.byId customer) (Measuring.n "3")
                                Measuring.call (Measuring.byExternalId "ada") (Measuring.n "7") ]
                              fake

                      do! Measuring.ingest [ Measuring.call (Measuring.byExternalId "ada") (Measuring.n "5") ] fake
                      let! consumed, _, _ = units customer meter fake
                      Expect.equal consumed expected func
              })

          testCaseTask "whoever becomes a customer soon after its events has used what it has used" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls (Measuring.ofN "sum") fake
                  do! Measuring.ingest [ Measuring.call (Measuring.byExternalId "ada") (Measuring.n "7") ] fake
                  let! customer = Measuring.customer "ada@polar.sh" ""","external_id":"ada" """ fake
                  let! consumed, _, _ = units customer meter fake
                  Expect.equal consumed 7M "at once"
              })

          testCaseTask
              "whoever becomes a customer long after its events has used nothing, until something happens that the meter measures"
              (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! meter = Measuring.calls (Measuring.ofN "sum") fake
                      do! Measuring.ingest [ Measuring.call (Measuring.byExternalId "ada") (Measuring.n "7") ] fake
                      do! Measuring.pass (TimeSpan.FromHours 4.) fake
                      let! customer = Measuring.customer "ada@polar.sh" ""","external_id":"ada" """ fake
                      let! before = units customer meter fake
                      Expect.equal before (0M, 0L, 0M) "dormant"
                      do! Measuring.ingest [ $"""{{"name":"other",{Measuring.byId customer}}}""" ] fake
                      let! still = units customer meter fake
                      Expect.equal still (0M, 0L, 0M) "something else"
                      do! Measuring.ingest [ Measuring.call (Measuring.byId customer) (Measuring.n "5") ] fake
                      let! consumed, _, _ = units customer meter fake
                      Expect.equal consumed 12M "all of it"
                  })

          testCaseTask "late events count, whenever they say that they happened" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls (Measuring.ofN "sum") fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake

                  do!
                      Measuring.ingest
                          [ Measuring.call (Measuring.at "2020-01-01T00:00:00Z" (Measuring.byId customer)) (Measuring.n "7") ]
                          fake

                  let! consumed, _, _ = units customer meter fake
                  Expect.equal consumed 7M "consumed"
              })

          testCaseTask "whoever has used something is told of, and nobody who has not" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls (Measuring.ofN "sum") fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake

                  let! _, events =
                      Events.during fake (fun () -> Measuring.callsOf customer [ 3M; 4M ] fake)

                  Expect.equal events [ "customer.state_changed" ] "once for both"

                  let! _, events =
                      Events.during fake (fun () -> Measuring.ingest [ $"""{{"name":"other",{Measuring.byId customer}}}""" ] fake)

                  Expect.isEmpty events "nothing that is measured"
                  let! state = Http.get $"/v1/customers/{customer}/state" fake

                  match Json.items "active_meters" state.Json with
                  | [ shown ] ->
                      Expect.equal
                          [ for KeyValue(name, _) in shown.AsObject() -> name ]
                          [ "id"
                            "created_at"
                            "modified_at"
                            "meter_id"
                            "consumed_units"
                            "credited_units"
                            "balance" ]
                          "members"

                      Expect.equal (Json.text "meter_id" shown, Measuring.numbers shown) (meter, (7M, 0L, -7M)) "the state"
                  | other -> failtest $"{other.Length} meters"
              })

          testCaseTask "a meter that is put aside counts nothing; taken up again it catches up" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls (Measuring.ofN "sum") fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake
                  do! Measuring.callsOf customer [ 3M ] fake
                  let! _ = Http.patch $"/v1/meters/{meter}" """{"is_archived":true}""" fake
                  do! Measuring.callsOf customer [ 4M ] fake
                  let! consumed, _, _ = units customer meter fake
                  Expect.equal consumed 3M "put aside"
                  let! all = Http.get "/v1/customer-meters/" fake
                  Expect.isEmpty (Json.items "items" all.Json) "hidden unless it is asked for"
                  let! state = Http.get $"/v1/customers/{customer}/state" fake
                  Expect.hasLength (Json.items "active_meters" state.Json) 1 "but in the state"
                  let! _ = Http.patch $"/v1/meters/{meter}" """{"is_archived":false}""" fake
                  let! consumed, _, _ = units customer meter fake
                  Expect.equal consumed 7M "taken up"
              })

          testCaseTask "a meter that measures already cannot be told otherwise" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls Measuring.count fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake
                  do! Measuring.callsOf customer [ 1M ] fake

                  let change =
                      """{"filter":{"conjunction":"and","clauses":[]},"aggregation":{"func":"count"}}"""

                  let! early =
                      Http.patch $"/v1/meters/{meter}" """{"aggregation":{"func":"count"}}""" fake

                  Expect.equal early.Status 200 "before the first run"
                  do! Measuring.pass (TimeSpan.FromMinutes 15.) fake
                  let! refused = Http.patch $"/v1/meters/{meter}" change fake

                  let message =
                      "This field can't be updated because the meter is already aggregating events."

                  Refusal.invalid
                      [ "forbidden", "body.filter", message
                        "forbidden", "body.aggregation", message ]
                      refused

                  let! sentAsNull = Http.patch $"/v1/meters/{meter}" """{"filter":null}""" fake
                  Refusal.invalid [ "forbidden", "body.filter", message ] sentAsNull
                  let! named = Http.patch $"/v1/meters/{meter}" """{"name":"Other"}""" fake
                  Expect.equal named.Status 200 named.Text

                  let! late = Measuring.calls Measuring.count fake

                  let! refused =
                      Http.patch $"/v1/meters/{late}" """{"aggregation":{"func":"count"}}""" fake

                  Refusal.invalid [ "forbidden", "body.aggregation", message ] refused
              }) ]
