/// What a renewal charges for use: when it is found, what it costs, and what subscriptions show of it.
module Polar.FakeServer.Tests.Billing.Metering.MeteredRenewalTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Metering.MeteredPlans
open Polar.FakeServer.Tests.Usage.Meters

/// An aggregation, a price, what is used, and the line of it.
let private examples =
    [ "count", "100", "", [ 1M; 1M; 1M ], "Calls — (3 consumed units) × $1.00", 300L
      "sum", "100", "", [ 20M; 30M ], "Calls — (50 consumed units) × $1.00", 5000L
      "sum", "100", ""","cap_amount":5000""", [ 1000M ], "Calls — (1,000 consumed units) × $1.00 — Capped at $50.00", 5000L
      "sum", "100", "", [ 1.994M ], "Calls — (1.994 consumed units) × $1.00", 199L
      "sum", "100", "", [ 1M; 0.995M ], "Calls — (1.995 consumed units) × $1.00", 200L
      "sum", "0.5", "", [ 60M; 40M ], "Calls — (100 consumed units) × $0.005", 50L
      "sum", "0.000000000001", "", [ 1000000M ], "Calls — (1,000,000 consumed units) × $0.00000000000001", 0L
      "sum", "0.000000000001", "", [ 1000000000000M ], "Calls — (1,000,000,000,000 consumed units) × $0.00000000000001", 1L
      "sum", "100", "", [ 5M; -10M ], "Calls — (0 consumed units) × $1.00", 0L
      "max", "1000", "", [ 1M; 3M; 2M ], "Calls — (3 consumed units) × $10.00", 3000L
      "min", "1000", "", [ 4M; 3M; 5M ], "Calls — (3 consumed units) × $10.00", 3000L
      "avg", "100", "", [ 1M; 2M ], "Calls — (1.5 consumed units) × $1.00", 150L
      "unique", "100", "", [ 1M; 2M; 2M ], "Calls — (2 consumed units) × $1.00", 200L ]

[<Tests>]
let renewals =
    testList
        "use that is billed with a renewal"
        [ for func, rate, members, numbers, label, amount in examples do
              testCaseTask $"{func} of {numbers} at {rate}{members}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! meter = meterOf func fake

                      let! plan =
                          subscribed $"{Buying.fixedPrice 500},{perUnit meter rate members}" "" fake

                      do! use' plan numbers
                      do! renew plan
                      let! lines = billed plan
                      Expect.equal lines [ label, amount ] "the line"
                      let! all = orders plan
                      let order = List.last all
                      Expect.equal (Json.whole "subtotal_amount" order) (500L + amount) "subtotal"
                      Expect.equal (Json.text "billing_reason" order, Json.text "status" order) ("subscription_cycle", "paid") "order"
                  })

          testCaseTask "use is found every quarter of an hour, and told of" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake
                  let! nothing = shown plan
                  Expect.equal nothing (0M, 0L, 0L) "a meter for each price, from the beginning"
                  do! Measuring.pass quarter fake
                  do! use' plan [ 20M ]
                  do! use' plan [ 30M ]
                  let! before = shown plan
                  Expect.equal before (0M, 0L, 0L) "not found yet"

                  let! _, events =
                      Events.during fake (fun () -> task { do! Measuring.pass quarter fake })

                  Expect.equal events [ "subscription.updated"; "customer.state_changed" ] "told"
                  let! found = shown plan
                  Expect.equal found (50M, 0L, 5000L) "found"
                  let! state = Http.get $"/v1/customers/{plan.Customer}/state" fake
                  let meterOfState = Json.at "active_subscriptions.0.meters.0" state.Json

                  Expect.equal
                      [ for KeyValue(name, _) in meterOfState.AsObject() -> name ]
                      [ "created_at"
                        "modified_at"
                        "id"
                        "consumed_units"
                        "credited_units"
                        "amount"
                        "meter_id" ]
                      "members"

                  Expect.equal (Json.whole "amount" meterOfState) 5000L "the state"

                  let! _, events =
                      Events.during fake (fun () -> task { do! Measuring.pass (TimeSpan.FromHours 1.) fake })

                  Expect.isEmpty events "nothing new, nothing told"
              })

          testCaseTask "after a renewal the subscription shows nothing used, once it is looked at again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake
                  do! use' plan [ 20M ]
                  do! renew plan
                  let! after = shown plan
                  Expect.equal after (20M, 0L, 2000L) "as it was"
                  do! Measuring.pass quarter fake
                  let! later = shown plan
                  Expect.equal later (0M, 0L, 0L) "on a bill by now"
                  let! numbers = Measuring.row plan.Customer meter fake
                  Expect.equal (Measuring.numbers numbers) (0M, 0L, 0M) "the customer's meter counts from nothing"
              })

          testCaseTask "credit comes off what is used, and no further" (fun () ->
              task {
                  for units, numbers, label, amount in
                      [ 10, [ 20M; 30M ], "Calls — (40 consumed units) × $1.00", 4000L
                        100, [ 20M; 30M ], "Calls — (0 consumed units) × $1.00", 0L ] do
                      use! fake = Fake.start ()
                      let! meter = meterOf "sum" fake
                      let! plan = subscribed (perUnit meter "100" "") "" fake
                      do! creditOf meter units plan
                      do! use' plan numbers
                      do! Measuring.pass quarter fake
                      let! shown = shown plan
                      Expect.equal shown (50M, int64 units, amount) "consumed, credited, amount"
                      do! renew plan
                      let! lines = billed plan
                      Expect.equal lines [ label, amount ] "line"
              })

          testCaseTask "events of a count meter less a credit" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "count" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake
                  do! creditOf meter 1 plan
                  do! use' plan [ 1M; 1M; 1M ]
                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (2 consumed units) × $1.00", 200L ] "three less one"
              })

          testCaseTask "a discount is on the whole bill" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (feeAnd meter "100") "" fake

                  let! discount =
                      Given.create "/v1/discounts/" """{"type":"percentage","name":"Half","duration":"forever","basis_points":5000}""" fake

                  let! answer =
                      Http.patch $"/v1/subscriptions/{plan.Subscription}" $"""{{"discount_id":"{Json.text "id" discount}"}}""" fake

                  Expect.equal answer.Status 200 answer.Text
                  do! use' plan [ 5M ]
                  do! renew plan
                  let! all = orders plan
                  let order = List.last all
                  Expect.equal (Json.whole "subtotal_amount" order, Json.whole "discount_amount" order) (1000L, 500L) "half of all"
              })

          testCaseTask "a plan of use alone: its first purchase costs nothing, its renewals what was used" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake
                  do! use' plan [ 7M ]
                  do! renew plan
                  let! all = orders plan

                  Expect.equal
                      [ for order in all -> Json.whole "total_amount" order, Json.text "status" order ]
                      [ 0L, "paid"; 700L, "paid" ]
                      "orders"
              })

          testCaseTask "what is used in a trial is free" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake

                  let! plan =
                      subscribed (feeAnd meter "100") ""","trial_interval":"day","trial_interval_count":7""" fake

                  do! use' plan [ 7M ]
                  do! Measuring.pass (TimeSpan.FromDays 8.) fake
                  let! converted = orders plan
                  Expect.equal (Json.whole "total_amount" (List.last converted)) 500L "the first paid period"
                  do! use' plan [ 3M ]
                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (3 consumed units) × $1.00", 300L ] "only what came behind it"
              })

          testCaseTask "what says that it happened long ago is on the current bill; what comes too late for one is on the next" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake

                  do!
                      Measuring.ingest
                          [ Measuring.call (Measuring.at "2020-01-01T00:00:00Z" (Measuring.byId plan.Customer)) (Measuring.n "7") ]
                          fake

                  // The period ends on the first of April at noon.
                  do! fake.Clock.AdvanceAsync(DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero) - Fake.startTime)
                  do! use' plan [ 2M ]
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (7 consumed units) × $1.00", 700L ] "the first period's"
                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (2 consumed units) × $1.00", 200L ] "the second period's"
              })

          testCaseTask
              "what comes in the last quarter of an hour is on the bill, though the new period has begun when it is found"
              (fun () ->
                  task {
                      for func, expected in [ "sum", 700L; "max", 500L; "count", 200L ] do
                          use! fake = Fake.start ()
                          let! meter = meterOf func fake
                          let! plan = subscribed (perUnit meter "100" "") "" fake
                          do! use' plan [ 5M ]
                          do! fake.Clock.AdvanceAsync(DateTimeOffset(2026, 4, 1, 11, 50, 0, TimeSpan.Zero) - Fake.startTime)
                          do! use' plan [ 2M ]
                          do! Measuring.pass (TimeSpan.FromMinutes 10.) fake
                          let! lines = billed plan
                          Expect.equal (List.map snd lines) [ expected ] $"{func}, of the first period"
                          do! renew plan
                          let! lines = billed plan
                          Expect.equal (List.map snd lines) [ 0L ] $"{func}, of the second one"
                  })

          testCaseTask "the merchant's own id of the customer, one that has no subscription, and one that is unknown" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake
                  let! other = Measuring.customer "grace@polar.sh" "" fake

                  do!
                      Measuring.ingest
                          [ Measuring.call (Measuring.byExternalId "ada") (Measuring.n "7")
                            Measuring.call (Measuring.byExternalId "nobody") (Measuring.n "20")
                            Measuring.call (Measuring.byId other) (Measuring.n "30") ]
                          fake

                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (7 consumed units) × $1.00", 700L ] "its own"
              })

          testCaseTask "of several subscriptions the earliest one takes the use" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! settings =
                      Http.patch
                          $"/v1/organizations/{fake.Organization.Id}"
                          """{"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"prorate","benefit_revocation_grace_period":0,"prevent_trial_abuse":false,"allow_customer_updates":true}}"""
                          fake

                  Expect.equal settings.Status 200 settings.Text
                  let! meter = meterOf "sum" fake
                  let! first = subscribed (perUnit meter "100" "") "" fake
                  do! Measuring.pass (TimeSpan.FromHours 1.) fake
                  let! product = Buying.monthly (perUnit meter "200" "") fake
                  let! _ = subscribedTo product first.Customer fake
                  do! use' first [ 7M ]
                  do! Measuring.pass quarter fake
                  let! subscriptions = Http.get "/v1/subscriptions/?sorting=started_at" fake

                  Expect.equal
                      [ for item in Json.items "items" subscriptions.Json -> Measuring.decimal "meters.0.consumed_units" item ]
                      [ 7M; 0M ]
                      "the first one"
              }) ]
