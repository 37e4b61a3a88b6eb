/// Subscriptions by units, and products that a number or a currency keeps out.
module Polar.FakeServer.Tests.Billing.Subscriptions.UnitChangeTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Two to ten units at 10 dollars.
let private units =
    """{"amount_type":"unit_based","minimum_units":2,"tiers":{"type":"volume","tiers":[{"bound":10,"unit_amount":"1000"}]}}"""

let private untaxed = Subscribing.untaxed "ada@acme.dev" "tok_visa"

let private inUnits (fake: FakePolar) =
    task {
        let! product = Subscribing.product "Box" "month" units "" fake
        return! Subscribing.boughtWith product ""","units":3""" untaxed fake
    }

/// How many units, and the refusal.
let private bounds =
    [ 1, ("BelowMinimumUnits", "Minimum 2 units required.")
      11, ("AboveMaximumUnits", "Maximum 10 units allowed.") ]

[<Tests>]
let tests =
    testList
        "units of a subscription"
        [ for count, (error, detail) in bounds do
              testCaseTask $"are not {count}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id = inUnits fake
                      let! answer = Subscribing.patch id $"""{{"units":{count}}}""" fake
                      Faults.domain answer 400 error detail
                  })

          testCaseTask "are billed for the rest of the period as seats are, and then whole" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! id = inUnits fake
                  do! Subscribing.until "2025-06-16T00:00:00Z" fake

                  let! more =
                      Subscribing.patched id """{"units":5,"proration_behavior":"invoice"}""" fake

                  Expect.equal (Json.whole "units" more, Json.whole "amount" more) (5L, 5000L) "at once"
                  let! order = Subscribing.latestOrder fake

                  Expect.equal
                      [ for _, amount, settles in Subscribing.lines order -> amount, settles ]
                      [ 1000L, true ]
                      "two for half a month"

                  let! _ =
                      Subscribing.patched id """{"units":2,"proration_behavior":"next_period"}""" fake

                  let! waiting = Subscribing.get id fake
                  Expect.equal (Json.whole "pending_update.units" waiting) 2L "to come"
                  do! Subscribing.until "2025-07-01T00:00:00Z" fake
                  let! next = Subscribing.latestOrder fake
                  Expect.equal [ for _, amount, settles in Subscribing.lines next -> amount, settles ] [ 2000L, false ] "the next month"
              })

          testCaseTask "are not left for a product without, nor reached later" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = inUnits fake
                  let! plain = Subscribing.monthly "Plain" 1000 fake
                  let! answer = Subscribing.patch id $"""{{"product_id":"{plain}"}}""" fake

                  Faults.one
                      answer
                      ("value_error", """["body","product_id"]""", "Can't switch from a unit-based to a non-unit-based product.")

                  let! other =
                      Subscribing.boughtWith plain "" (Subscribing.untaxed "eve@acme.dev" "tok_visa") fake

                  let! boxes = Subscribing.product "Box" "month" units "" fake

                  let! later =
                      Subscribing.patch other $"""{{"product_id":"{boxes}","proration_behavior":"next_period"}}""" fake

                  Faults.one
                      later
                      ("value_error",
                       """["body","proration_behavior"]""",
                       "Switching from a non-unit to a unit-based product must apply immediately and can't use the 'next_period' proration behavior.")

                  let! now = Subscribing.patched other $"""{{"product_id":"{boxes}"}}""" fake
                  Expect.equal (Json.whole "units" now) 2L "the least that are sold"
              })

          testCaseTask "or seats: a product whose tiers end before there are as many is refused" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 1000) "" fake

                  let! small =
                      Subscribing.product
                          "Small"
                          "month"
                          (Subscribing.seatPrice """{"min_seats":1,"max_seats":10,"price_per_seat":500}""")
                          ""
                          fake

                  let! id = Subscribing.boughtWith team ""","seats":12""" untaxed fake
                  let! answer = Subscribing.patch id $"""{{"product_id":"{small}"}}""" fake
                  Faults.domain answer 400 "InvalidQuantityError" "No tier covers quantity 12"
              })

          testCaseTask "aside: a product has to be sold in the subscription's currency" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! both =
                      Subscribing.product
                          "Both"
                          "month"
                          """{"amount_type":"fixed","price_amount":1000},{"amount_type":"fixed","price_amount":900,"price_currency":"eur"}"""
                          ""
                          fake

                  let! dollars = Subscribing.monthly "Dollars" 2000 fake
                  let! id = Subscribing.boughtWith both ""","currency":"eur" """ untaxed fake
                  let! answer = Subscribing.patch id $"""{{"product_id":"{dollars}"}}""" fake

                  Faults.one
                      answer
                      ("value_error", """["body","product_id"]""", "This product doesn't have a price for the subscription currency.")
              }) ]
