/// Changes that wait for the end of the period, and changes of seats: what they leave and what they bill.
module Polar.FakeServer.Tests.Billing.Subscriptions.PendingChangeTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Five seats at 10 dollars since June 1, on June 16, with one more product for seats.
let private team (fake: FakePolar) =
    task {
        let! product = Subscribing.product "Team" "month" (Subscribing.perSeat 1000) "" fake
        let! other = Subscribing.product "Company" "month" (Subscribing.perSeat 2000) "" fake

        let! id =
            Subscribing.boughtWith product ""","seats":5""" (Subscribing.untaxed "ada@acme.dev" "tok_visa") fake

        do! fake.Clock.AdvanceAsync "P15D"
        return id, other
    }

[<Tests>]
let tests =
    testList
        "changes of a subscription"
        [ testCaseTask "seats are billed for the rest of the period, with what they were and are" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! id, _ = team fake

                  let! more =
                      Subscribing.patched id """{"seats":8,"proration_behavior":"invoice"}""" fake

                  Expect.equal (Json.whole "seats" more, Json.whole "amount" more) (8L, 8000L) "at once"
                  let! order = Subscribing.latestOrder fake

                  Expect.equal (Subscribing.lines order) [ "Team (5 → 8 seats) — From Jun 16, 2025 to Jul 1, 2025", 1500L, true ] "more"

                  let! _ = Subscribing.patched id """{"seats":3,"proration_behavior":"prorate"}""" fake
                  do! Subscribing.until "2025-07-01T00:00:00Z" fake
                  let! order = Subscribing.latestOrder fake

                  Expect.equal
                      (Subscribing.lines order)
                      [ "Remaining time on Team (8 → 3 seats) — From Jun 16, 2025 to Jul 1, 2025", -2500L, true
                        "Team (3 seats) — From Jul 1, 2025 to Aug 1, 2025", 3000L, false ]
                      "fewer"

                  Expect.isTrue (Json.isNull "seats" order) "no number on a renewal"
              })

          testCaseTask "a reset of seats begins a new period and costs all seats" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  do! Subscribing.allowReset fake
                  let! id, _ = team fake

                  let! changed =
                      Subscribing.patched id """{"seats":7,"proration_behavior":"reset"}""" fake

                  Expect.equal (Json.text "current_period_start" changed) "2025-06-16T00:00:00Z" "start"
                  Expect.equal (Json.text "current_period_end" changed) "2025-07-16T00:00:00Z" "end"
                  let! order = Subscribing.latestOrder fake

                  Expect.equal (Subscribing.lines order) [ "Team (5 → 7 seats) — From Jun 16, 2025 to Jul 16, 2025", 7000L, true ] "lines"
              })

          testCaseTask "a product and seats that wait join in one change, and come with the period" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! id, other = team fake

                  let! _ =
                      Subscribing.patched id """{"seats":8,"proration_behavior":"next_period"}""" fake

                  let! waiting =
                      Subscribing.patched id $"""{{"product_id":"{other}","proration_behavior":"next_period"}}""" fake

                  Expect.equal (Json.text "pending_update.product_id" waiting) other "product"
                  Expect.equal (Json.whole "pending_update.seats" waiting) 8L "seats"
                  do! Subscribing.until "2025-07-01T00:00:00Z" fake
                  let! changed = Subscribing.get id fake
                  Expect.equal (Json.text "product_id" changed, Json.whole "seats" changed) (other, 8L) "made"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Subscribing.lines order) [ "Company (8 seats) — From Jul 1, 2025 to Aug 1, 2025", 16000L, false ] "lines"
              })

          testCaseTask "seats that change at once leave a product waiting, without its own seats" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! id, other = team fake

                  let! _ =
                      Subscribing.patched id $"""{{"product_id":"{other}","proration_behavior":"next_period"}}""" fake

                  let! _ =
                      Subscribing.patched id """{"seats":8,"proration_behavior":"next_period"}""" fake

                  let! now =
                      Subscribing.patched id """{"seats":6,"proration_behavior":"prorate"}""" fake

                  Expect.equal (Json.whole "seats" now) 6L "now"
                  Expect.equal (Json.text "pending_update.product_id" now) other "product"
                  Expect.isTrue (Json.isNull "pending_update.seats" now) "no seats of its own"
              })

          testCaseTask "a product that changes at once drops what waits" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! id, other = team fake

                  let! _ =
                      Subscribing.patched id """{"seats":8,"proration_behavior":"next_period"}""" fake

                  let! now =
                      Subscribing.patched id $"""{{"product_id":"{other}","proration_behavior":"prorate"}}""" fake

                  Expect.isTrue (Json.isNull "pending_update" now) "dropped"
                  Expect.equal (Json.whole "seats" now) 5L "seats stay"
              })

          testCaseTask "a period that is moved ends on that day from then on" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! id = Subscribing.bought product fake

                  let! moved =
                      Subscribing.patched id """{"current_billing_period_end":"2025-06-20T06:00:00Z"}""" fake

                  Expect.equal (Json.text "current_period_end" moved) "2025-06-20T06:00:00Z" "moved"
                  do! Subscribing.until "2025-06-20T06:00:00Z" fake
                  let! next = Subscribing.get id fake
                  Expect.equal (Json.text "current_period_end" next) "2025-07-20T06:00:00Z" "on the 20th"
              })

          testCaseTask "a canceled one pays for what it has not paid yet, and for no new period" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! id, _ = team fake
                  let! _ = Subscribing.patched id """{"seats":8,"proration_behavior":"prorate"}""" fake
                  let! _ = Subscribing.patched id """{"cancel_at_period_end":true}""" fake

                  let! told =
                      Subscribing.toldDuring fake (fun () -> task { do! Subscribing.until "2025-07-01T00:00:00Z" fake })

                  Expect.equal
                      told
                      [ "customer_seat.revoked"
                        "subscription.updated"
                        "subscription.canceled"
                        "subscription.revoked"
                        "order.created"
                        "order.updated"
                        "order.paid"
                        "order.updated"
                        "order.updated"
                        "customer.state_changed" ]
                      "events"

                  let! order = Subscribing.latestOrder fake
                  Expect.equal [ for _, amount, _ in Subscribing.lines order -> amount ] [ 1500L ] "lines"
                  Expect.equal (Json.text "billing_reason" order) "subscription_cycle" "as any other"
                  let! ended = Subscribing.get id fake
                  Expect.equal (Json.text "current_period_end" ended) "2025-07-01T00:00:00Z" "the dates stay"
                  Expect.isTrue (Json.flag "cancel_at_period_end" ended) "it stays"
              })

          testCaseTask "too little to be charged is paid, and owed with the next bill" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! product = Subscribing.product "Team" "month" (Subscribing.perSeat 60) "" fake

                  let! id =
                      Subscribing.boughtWith product ""","seats":5""" (Subscribing.untaxed "ada@acme.dev" "tok_visa") fake

                  do! fake.Clock.AdvanceAsync "P15D"
                  let! _ = Subscribing.patched id """{"seats":6,"proration_behavior":"invoice"}""" fake
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Json.whole "due_amount" order, Json.text "status" order) (30L, "paid") "30 cents"
                  let! payments = Http.get $"""/v1/payments/?order_id={Json.text "id" order}""" fake
                  Expect.isEmpty (Json.items "items" payments.Json) "without a charge"
                  do! Subscribing.until "2025-07-01T00:00:00Z" fake
                  let! next = Subscribing.latestOrder fake

                  Expect.equal
                      (Json.whole "total_amount" next, Json.whole "applied_balance_amount" next, Json.whole "due_amount" next)
                      (360L, 30L, 390L)
                      "with the debt"
              }) ]
