/// What discounts take off, and for how long.
module Polar.FakeServer.Tests.Catalog.Discounts.DiscountAmountTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Catalog.Discounts
open Polar.FakeServer.Tests
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Billing.Subscriptions.SubscriptionDiscounts

let private made (members: string) (fake: FakePolar) =
    task {
        let! discount =
            Given.create "/v1/discounts/" $$"""{"name":"Spring"{{members}}}""" fake

        return Json.text "id" discount
    }

let private percent (basisPoints: int) =
    $""","type":"percentage","duration":"forever","basis_points":{basisPoints}"""

let private fixedAmount (amounts: string) =
    $$$""","type":"fixed","duration":"forever","amounts":{{{{amounts}}}}"""

/// The amount, hundredths of a percent, and what is taken off. Where binary fractions fall just short of a half, it is rounded down.
let private percentages =
    [ 1000, 2000, 200
      1005, 1000, 101
      1004, 1000, 100
      999, 3333, 333
      333, 5000, 167
      50, 2900, 14
      90, 3500, 31
      100, 5750, 57
      180, 1750, 31
      10000, 1, 1
      4999, 1, 0
      5000, 1, 1
      99_999_999, 9999, 99_989_999
      99_999_999, 10000, 99_999_999 ]

/// The amount, what the discount says, and what is taken off.
let private sums =
    [ 1000, "\"usd\":300", 300
      1000, "\"usd\":1000", 1000
      1000, "\"usd\":999999999999", 1000
      1000, "\"usd\":0", 0
      1000, "\"eur\":900,\"usd\":300", 300 ]

let private takingOff =
    [ for amount, basisPoints, expected in percentages do
          testCaseTask $"{basisPoints} hundredths of a percent of {amount} are {expected}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice amount) fake
                  let! discount = made (percent basisPoints) fake
                  let! session = Buying.session product $""","discount_id":"{discount}" """ fake
                  Expect.equal (Json.whole "discount_amount" session) (int64 expected) "taken off"
                  Expect.equal (Json.whole "net_amount" session) (int64 (amount - expected)) "left"
              })

      for amount, amounts, expected in sums do
          testCaseTask $"{amounts} off {amount} are {expected}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice amount) fake
                  let! discount = made (fixedAmount amounts) fake
                  let! session = Buying.session product $""","discount_id":"{discount}" """ fake
                  Expect.equal (Json.whole "discount_amount" session) (int64 expected) "taken off"
              })

      testCaseTask "a discount is of the sum of all that is charged whatever is used" (fun () ->
          task {
              use! fake = Fake.startWith (fun options -> options.Empty <- false)
              let! listed = Http.get "/v1/products/?query=API" fake
              let meter = Json.text "items.0.prices.1.meter_id" listed.Json

              let! product =
                  Buying.monthly
                      $$$"""{"amount_type":"fixed","price_amount":1001},{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":100}]}},{"amount_type":"metered_unit","meter_id":"{{{meter}}}","unit_amount":"5"}"""
                      fake

              let! discount = made (percent 1000) fake

              let! session =
                  Buying.session product $""","seats":3,"discount_id":"{discount}" """ fake

              Expect.equal (Json.whole "amount" session, Json.whole "discount_amount" session) (1301L, 130L) "a tenth of both"
          })

      testCaseTask "what the buyer chooses to pay is discounted too" (fun () ->
          task {
              use! fake = Fake.start ()

              let! product =
                  Buying.once """{"amount_type":"custom","minimum_amount":100,"preset_amount":1000}""" fake

              let! discount = made (percent 2500) fake
              let! session = Buying.session product $""","discount_id":"{discount}" """ fake
              let! answer = Buying.fill """{"amount":2002}""" session fake
              let filled = Buying.succeeds answer
              Expect.equal (Json.whole "discount_amount" filled, Json.whole "net_amount" filled) (501L, 1501L) "of what was chosen"
          }) ]

/// A discount as the world keeps it.
let private row (isFixed: bool) (value: int64) =
    DiscountRow(
        Id = Guid.Empty,
        OrganizationId = Guid.Empty,
        CreatedAt = Fake.startTime,
        Name = "Spring",
        Type =
            (if isFixed then
                 DiscountType.Fixed
             else
                 DiscountType.Percentage),
        Duration = DiscountDuration.Forever,
        BasisPoints = (if isFixed then 0L else value),
        Amounts = ValueMap<int64>.op_Implicit(Collections.Generic.Dictionary(dict [ "usd", value ])),
        Metadata = ValueMap<JsonScalar>.Empty
    )

/// Several amounts, the discount, and what each of them gets of it.
let private shares =
    [ "a sum in proportion", true, 100L, [ 1000L; 3000L ], [ 25L; 75L ]
      "a sum, what is left going to the largest remainder", true, 100L, [ 500L; 500L; 500L ], [ 34L; 33L; 33L ]
      "a sum, two being left", true, 101L, [ 300L; 300L; 301L ], [ 34L; 33L; 34L ]
      "a sum, equal remainders going to those in front", true, 5L, [ 1L; 1L; 1L; 1L; 1L; 1L ], [ 1L; 1L; 1L; 1L; 1L; 0L ]
      "a sum that is more than all of it", true, 5000L, [ 300L; 700L ], [ 300L; 700L ]
      "a sum off nothing", true, 100L, [ 0L; 0L ], [ 0L; 0L ]
      "a percentage of each by itself", false, 5000L, [ 333L; 333L; 333L ], [ 167L; 167L; 167L ]
      "a percentage of credits, away from nothing", false, 5000L, [ -333L; 333L ], [ -167L; 167L ] ]

let private sharing =
    [ for name, isFixed, value, amounts, expected in shares ->
          testCase $"several items share {name}" (fun () ->
              let actual = DiscountRules.Amounts(row isFixed value, ResizeArray amounts, "usd")
              Expect.equal (List.ofArray actual) expected "shares") ]

/// The plan, the discount's duration, how far time goes, and what each period costs.
let private durations =
    [ "month", "", "\"once\"", "P4M", [ 500L; 1000L; 1000L; 1000L; 1000L ]
      "month", "", "\"repeating\",\"duration_in_months\":1", "P3M", [ 500L; 1000L; 1000L; 1000L ]
      "month", "", "\"repeating\",\"duration_in_months\":3", "P4M", [ 500L; 500L; 500L; 1000L; 1000L ]
      "month", "", "\"forever\"", "P3M", [ 500L; 500L; 500L; 500L ]
      "year", "", "\"repeating\",\"duration_in_months\":12", "P2Y", [ 500L; 1000L; 1000L ]
      "year", "", "\"repeating\",\"duration_in_months\":24", "P3Y", [ 500L; 500L; 1000L; 1000L ]
      "week", "", "\"repeating\",\"duration_in_months\":1", "P3W", [ 500L; 1000L; 1000L; 1000L ]
      "week", "", "\"repeating\",\"duration_in_months\":2", "P6W", [ 500L; 500L; 500L; 500L; 500L; 1000L; 1000L ]
      "month", ",\"trial_interval\":\"day\",\"trial_interval_count\":10", "\"once\"", "P3M", [ 0L; 500L; 1000L; 1000L ]
      "month",
      ",\"trial_interval\":\"day\",\"trial_interval_count\":10",
      "\"repeating\",\"duration_in_months\":2",
      "P3M",
      [ 0L; 500L; 500L; 1000L ] ]

/// A subscription with a discount.
let private subscribed (interval: string) (members: string) (discount: string) (fake: FakePolar) =
    task {
        let! product =
            Given.create
                "/v1/products/"
                $$"""{"name":"Pro","recurring_interval":"{{interval}}"{{members}},"prices":[{"amount_type":"fixed","price_amount":1000}]}"""
                fake

        let! id = made discount fake

        let! session =
            Buying.session (Json.text "id" product) $""","discount_id":"{id}" """ fake

        let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
        Buying.succeeds answer |> ignore
        return id
    }

let private lasting =
    [ for interval, members, duration, time, expected in durations do
          testCaseTask $"a {interval} with{members} and half off {duration}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = subscribed interval members (half duration) fake
                  do! fake.Clock.AdvanceAsync time
                  let! paid = totals fake
                  Expect.equal paid expected "each period"
                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  Expect.equal (Json.whole "amount" subscription) (List.last expected) "what the next one costs"

                  Expect.equal
                      (Json.isNull "discount_id" subscription)
                      (List.last expected = 1000L)
                      "the discount is gone when its time is over"

                  let! discount = Http.get $"/v1/discounts/{id}" fake
                  Expect.equal (Json.whole "redemptions_count" discount.Json) 1L "renewals are no uses"
              })

      for name, change in
          [ "its end has come", (fun (path: string) -> Http.patch path """{"ends_at":"2026-03-02T00:00:00Z"}""")
            "it was used by all who may", (fun path -> Http.patch path """{"max_redemptions":1}""")
            "it is deleted", (fun path -> Http.delete path) ] do
          testCaseTask $"a discount that is applied stays applied when {name}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = subscribed "month" "" (half "\"forever\"") fake
                  let! changed = change $"/v1/discounts/{id}" fake
                  Expect.isLessThan changed.Status 300 changed.Text
                  do! fake.Clock.AdvanceAsync "P2M"
                  let! paid = totals fake
                  Expect.equal paid [ 500L; 500L; 500L ] "each period"
              }) ]

[<Tests>]
let tests = testList "what discounts come to" (takingOff @ sharing @ lasting)
