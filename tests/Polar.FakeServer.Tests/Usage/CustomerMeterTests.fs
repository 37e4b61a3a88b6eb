/// What customers have used and were given: rows of customer meters, their numbers, and who is told of them.
module Polar.FakeServer.Tests.CustomerMeterTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage

let private credit (meter: string) (units: int) (rollover: bool) (fake: FakePolar) : Task<string> =
    task {
        let! benefit =
            Given.create
                "/v1/benefits/"
                $"""{{"type":"meter_credit","description":"Credit","properties":{{"meter_id":"{meter}","units":{units},"rollover":{string rollover |> fun text -> text.ToLowerInvariant()}}}}}"""
                fake

        return Json.text "id" benefit
    }

let private attach (product: string) (benefits: string list) (fake: FakePolar) =
    task {
        let list = String.Join(',', [ for benefit in benefits -> $"\"{benefit}\"" ])

        let! answer =
            Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":[{list}]}}""" fake

        Expect.equal answer.Status 200 answer.Text
    }

/// Somebody who buys a product; the customer's id.
let private buy (product: string) (customer: string) (fake: FakePolar) =
    task {
        let! checkout =
            Given.create "/v1/checkouts/" $"""{{"products":["{product}"],"customer_id":"{customer}"}}""" fake

        let! _ = Given.confirmed checkout fake
        return ()
    }

let private units (customer: string) (meter: string) (fake: FakePolar) =
    task {
        let! row = Measuring.row customer meter fake
        return Measuring.numbers row
    }

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

[<Tests>]
let credits =
    testList
        "credit of meters"
        [ testCaseTask "a purchase gives credit: the event, the numbers, the grant, the webhook, in this order" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls (Measuring.ofN "sum") fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake
                  let! product = Buying.once (Buying.fixedPrice 500) fake
                  let! benefit = credit meter 10 false fake
                  do! attach product [ benefit ] fake
                  do! Measuring.callsOf customer [ 20M ] fake
                  let! _, events = Events.during fake (fun () -> buy product customer fake)
                  let! numbers = units customer meter fake
                  Expect.equal numbers (20M, 10L, -10M) "more used than given"
                  Expect.contains events "benefit_grant.created" "told"
                  let! recorded = Http.get "/v1/events/?name=meter.credited" fake

                  match Json.items "items" recorded.Json with
                  | [ event ] ->
                      Expect.equal
                          ((Json.at "metadata" event).ToJsonString())
                          $"""{{"meter_id":"{meter}","units":10,"rollover":false}}"""
                          "metadata"
                  | other -> failtest $"{other.Length} events"

                  let! grants = Http.get $"/v1/benefits/{benefit}/grants" fake
                  let grant = Json.text "items.0.id" grants.Json
                  Expect.isNotEmpty grant "granted"
                  let! _ = Http.delete $"/v1/benefits/{benefit}" fake
                  let! numbers = units customer meter fake
                  Expect.equal numbers (20M, 0L, -20M) "taken back"
              })

          testCaseTask "with each period the meter counts from nothing, and what may be kept is kept" (fun () ->
              task {
                  // Whether units may be kept, what is used in the first period, and what the second one begins with.
                  for rollover, used, kept in [ false, 30M, 0L; true, 30M, 70L; true, 0M, 100L; true, 150M, 0L ] do
                      use! fake = Fake.start ()
                      let! meter = Measuring.calls (Measuring.ofN "sum") fake
                      let! customer = Measuring.customer "ada@polar.sh" "" fake

                      let! product =
                          Buying.monthly
                              $"""{Buying.fixedPrice 500},{{"amount_type":"metered_unit","meter_id":"{meter}","unit_amount":"1"}}"""
                              fake

                      let! benefit = credit meter 100 rollover fake
                      do! attach product [ benefit ] fake
                      do! buy product customer fake
                      let! begun = units customer meter fake
                      Expect.equal begun (0M, 100L, 100M) "begun"

                      if used > 0M then
                          do! Measuring.callsOf customer [ used ] fake

                      let! inUse = units customer meter fake
                      Expect.equal inUse (used, 100L, 100M - used) "used"
                      do! Measuring.pass (TimeSpan.FromDays 31.) fake
                      let! renewed = units customer meter fake
                      Expect.equal renewed (0M, 100L + kept, decimal (100L + kept)) $"renewed after {used} were used"
                      do! Measuring.pass (TimeSpan.FromDays 30.) fake
                      let! third = units customer meter fake
                      let all = if rollover then 200L + kept else 100L
                      Expect.equal third (0M, all, decimal all) "what is kept can be kept again"
              })

          testCaseTask "credit without a metered price goes round too" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls (Measuring.ofN "sum") fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake
                  let! product = Buying.monthly (Buying.fixedPrice 500) fake
                  let! benefit = credit meter 100 true fake
                  do! attach product [ benefit ] fake
                  do! buy product customer fake
                  do! Measuring.callsOf customer [ 40M ] fake
                  do! Measuring.pass (TimeSpan.FromDays 31.) fake
                  let! renewed = units customer meter fake
                  Expect.equal renewed (0M, 160L, 160M) "sixty are left of a hundred, and a hundred come"

                  let! recorded = Http.get "/v1/events/?source=system&sorting=timestamp&limit=100" fake

                  Expect.equal
                      [ for event in Json.items "items" recorded.Json do
                            if (Json.text "name" event).StartsWith "meter." then
                                Json.text "name" event ]
                      [ "meter.credited"; "meter.reset"; "meter.credited"; "meter.credited" ]
                      "what is recorded"
              })

          testCaseTask "a revoked subscription takes its credit back, never below nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls (Measuring.ofN "sum") fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake
                  let! product = Buying.monthly (Buying.fixedPrice 500) fake
                  let! benefit = credit meter 100 false fake
                  do! attach product [ benefit ] fake
                  do! buy product customer fake
                  let! subscriptions = Http.get "/v1/subscriptions/" fake

                  let! _ =
                      Http.delete $"""/v1/subscriptions/{Json.text "items.0.id" subscriptions.Json}""" fake

                  let! numbers = units customer meter fake
                  Expect.equal numbers (0M, 0L, 0M) "taken back"
              }) ]

[<Tests>]
let portal =
    testList
        "customer meters in the portal"
        [ testCaseTask "a customer sees the meters that it pays for or has credit of, without the merchant's own words" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! paid = Measuring.calls (Measuring.ofN "sum") fake
                  let! credited = Measuring.calls (Measuring.ofN "max") fake
                  let! hidden = Measuring.calls Measuring.count fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake

                  let! product =
                      Buying.monthly
                          $"""{Buying.fixedPrice 500},{{"amount_type":"metered_unit","meter_id":"{paid}","unit_amount":"1"}}"""
                          fake

                  let! benefit = credit credited 5 false fake
                  do! attach product [ benefit ] fake
                  do! buy product customer fake
                  do! Measuring.callsOf customer [ 3M ] fake

                  let! session =
                      Given.create "/v1/customer-sessions/" $"""{{"customer_id":"{customer}"}}""" fake

                  let token = Json.text "token" session

                  let ask path =
                      Http.raw fake (Http.request "GET" path (Some token) None)

                  let! answer =
                      ask "/v1/customer-portal/meters/?sorting=meter_name&sorting=consumed_units"

                  Expect.equal
                      (set [ for item in Json.items "items" answer.Json -> Json.text "meter_id" item ])
                      (set [ paid; credited ])
                      "not what nobody pays for"

                  let first = Json.at "items.0" answer.Json

                  Expect.equal
                      [ for KeyValue(name, _) in first.AsObject() -> name ]
                      [ "id"
                        "created_at"
                        "modified_at"
                        "customer_id"
                        "meter_id"
                        "consumed_units"
                        "credited_units"
                        "balance"
                        "meter" ]
                      "members"

                  Expect.equal
                      [ for KeyValue(name, _) in (Json.at "meter" first).AsObject() -> name ]
                      [ "created_at"; "modified_at"; "id"; "name" ]
                      "of the meter"

                  let! one = ask $"""/v1/customer-portal/meters/{Json.text "id" first}"""
                  Expect.equal (one.Status, one.Text) (200, first.ToJsonString()) "one"
                  let! row = Measuring.row customer hidden fake
                  let! missing = ask $"""/v1/customer-portal/meters/{Json.text "id" row}"""
                  Refusal.domain 404 "ResourceNotFound" "Not found" missing

                  for query, expected in [ $"meter_id={paid}", 1; "query=ALL", 2; "query=%25", 0; "query=none", 0 ] do
                      let! answer = ask $"/v1/customer-portal/meters/?{query}"
                      Expect.hasLength (Json.items "items" answer.Json) expected query

                  let! other = Measuring.customer "grace@polar.sh" "" fake

                  let! session =
                      Given.create "/v1/customer-sessions/" $"""{{"customer_id":"{other}"}}""" fake

                  let! foreign =
                      Http.raw
                          fake
                          (Http.request
                              "GET"
                              $"""/v1/customer-portal/meters/{Json.text "id" first}"""
                              (Some(Json.text "token" session))
                              None)

                  Refusal.domain 404 "ResourceNotFound" "Not found" foreign
              }) ]
