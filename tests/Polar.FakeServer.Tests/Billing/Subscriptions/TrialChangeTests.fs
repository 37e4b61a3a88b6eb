/// Subscriptions that change within their trial: nothing is billed, and the dates say when it will be.
module Polar.FakeServer.Tests.Billing.Subscriptions.TrialChangeTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private days (count: int) =
    $""","trial_interval":"day","trial_interval_count":{count}"""

let private dates (subscription: System.Text.Json.Nodes.JsonNode) =
    [ for name in
          [ "status"
            "current_period_start"
            "current_period_end"
            "trial_end"
            "ends_at" ] ->
          match Json.find name subscription with
          | null -> "-"
          | found -> (string found).Replace("T00:00:00Z", "") ]
    |> String.concat " "

/// A trial of 14 days since June 1, 2025.
let private trying (price: string) (fake: FakePolar) =
    task {
        let! product = Subscribing.product "Pro" "month" price (days 14) fake
        return! Subscribing.bought product fake
    }

/// Three seats in such a trial.
let private team (fake: FakePolar) =
    task {
        let! product =
            Subscribing.product "Team" "month" (Subscribing.perSeat 1000) (days 14) fake

        return! Subscribing.boughtWith product ""","seats":3""" (Subscribing.untaxed "ada@acme.dev" "tok_visa") fake
    }

let private june () =
    Subscribing.startAt "2025-06-01T00:00:00Z"

[<Tests>]
let tests =
    testList
        "within a trial"
        [ testCaseTask "its end may come sooner or later; the end of a cancellation stays where it was" (fun () ->
              task {
                  use! fake = june ()
                  let! id = trying (Buying.fixedPrice 1000) fake
                  let! sooner = Subscribing.patched id """{"trial_end":"2025-06-10T00:00:00Z"}""" fake
                  Expect.equal (dates sooner) "trialing 2025-06-01 2025-06-10 2025-06-10 -" "sooner"
                  let! canceled = Subscribing.patched id """{"cancel_at_period_end":true}""" fake
                  Expect.equal (dates canceled) "trialing 2025-06-01 2025-06-10 2025-06-10 2025-06-10" "canceled"
                  let! later = Subscribing.patched id """{"trial_end":"2025-06-20T00:00:00Z"}""" fake
                  Expect.equal (dates later) "trialing 2025-06-01 2025-06-20 2025-06-20 2025-06-10" "later"
                  do! Subscribing.until "2025-06-19T00:00:00Z" fake
                  let! still = Subscribing.get id fake
                  Expect.equal (Json.text "status" still) "trialing" "until then"
                  do! Subscribing.until "2025-06-20T00:00:00Z" fake
                  let! ended = Subscribing.get id fake

                  Expect.equal
                      (Json.text "status" ended, Json.text "ended_at" ended)
                      ("canceled", "2025-06-20T00:00:00Z")
                      "with its period"
              })

          testCaseTask "a change that waits for its end goes on saying when it was to come, and comes with the end" (fun () ->
              task {
                  use! fake = june ()
                  let! id = trying (Buying.fixedPrice 1000) fake
                  let! other = Subscribing.monthly "Max" 3000 fake

                  let! _ =
                      Subscribing.patched id $"""{{"product_id":"{other}","proration_behavior":"next_period"}}""" fake

                  let! moved = Subscribing.patched id """{"trial_end":"2025-06-20T00:00:00Z"}""" fake
                  Expect.equal (Json.text "pending_update.applies_at" moved) "2025-06-15T00:00:00Z" "what is shown"
                  do! Subscribing.until "2025-06-15T00:00:00Z" fake
                  let! waiting = Subscribing.get id fake
                  Expect.notEqual (Json.text "product_id" waiting) other "not yet"
                  do! Subscribing.until "2025-06-20T00:00:00Z" fake
                  let! made = Subscribing.get id fake
                  Expect.equal (Json.text "product_id" made) other "made"
                  Expect.equal (dates made) "active 2025-06-20 2025-07-20 2025-06-20 -" "dates"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Subscribing.lines order) [ "Max — From Jun 20, 2025 to Jul 20, 2025", 3000L, false ] "lines"
              })

          for name, interval, behavior in [ "another interval", "year", "prorate"; "reset", "month", "reset" ] do
              testCaseTask $"a product with {name} begins its period, and not its trial, now" (fun () ->
                  task {
                      use! fake = june ()
                      do! Subscribing.allowReset fake
                      let! id = trying (Buying.fixedPrice 1000) fake

                      let! other =
                          Subscribing.product "Max" interval (Buying.fixedPrice 3000) (days 30) fake

                      do! Subscribing.until "2025-06-04T00:00:00Z" fake

                      let! told =
                          Subscribing.patching fake id $"""{{"product_id":"{other}","proration_behavior":"{behavior}"}}"""

                      Expect.equal told [ "subscription.updated"; "customer.state_changed" ] "events"
                      let! changed = Subscribing.get id fake
                      Expect.equal (dates changed) "trialing 2025-06-04 2025-07-01 2025-07-01 -" "dates"
                      Expect.equal (Json.text "trial_start" changed) "2025-06-01T00:00:00Z" "its trial began then"
                      let! orders = Subscribing.orders fake
                      Expect.hasLength orders 1 "nothing is billed"
                  })

          for behavior in [ "prorate"; "invoice" ] do
              testCaseTask $"seats with {behavior} cost nothing, and are billed with the first period" (fun () ->
                  task {
                      use! fake = june ()
                      let! id = team fake
                      do! Subscribing.until "2025-06-04T00:00:00Z" fake

                      let! told =
                          Subscribing.patching fake id $"""{{"seats":5,"proration_behavior":"{behavior}"}}"""

                      Expect.equal told [ "subscription.updated"; "customer.state_changed" ] "events"
                      do! Subscribing.until "2025-06-15T00:00:00Z" fake
                      let! order = Subscribing.latestOrder fake

                      Expect.equal (Subscribing.lines order) [ "Team (5 seats) — From Jun 15, 2025 to Jul 15, 2025", 5000L, false ] "lines"
                  })

          testCaseTask "seats with reset cost nothing, and move the period away from the trial's end" (fun () ->
              task {
                  use! fake = june ()
                  do! Subscribing.allowReset fake
                  let! id = team fake
                  do! Subscribing.until "2025-06-04T00:00:00Z" fake

                  let! changed =
                      Subscribing.patched id """{"seats":5,"proration_behavior":"reset"}""" fake

                  Expect.equal (dates changed) "trialing 2025-06-04 2025-07-04 2025-06-15 -" "dates"
                  let! orders = Subscribing.orders fake
                  Expect.hasLength orders 1 "nothing is billed"
                  do! Subscribing.until "2025-06-16T00:00:00Z" fake
                  let! still = Subscribing.get id fake
                  Expect.equal (Json.text "status" still) "trialing" "behind the trial's end"
                  do! Subscribing.until "2025-07-04T00:00:00Z" fake
                  let! active = Subscribing.get id fake
                  Expect.equal (Json.text "status" active) "active" "with the period"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Subscribing.lines order) [ "Team (5 seats) — From Jul 4, 2025 to Aug 4, 2025", 5000L, false ] "lines"
              }) ]
