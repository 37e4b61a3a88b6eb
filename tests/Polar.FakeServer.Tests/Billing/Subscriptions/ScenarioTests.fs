/// Everything that is told of what happens to a subscription, in its order.
module Polar.FakeServer.Tests.Billing.Subscriptions.ScenarioTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private state = "customer.state_changed"

/// What comes of an order that a card pays for.
let private paid =
    [ "order.created"
      "order.updated"
      "order.paid"
      "order.updated"
      "order.updated" ]

/// What comes of one that costs nothing, for a buyer with a name and an address.
let private settled =
    [ "order.created"; "order.updated"; "order.paid"; "order.updated" ]

let private card = "tok_visa"

let private monthly (fake: FakePolar) =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.bought product fake
    }

let private trial (fake: FakePolar) =
    task {
        let! product =
            Subscribing.product "Pro" "month" (Buying.fixedPrice 1000) ""","trial_interval":"day","trial_interval_count":14""" fake

        return! Subscribing.bought product fake
    }

/// A team of three seats, one of which is the buyer's.
let private seats (fake: FakePolar) =
    task {
        let! product = Subscribing.product "Team" "month" (Subscribing.perSeat 1000) "" fake
        return! Subscribing.boughtWith product ""","seats":3""" (Subscribing.untaxed "ada@acme.dev" card) fake
    }

let private free (fake: FakePolar) =
    task {
        let! product = Subscribing.monthly "Free" 0 fake
        return! Subscribing.given product "ada@acme.dev" fake
    }

let private patch (body: string) (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! _ = Subscribing.patched id body fake
        return ()
    }

let private delete (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.delete $"/v1/subscriptions/{id}" fake
        Expect.equal answer.Status 200 answer.Text
    }

let private pass (time: string) (_: string) (fake: FakePolar) : Task<unit> =
    task { do! fake.Clock.AdvanceAsync time }

let private nothing (_: string) (_: FakePolar) : Task<unit> = Task.FromResult()

let private both (first: string -> FakePolar -> Task<unit>) (second: string -> FakePolar -> Task<unit>) id fake : Task<unit> =
    task {
        do! first id fake
        do! second id fake
    }

let private cancel = patch """{"cancel_at_period_end":true}"""
let private pause = patch """{"pause_at_period_end":true}"""

/// What happens, the subscription that it happens to, what was before it, the step, everything that is told of it.
let scenarios
    : (string * (FakePolar -> Task<string>) * (string -> FakePolar -> Task<unit>) * (string -> FakePolar -> Task<unit>) * string list) list =
    [ "a renewal", monthly, nothing, pass "P1M", [ "subscription.cycled"; "subscription.updated" ] @ paid @ [ state ]
      "a renewal of a free one",
      free,
      nothing,
      pass "P1M",
      [ "subscription.cycled"
        "subscription.updated"
        "order.created"
        "order.updated"
        "order.paid"
        state ]
      "the end of a trial", trial, nothing, pass "P14D", [ "subscription.cycled"; "subscription.updated" ] @ paid @ [ state ]
      "a trial that is ended",
      trial,
      nothing,
      patch """{"trial_end":"now"}""",
      [ "subscription.cycled"; "subscription.updated" ] @ paid @ [ state ]
      "a trial that is prolonged", trial, nothing, patch """{"trial_end":"2026-06-01T00:00:00Z"}""", [ "subscription.updated"; state ]
      "a trial that is added", monthly, nothing, patch """{"trial_end":"2026-06-01T00:00:00Z"}""", [ "subscription.updated"; state ]
      "nothing at all", monthly, nothing, patch "{}", [ "subscription.updated"; state ]
      "other metadata", monthly, nothing, patch """{"metadata":{"a":1}}""", [ "subscription.updated"; state ]
      "another end of the period",
      monthly,
      nothing,
      patch """{"current_billing_period_end":"2026-03-20T00:00:00Z"}""",
      [ "subscription.updated"; state ]
      "more seats, later", seats, nothing, patch """{"seats":5,"proration_behavior":"next_period"}""", [ "subscription.updated"; state ]
      "more seats, on the next bill",
      seats,
      nothing,
      patch """{"seats":5,"proration_behavior":"prorate"}""",
      [ "subscription.updated"; state ]
      "more seats, at once",
      seats,
      nothing,
      patch """{"seats":5,"proration_behavior":"invoice"}""",
      [ "order.created"
        "subscription.updated"
        "order.updated"
        "order.paid"
        "order.updated"
        "order.updated"
        state ]
      "as many seats as there are", seats, nothing, patch """{"seats":3}""", []
      "as many seats as there are, where others were to come",
      seats,
      patch """{"seats":5,"proration_behavior":"next_period"}""",
      patch """{"seats":3}""",
      [ "subscription.updated"; state ]
      "a pending change that is dropped",
      seats,
      patch """{"seats":5,"proration_behavior":"next_period"}""",
      patch """{"pending_update":null}""",
      [ "subscription.updated"; state ]
      "a cancellation", monthly, nothing, cancel, [ "subscription.updated"; "subscription.canceled"; state ]
      "a cancellation taken back",
      monthly,
      cancel,
      patch """{"cancel_at_period_end":false}""",
      [ "subscription.updated"; "subscription.uncanceled"; state ]
      "the end of a canceled one",
      monthly,
      cancel,
      pass "P1M",
      [ "subscription.updated"
        "subscription.canceled"
        "subscription.revoked"
        state ]
      "the end of a canceled one with seats",
      seats,
      cancel,
      pass "P1M",
      [ "customer_seat.revoked"
        "subscription.updated"
        "subscription.canceled"
        "subscription.revoked"
        state ]
      "an end at once",
      monthly,
      nothing,
      delete,
      [ "subscription.updated"
        "subscription.canceled"
        "subscription.revoked"
        state ]
      "an end at once with seats",
      seats,
      nothing,
      patch """{"revoke":true}""",
      [ "customer_seat.revoked"
        "subscription.updated"
        "subscription.canceled"
        "subscription.revoked"
        state ]
      "an end at once of a canceled one",
      monthly,
      cancel,
      delete,
      [ "subscription.updated"
        "subscription.canceled"
        "subscription.revoked"
        state ]
      "a pause that is asked for", monthly, nothing, pause, [ "subscription.updated"; state ]
      "a pause that is taken back", monthly, pause, patch """{"pause_at_period_end":false}""", [ "subscription.updated"; state ]
      "a pause that begins", monthly, pause, pass "P1M", [ "subscription.updated"; "subscription.paused"; state ]
      "a pause that begins with seats",
      seats,
      pause,
      pass "P1M",
      [ "customer_seat.revoked"
        "subscription.updated"
        "subscription.paused"
        state ]
      "a pause that is ended",
      monthly,
      both pause (pass "P1M"),
      patch """{"resume":true}""",
      [ "subscription.updated"; "subscription.resumed" ] @ paid @ [ state ]
      "a pause that ends by itself",
      monthly,
      both (patch """{"pause_at_period_end":true,"resumes_at":"2026-05-01T00:00:00Z"}""") (pass "P1M"),
      pass "P1M",
      [ "subscription.updated"; "subscription.resumed" ] @ paid @ [ state ]
      "an end of a paused one",
      monthly,
      both pause (pass "P1M"),
      delete,
      [ "subscription.updated"
        "subscription.canceled"
        "subscription.revoked"
        state ] ]

[<Tests>]
let tests =
    testList
        "what is told of a subscription"
        [ for name, subscribe, before, step, expected in scenarios ->
              testCaseTask name (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id = subscribe fake
                      do! before id fake
                      let! told = Subscribing.toldDuring fake (fun () -> step id fake)
                      Expect.equal told expected "events"
                  }) ]
