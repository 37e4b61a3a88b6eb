/// What Polar's own staff can take back: the end of a subscription, and that an order was given up.
module Polar.FakeServer.Tests.Control.ReinstatementTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

let private reinstate (id: string) (fake: FakePolar) : Task<Answer> =
    Http.anonymous "POST" $"/_fake/subscriptions/{id}/reinstate" None fake

let private unvoid (id: string) (fake: FakePolar) : Task<Answer> =
    Http.anonymous "POST" $"/_fake/orders/{id}/unvoid" None fake

/// A subscription from the first of March on, with a benefit.
let private subscription (fake: FakePolar) : Task<string> =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        let! benefit = Benefits.create Benefits.note fake

        let! attached =
            Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.text "id" benefit}"]}}""" fake

        Expect.equal attached.Status 200 attached.Text
        return! Subscribing.bought product fake
    }

let private revoked (after: string) (fake: FakePolar) : Task<string> =
    task {
        let! id = subscription fake
        do! fake.Clock.AdvanceAsync after

        let! _ =
            Subscribing.patched id """{"revoke":true,"customer_cancellation_reason":"unused","customer_cancellation_comment":"Oh"}""" fake

        return id
    }

let private period (row: JsonNode) =
    (Json.text "current_period_start" row).Substring(0, 10), (Json.text "current_period_end" row).Substring(0, 10)

let private noted (name: string) (fake: FakePolar) : Task<JsonNode list> =
    task {
        let! answer = Http.get $"/v1/events/?name={name}" fake
        return Json.items "items" answer.Json
    }

let private grants (fake: FakePolar) : Task<int> =
    task {
        let! answer = Http.get "/v1/benefit-grants/?is_granted=true" fake
        return (Json.items "items" answer.Json).Length
    }

[<Tests>]
let tests =
    testList
        "what staff takes back"
        [ testCaseTask "a subscription that has ended goes on in its period: it gives what it gave, and nothing is charged" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = revoked "P9D" fake
                  do! fake.Clock.AdvanceAsync "P2D"
                  let! without = grants fake
                  Expect.equal without 0 "what it gave is gone"
                  let! answer, told = Events.during fake (fun () -> reinstate id fake)
                  Expect.equal answer.Status 200 answer.Text

                  Expect.equal
                      told
                      [ "subscription.updated"
                        "subscription.active"
                        "benefit_grant.created"
                        "customer.state_changed" ]
                      "what is told"

                  let! seen = Subscribing.get id fake
                  Expect.equal (answer.Json.ToJsonString()) (seen.ToJsonString()) "the answer is the subscription"
                  Expect.equal (Json.text "status" seen, period seen) ("active", ("2026-03-01", "2026-04-01")) "as before"
                  Expect.isFalse (Json.flag "cancel_at_period_end" seen) "no end in sight"

                  for name in
                      [ "canceled_at"
                        "ends_at"
                        "ended_at"
                        "customer_cancellation_reason"
                        "customer_cancellation_comment" ] do
                      Expect.isTrue (Json.isNull name seen) name

                  let! again = grants fake
                  Expect.equal again 1 "it gives what it gave"
                  let! events = noted "subscription.reinstated" fake
                  let event = List.exactlyOne events
                  Expect.equal (Json.text "label" event) "Subscription Reinstated" "label"

                  Expect.equal
                      [ for entry in (Json.at "metadata" event).AsObject() -> entry.Key ]
                      [ "subscription_id"
                        "product_id"
                        "amount"
                        "currency"
                        "recurring_interval"
                        "recurring_interval_count" ]
                      "what is noted"

                  for name in [ "subscription.reactivated"; "subscription.uncanceled" ] do
                      let! others = noted name fake
                      Expect.isEmpty others name

                  let! orders = Subscribing.orders fake
                  Expect.hasLength orders 1 "the first one alone"
                  do! fake.Clock.AdvanceAsync "P21D"
                  let! renewed = Subscribing.get id fake
                  Expect.equal (period renewed) ("2026-04-01", "2026-05-01") "it renews when its period is over"
                  let! orders = Subscribing.orders fake
                  Expect.equal [ for order in orders -> Json.whole "total_amount" order ] [ 1000L; 1000L ] "and is paid for"
              })

          testCaseTask "where one period has gone by, the next one goes on; after two of them it is too late" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = revoked "P9D" fake
                  do! fake.Clock.AdvanceAsync "P30D"
                  let! answer = reinstate id fake
                  Expect.equal (period answer.Json) ("2026-04-01", "2026-05-01") "the period that it would be in"
                  let! _ = Subscribing.patched id """{"revoke":true}""" fake
                  do! fake.Clock.AdvanceAsync "P60D"
                  let! late, told = Events.during fake (fun () -> reinstate id fake)
                  Refusal.domain 400 "CannotReinstateSubscription" "This subscription cannot be reinstated." late
                  Expect.isEmpty told "nothing"
              })

          testCaseTask "a change that was to come does not come any more" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = subscription fake
                  let! dearer = Subscribing.monthly "Max" 2000 fake

                  let! _ =
                      Subscribing.patched id $"""{{"product_id":"{dearer}","proration_behavior":"next_period"}}""" fake

                  let! _ = Subscribing.patched id """{"revoke":true}""" fake
                  let! answer = reinstate id fake
                  Expect.isTrue (Json.isNull "pending_update" answer.Json) "none"
                  let! cleared = noted "subscription.update_cleared" fake
                  Expect.hasLength cleared 1 "which is noted"
              })

          testCaseTask "what has not ended, whose customer is gone, or is not there stays as it is" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = subscription fake
                  let! active = reinstate id fake
                  Refusal.domain 400 "CannotReinstateSubscription" "This subscription cannot be reinstated." active
                  let! seen = Subscribing.get id fake
                  let! deleted = Http.delete $"""/v1/customers/{Json.text "customer_id" seen}""" fake
                  Expect.equal deleted.Status 204 deleted.Text
                  let! orphan = reinstate id fake
                  Refusal.domain 400 "CannotReinstateSubscription" "This subscription cannot be reinstated." orphan

                  for id in [ unknown; "x" ] do
                      let! answer = reinstate id fake
                      Refusal.domain 404 "NotFound" "There is no such subscription." answer
              })

          testCaseTask "an order that was given up is due after all, and takes of the balance what it took" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Subscribing.monthly "Pro" 1000 fake

                  let! id =
                      Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_renewal") fake

                  let! seen = Subscribing.get id fake
                  let! paid = Subscribing.latestOrder fake
                  let! early = unvoid (Json.text "id" paid) fake
                  Refusal.domain 400 "BadRequest" "Only void orders can be unvoided." early
                  do! fake.Clock.AdvanceAsync "P1M"
                  do! fake.Clock.AdvanceAsync "P22D"
                  let! voided = Subscribing.latestOrder fake
                  Expect.equal (Json.text "status" voided) "void" "given up"
                  let order = Json.text "id" voided
                  let! answer, told = Events.during fake (fun () -> unvoid order fake)
                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal told [ "order.updated" ] "what is told"
                  let! due = Http.get $"/v1/orders/{order}" fake
                  Expect.equal (answer.Json.ToJsonString()) (due.Json.ToJsonString()) "the answer is the order"

                  Expect.equal
                      (Json.text "status" due.Json, Json.whole "due_amount" due.Json, Json.isNull "next_payment_attempt_at" due.Json)
                      ("pending", 1000L, true)
                      "due, and nobody tries again by itself"

                  let! events = noted "order.unvoided" fake
                  let metadata = Json.at "metadata" (List.exactlyOne events)

                  Expect.equal (metadata.ToJsonString()) $"""{{"order_id":"{order}","amount":1000,"currency":"usd"}}""" "what is noted"

                  let! voidings = noted "order.voided" fake
                  Expect.equal (Json.text "customer_id" (List.exactlyOne voidings)) (Json.text "customer_id" seen) "whose"

                  for id in [ unknown; "x" ] do
                      let! answer = unvoid id fake
                      Refusal.domain 404 "NotFound" "There is no such order." answer
              }) ]
