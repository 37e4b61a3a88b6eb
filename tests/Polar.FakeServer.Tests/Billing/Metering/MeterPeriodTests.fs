/// Use that is charged more often than the subscription renews.
module Polar.FakeServer.Tests.Billing.Metering.MeterPeriodTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Metering.MeteredPlans
open Polar.FakeServer.Tests.Usage.Meters

[<Tests>]
let cycles =
    let monthly (fake: FakePolar) =
        task {
            let! answer =
                Http.anonymous
                    "PATCH"
                    $"/_fake/organizations/{fake.Organization.Id}"
                    (Some """{"feature_settings":{"meter_cycling_enabled":true}}""")
                    fake

            Expect.equal answer.Status 200 answer.Text
        }

    let yearly (fake: FakePolar) =
        task {
            do! monthly fake
            let! meter = meterOf "sum" fake
            let! customer = Measuring.customer "ada@polar.sh" "" fake

            let! product =
                Given.create
                    "/v1/products/"
                    $"""{{"name":"Pro","recurring_interval":"year","meter_interval":"month","prices":[{Buying.fixedPrice 5000},{perUnit meter "100" ""}]}}"""
                    fake

            let! plan = subscribedTo (Json.text "id" product) customer fake
            return meter, plan
        }

    testList
        "meter periods that are shorter than the subscription's"
        [ testCaseTask "what was used is billed with each of them, on an order of its own" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter, plan = yearly fake
                  let! begun = subscription plan

                  Expect.equal
                      (Json.text "current_meter_period_start" begun, Json.text "current_meter_period_end" begun)
                      ("2026-03-01T12:00:00Z", "2026-04-01T12:00:00Z")
                      "the first one"

                  do! creditOf meter 10 plan
                  do! use' plan [ 15M ]
                  do! renew plan
                  let! all = orders plan
                  let last = List.last all
                  Expect.equal (lines last) [ "Calls — (5 consumed units) × $1.00", 500L ] "the use alone"
                  Expect.equal (Json.text "billing_reason" last, Json.text "status" last) ("subscription_meter_cycle", "paid") "order"
                  let! next = subscription plan
                  Expect.equal (Json.text "current_meter_period_end" next) "2026-05-01T12:00:00Z" "the second one"
                  Expect.equal (Json.text "current_period_end" next) "2027-03-01T12:00:00Z" "the year goes on"
                  let! row = Measuring.row plan.Customer meter fake
                  Expect.equal (Measuring.numbers row) (0M, 10L, 10M) "credit is given again"
              })

          testCaseTask "a fixed discount is not given with them, one by percent is" (fun () ->
              task {
                  for discount, expected in
                      [ """{"type":"percentage","name":"Half","duration":"forever","basis_points":5000}""", 250L
                        """{"type":"fixed","name":"Some","duration":"forever","amount":100,"currency":"usd"}""", 0L ] do
                      use! fake = Fake.start ()
                      let! _, plan = yearly fake
                      let! made = Given.create "/v1/discounts/" discount fake

                      let! _ =
                          Http.patch $"/v1/subscriptions/{plan.Subscription}" $"""{{"discount_id":"{Json.text "id" made}"}}""" fake

                      do! use' plan [ 5M ]
                      do! renew plan
                      let! all = orders plan
                      Expect.equal (Json.whole "discount_amount" (List.last all)) expected discount
              })

          testCaseTask "what was used up to a revocation is billed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, plan = yearly fake
                  do! use' plan [ 5M ]
                  do! Measuring.pass quarter fake
                  let! _ = Http.delete $"/v1/subscriptions/{plan.Subscription}" fake
                  let! all = orders plan
                  let last = List.last all

                  Expect.equal
                      (Json.text "billing_reason" last, Json.text "status" last, Json.whole "total_amount" last)
                      ("subscription_meter_cycle", "paid", 500L)
                      "settled"
              })

          testCaseTask "the renewal of the subscription takes its last meter period with it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, plan = yearly fake
                  do! fake.Clock.AdvanceAsync(DateTimeOffset(2027, 2, 15, 0, 0, 0, TimeSpan.Zero) - Fake.startTime)
                  do! use' plan [ 5M ]
                  do! renew plan
                  let! all = orders plan
                  let last = List.last all

                  Expect.equal
                      (Json.text "billing_reason" last, Json.whole "subtotal_amount" last)
                      ("subscription_cycle", 5500L)
                      "one order"

                  let! next = subscription plan
                  Expect.equal (Json.text "current_meter_period_end" next) "2027-04-01T12:00:00Z" "begun anew"
              }) ]
