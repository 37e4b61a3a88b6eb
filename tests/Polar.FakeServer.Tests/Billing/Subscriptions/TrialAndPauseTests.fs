/// Trials that are added and ended, and pauses: what they leave and what they bill.
module Polar.FakeServer.Tests.Billing.Subscriptions.TrialAndPauseTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

[<Tests>]
let tests =
    testList
        "changes of a subscription"
        [ testCaseTask "a trial that is added has no beginning, and its end is the period's" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! other = Subscribing.monthly "Other" 2000 fake
                  let! id = Subscribing.bought product fake
                  let! trial = Subscribing.patched id """{"trial_end":"2025-07-10T00:00:00Z"}""" fake
                  Expect.equal (Json.text "status" trial) "trialing" "status"
                  Expect.isTrue (Json.isNull "trial_start" trial) "no beginning"
                  Expect.equal (Json.text "current_period_end" trial) "2025-07-10T00:00:00Z" "end"
                  let! answer = Subscribing.patch id $"""{{"product_id":"{other}"}}""" fake
                  Expect.equal answer.Status 500 "as in the real service"
              })

          testCaseTask "a product in a trial has its own trial, or ends it" (fun () ->
              task {
                  let week = ""","trial_interval":"day","trial_interval_count":7"""
                  let month = ""","trial_interval":"day","trial_interval_count":30"""
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! first = Subscribing.product "First" "month" (Buying.fixedPrice 1000) week fake

                  let! longer =
                      Subscribing.product "Longer" "month" (Buying.fixedPrice 2000) month fake

                  let! without = Subscribing.monthly "Without" 3000 fake
                  let! id = Subscribing.bought first fake
                  do! fake.Clock.AdvanceAsync "P3D"
                  let! changed = Subscribing.patched id $"""{{"product_id":"{longer}"}}""" fake
                  Expect.equal (Json.text "status" changed) "trialing" "status"
                  Expect.equal (Json.text "trial_end" changed) "2025-07-01T00:00:00Z" "30 days from its beginning"
                  let! told = Subscribing.patching fake id $"""{{"product_id":"{without}"}}"""

                  Expect.equal
                      told
                      [ "subscription.cycled"
                        "subscription.updated"
                        "order.created"
                        "order.updated"
                        "order.paid"
                        "order.updated"
                        "order.updated"
                        "customer.state_changed" ]
                      "events"

                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Subscribing.lines order) [ "Without — From Jun 4, 2025 to Jul 4, 2025", 3000L, false ] "lines"
                  Expect.equal (Json.text "billing_reason" order) "subscription_cycle" "reason"
              })

          testCaseTask "a trial that is ended while it is canceled ends it all" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"

                  let! product =
                      Subscribing.product
                          "Pro"
                          "month"
                          (Buying.fixedPrice 1000)
                          ""","trial_interval":"day","trial_interval_count":7"""
                          fake

                  let! id = Subscribing.bought product fake
                  let! _ = Subscribing.patched id """{"cancel_at_period_end":true}""" fake
                  let! ended = Subscribing.patched id """{"trial_end":"now"}""" fake
                  Expect.equal (Json.text "status" ended) "canceled" "status"
              })

          testCaseTask "a pause keeps its dates and bills nothing; who resumes starts anew" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! id = Subscribing.bought product fake

                  let! asked =
                      Subscribing.patched id """{"pause_at_period_end":true,"resumes_at":"2025-08-10T06:30:00Z"}""" fake

                  Expect.isTrue (Json.flag "pause_at_period_end" asked) "asked for"
                  do! Subscribing.until "2025-07-15T00:00:00Z" fake
                  let! paused = Subscribing.get id fake
                  Expect.equal (Json.text "status" paused) "paused" "status"
                  Expect.equal (Json.text "paused_at" paused) "2025-07-01T00:00:00Z" "since"
                  Expect.isFalse (Json.flag "pause_at_period_end" paused) "begun"
                  Expect.equal (Json.text "current_period_end" paused) "2025-07-01T00:00:00Z" "the dates stay"
                  let! orders = Subscribing.orders fake
                  Expect.hasLength orders 1 "nothing billed"
                  do! Subscribing.until "2025-08-10T06:30:00Z" fake
                  let! resumed = Subscribing.get id fake
                  Expect.equal (Json.text "status" resumed) "active" "status"
                  Expect.isTrue (Json.isNull "resumes_at" resumed && Json.isNull "paused_at" resumed) "over"
                  Expect.equal (Json.text "current_period_start" resumed) "2025-08-10T06:30:00Z" "start"
                  Expect.equal (Json.text "current_period_end" resumed) "2025-09-10T06:30:00Z" "end"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Subscribing.lines order) [ "Pro — From Aug 10, 2025 to Sep 10, 2025", 1000L, false ] "lines"
              })

          testCaseTask "an organization that may not renew resumes nothing, and tells of it all the same" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! id = Subscribing.bought product fake
                  let! _ = Subscribing.patched id """{"pause_at_period_end":true}""" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  do! Subscribing.organization """{"capabilities":{"subscription_renewals":false}}""" fake
                  let! told = Subscribing.patching fake id """{"resume":true}"""
                  Expect.equal told [ "subscription.updated"; "customer.state_changed" ] "events"
                  let! paused = Subscribing.get id fake
                  Expect.equal (Json.text "status" paused) "paused" "still"
              }) ]
