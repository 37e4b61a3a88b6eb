/// Seats and units of a session: within which bounds, at what price, and who sits down.
module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutQuantityTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Sales.Checkouts.CheckoutSteps

let private seats =
    """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":2,"max_seats":9,"price_per_seat":300}]}}"""

let private units (kind: string) =
    "{\"amount_type\":\"unit_based\",\"minimum_units\":2,\"tiers\":{\"type\":\""
    + kind
    + "\",\"tiers\":[{\"bound\":10,\"unit_amount\":\"100\"},{\"bound\":20,\"unit_amount\":\"80\"}]}}"

/// Prices, the session's own bounds, a change of it, and the one fault that it has.
let private refused =
    [ seats, ""","min_seats":5,"max_seats":8""", """{"seats":4}""", ("greater_than_equal", "seats", "Minimum 5 seats required.")
      seats, ""","min_seats":5,"max_seats":8""", """{"seats":9}""", ("less_than_equal", "seats", "Maximum 8 seats allowed.")
      units "volume", "", """{"units":1}""", ("greater_than_equal", "units", "Minimum 2 units required.")
      units "volume", "", """{"units":21}""", ("less_than_equal", "units", "Maximum 20 units allowed.")
      units "volume", ""","min_units":5,"max_units":8""", """{"units":4}""", ("greater_than_equal", "units", "Minimum 5 units required.")
      units "volume", ""","min_units":5,"max_units":8""", """{"units":9}""", ("less_than_equal", "units", "Maximum 8 units allowed.") ]

/// Prices, what is in the body of a new session, and the one fault that it has.
let private refusedAtFirst =
    [ seats, ""","units":2""", ("value_error", "units", "Units can only be set for unit-based pricing.")
      units "volume", ""","seats":2""", ("value_error", "seats", "Seats can only be set for seat-based pricing.")
      units "volume", ""","max_seats":2""", ("value_error", "max_seats", "max_seats can only be set for seat-based pricing.")
      seats, ""","min_units":2""", ("value_error", "min_units", "min_units can only be set for unit-based pricing.")
      units "volume", ""","units":1""", ("greater_than_equal", "units", "Minimum 2 units required.")
      units "volume", ""","units":21""", ("less_than_equal", "units", "Maximum 20 units allowed.")
      units "volume", ""","min_units":1""", ("greater_than_equal", "min_units", "min_units must be at least 2.")
      units "volume", ""","max_units":21""", ("less_than_equal", "max_units", "max_units must be at most 20.") ]

/// Prices, what is in the body, and the number and the amount of the session.
let private costs =
    [ units "volume", "", 2L, 200L
      units "volume", ""","units":10""", 10L, 1000L
      units "volume", ""","units":12""", 12L, 960L
      units "graduated", ""","units":12""", 12L, 1160L
      units "graduated", ""","min_units":4""", 4L, 400L ]

let private at (place: string) = $"""["body","{place}"]"""

[<Tests>]
let tests =
    testList
        "numbers of a session"
        [ testList
              "are refused in a change:"
              [ for price, members, body, (kind, place, message) in refused ->
                    testCaseTask $"{body} with {members} at {price}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.monthly price fake
                            let! session = Buying.session product members fake
                            let! buyers = Buying.fill body session fake
                            Faults.one buyers (kind, at place, message)
                            let! merchants = patch body session fake
                            Faults.one merchants (kind, at place, message)
                        }) ]

          testList
              "are refused at first:"
              [ for price, members, (kind, place, message) in refusedAtFirst ->
                    testCaseTask $"{members} at {price}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.monthly price fake
                            let! answer = Buying.refused product members fake
                            Faults.one answer (kind, at place, message)
                        }) ]

          testList
              "cost"
              [ for price, members, number, amount in costs ->
                    testCaseTask $"{amount} with {members} at {price}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.monthly price fake
                            let! session = Buying.session product members fake
                            Expect.equal (Json.whole "units" session, Json.whole "amount" session) (number, amount) "units and amount"
                            let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                            Buying.succeeds answer |> ignore
                            let! order = Buying.only "/v1/orders/" fake
                            Expect.equal (Json.whole "units" order, Json.whole "subtotal_amount" order) (number, amount) "on the order"
                        }) ]

          testCaseTask "beside a fee are a line of their own, and nobody sits down by itself" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly (Buying.fixedPrice 1000 + "," + seats) fake
                  let! session = Buying.session product ""","seats":3""" fake
                  Expect.equal (Json.whole "amount" session, Json.text "product_price.amount_type" session) (1900L, "fixed") "session"

                  let! answer, told =
                      Events.during fake (fun () -> Buying.confirm (Buying.french "ada@acme.dev") session fake)

                  Buying.succeeds answer |> ignore
                  Expect.isFalse (List.contains "customer_seat.claimed" told) "nobody"
                  let! order = Buying.only "/v1/orders/" fake

                  Expect.equal
                      [ for item in Json.items "items" order -> Json.text "label" item, Json.whole "amount" item ]
                      [ "Pro", 1000L; "Pro (3 seats)", 900L ]
                      "lines"
              }) ]
