/// What is charged for use when a subscription or its product changes, or ends.
module Polar.FakeServer.Tests.Billing.Metering.MeteredChangeTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Metering.MeteredPlans
open Polar.FakeServer.Tests.Usage.Meters

[<Tests>]
let changes =
    testList
        "use that is billed around changes"
        [ testCaseTask "a meter that does not add up is billed once, at the price that there is now" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "max" fake
                  let! plan = subscribed (perUnit meter "1000" "") "" fake
                  do! use' plan [ 1M; 3M; 2M ]
                  do! Measuring.pass quarter fake
                  let! dearer = Buying.monthly (perUnit meter "1500" "") fake

                  let! changed =
                      Http.patch $"/v1/subscriptions/{plan.Subscription}" $"""{{"product_id":"{dearer}"}}""" fake

                  Expect.equal changed.Status 200 changed.Text
                  do! use' plan [ 1M; 2M ]
                  do! Measuring.pass quarter fake
                  let! shown = shown plan
                  Expect.equal shown (3M, 0L, 4500L) "the largest of all"
                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (3 consumed units) × $15.00", 4500L ] "one line"
              })

          testCaseTask "what adds up under a price that the subscription has no more is not billed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "1000" "") "" fake
                  do! use' plan [ 5M ]
                  do! Measuring.pass quarter fake
                  let! dearer = Buying.monthly (perUnit meter "1500" "") fake

                  let! changed =
                      Http.patch $"/v1/subscriptions/{plan.Subscription}" $"""{{"product_id":"{dearer}"}}""" fake

                  Expect.equal changed.Status 200 changed.Text
                  do! use' plan [ 2M ]
                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (2 consumed units) × $15.00", 3000L ] "only what is under the new price"
              })

          testCaseTask "a product without the meter takes it off the subscription, one with another puts that on" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! second = meterOf "count" fake

                  let! plan =
                      subscribed (perUnit meter "100" "" + "," + perUnit second "100" "") "" fake

                  let! before = subscription plan

                  let ids subscription =
                      [ for meter in Json.items "meters" subscription -> Json.text "meter_id" meter, Json.text "id" meter ]

                  Expect.equal (List.map fst (ids before)) [ meter; second ] "both"
                  let! product = Buying.monthly (feeAnd second "200") fake

                  let! changed =
                      Http.patch $"/v1/subscriptions/{plan.Subscription}" $"""{{"product_id":"{product}"}}""" fake

                  Expect.equal (ids changed.Json) [ (ids before)[1] ] "the one that stays, as it was"
              })

          testCaseTask "a change that is charged at once leaves the use for the end of the period" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (feeAnd meter "100") "" fake
                  do! use' plan [ 5M ]
                  do! Measuring.pass quarter fake
                  let! product = Buying.monthly $"{Buying.fixedPrice 9000}" fake

                  let! changed =
                      Http.patch
                          $"/v1/subscriptions/{plan.Subscription}"
                          $"""{{"product_id":"{product}","proration_behavior":"invoice"}}"""
                          fake

                  Expect.equal changed.Status 200 changed.Text
                  let! lines = billed plan
                  Expect.isEmpty lines "no line for use"
              })

          testCaseTask "a subscription that ends with its period bills what was used, on an order of its own" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (feeAnd meter "100") "" fake
                  do! use' plan [ 5M ]

                  let! _ =
                      Http.patch $"/v1/subscriptions/{plan.Subscription}" """{"cancel_at_period_end":true}""" fake

                  do! renew plan
                  let! all = orders plan
                  let last = List.last all
                  Expect.equal (lines last) [ "Calls — (5 consumed units) × $1.00", 500L ] "the use alone"
                  Expect.equal (Json.text "billing_reason" last, Json.text "status" last) ("subscription_cycle", "paid") "a last order"
                  let! subscription = subscription plan
                  Expect.equal (Json.text "status" subscription) "canceled" "over"
              })

          testCaseTask "a subscription that is revoked bills nothing more" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (feeAnd meter "100") "" fake
                  do! use' plan [ 5M ]
                  do! Measuring.pass quarter fake
                  let! _ = Http.delete $"/v1/subscriptions/{plan.Subscription}" fake
                  do! renew plan
                  let! all = orders plan
                  Expect.hasLength all 1 "only the purchase"
              }) ]
