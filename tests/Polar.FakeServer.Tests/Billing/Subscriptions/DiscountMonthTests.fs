/// How long a discount that came with the purchase lasts: counted in months of the calendar, whatever the periods are.
module Polar.FakeServer.Tests.Billing.Subscriptions.DiscountMonthTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private months (count: int) =
    $""""duration":"repeating","duration_in_months":{count}"""

let private once = "\"duration\":\"once\""
let private forever = "\"duration\":\"forever\""

/// The discount, the period, more of the product's body, how far the clock goes, what is off each order from the first on.
let private lasting =
    [ "once", once, "month", "", "P3M", [ 500L; 0L; 0L; 0L ]
      "three months of monthly periods", months 3, "month", "", "P4M", [ 500L; 500L; 500L; 0L; 0L ]
      "three months of yearly periods", months 3, "year", "", "P2Y", [ 500L; 0L; 0L ]
      "one month of weekly periods", months 1, "week", "", "P21D", [ 500L; 0L; 0L; 0L ]
      "two months of fortnights", months 2, "week", ""","recurring_interval_count":2""", "P42D", [ 500L; 500L; 500L; 0L ]
      "always", forever, "month", "", "P3M", [ 500L; 500L; 500L; 500L ]
      "once behind a trial", once, "month", ""","trial_interval":"day","trial_interval_count":14""", "P45D", [ 0L; 500L; 0L ]
      "two months behind a trial",
      months 2,
      "month",
      ""","trial_interval":"day","trial_interval_count":14""",
      "P74D",
      [ 0L; 500L; 500L; 0L ] ]

[<Tests>]
let tests =
    testList
        "half off, bought on the 15th of January:"
        [ for name, duration, interval, members, time, expected in lasting ->
              testCaseTask name (fun () ->
                  task {
                      use! fake = Subscribing.startAt "2026-01-15T12:00:00Z"

                      let! discount =
                          Given.create "/v1/discounts/" $"""{{"name":"Half","type":"percentage","basis_points":5000,{duration}}}""" fake

                      let! product =
                          Subscribing.product "Pro" interval (Buying.fixedPrice 1000) members fake

                      let! id =
                          Subscribing.boughtWith
                              product
                              $""","discount_id":"{Json.text "id" discount}" """
                              (Subscribing.untaxed "ada@acme.dev" "tok_visa")
                              fake

                      do! fake.Clock.AdvanceAsync time
                      let! orders = Subscribing.orders fake
                      Expect.equal (orders |> List.rev |> List.map (Json.whole "discount_amount")) expected "off each order"
                      let! subscription = Subscribing.get id fake

                      Expect.equal (Json.isNull "discount_id" subscription) (List.last expected = 0L) "it is dropped when it has lasted"

                      Expect.equal (Json.whole "amount" subscription) (1000L - List.last expected) "what the subscription says"
                  }) ]
