/// Amounts of purchases, seats, trials and refunds that were worked out by hand, by the rules of discounts and taxes at once.
module Polar.FakeServer.Tests.Billing.PurchaseAmountTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Billing.AmountsByHand

let private once (prices: string) (members: string) (confirmation: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! product = Buying.once prices fake
        let! session = Buying.session product members fake
        let! confirmed = Buying.confirm confirmation session fake
        Buying.succeeds confirmed |> ignore
        return! Subscribing.latestOrder fake
    }

let private refund (order: JsonNode) (amount: int64) (fake: FakePolar) : Task<int64 * int64> =
    task {
        let! made =
            Given.create "/v1/refunds/" $"""{{"order_id":"{Json.text "id" order}","reason":"other","amount":{amount}}}""" fake

        return Json.whole "amount" made, Json.whole "tax_amount" made
    }

let private again (order: JsonNode) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Http.get $"""/v1/orders/{Json.text "id" order}""" fake
        return answer.Json
    }

let private back (order: JsonNode) =
    [ for name in
          [ "refunded_amount"
            "refunded_tax_amount"
            "refundable_amount"
            "refundable_tax_amount" ] -> Json.whole name order ]

let private purchases =
    [ testCaseTask "yen have no cents: a third off, tax inside, given back in three parts" (fun () ->
          task {
              use! fake = Fake.start ()
              let! discount = percent 3300 "\"once\"" fake

              let! order =
                  once (inBoth 1500 1980 "jpy") $""","currency":"jpy","discount_id":"{discount}" """ japanese fake
              // 1980 × 0.33 = 653.4; 1327 − 1327 / 1.1 = 120.63….
              Expect.equal (Json.text "currency" order) "jpy" "currency"
              Expect.equal (amounts order) [ 1980L; 653L; 1206L; 121L; 1327L; 0L; 1327L ] "amounts"
              // 500 × 121 / 1206 = 50.16…; 333 × 121 / 1206 = 33.41…; then what is left.
              let! first = refund order 500L fake
              let! second = refund order 333L fake
              let! half = again order fake
              Expect.equal (back half) [ 833L; 83L; 373L; 38L ] "in between"
              let! third = refund order 373L fake
              Expect.equal [ first; second; third ] [ 500L, 50L; 333L, 33L; 373L, 38L ] "parts"
              let! after = again order fake
              Expect.equal (Json.text "status" after, back after) ("refunded", [ 1206L; 121L; 0L; 0L ]) "all of it"
          })

      testCaseTask "tax on top to an eighth of a percent, given back down to the last cent" (fun () ->
          task {
              use! fake = Fake.start ()
              let! order = once (Buying.fixedPrice 3333) "" newYorker fake
              // 3333 × 0.08875 = 295.80….
              Expect.equal (amounts order) [ 3333L; 0L; 3333L; 296L; 3629L; 0L; 3629L ] "amounts"
              let! first = refund order 1000L fake
              let! second = refund order 1L fake
              let! third = refund order 2332L fake
              Expect.equal [ first; second; third ] [ 1000L, 89L; 1L, 0L; 2332L, 207L ] "parts"
              let! after = again order fake
              Expect.equal (Json.text "status" after, back after) ("refunded", [ 3333L; 296L; 0L; 0L ]) "all of it"
          })

      testCaseTask "what a bank disputes after a part went back has its share of the tax, and so has what is left" (fun () ->
          task {
              use! fake = Fake.start ()
              let! order = once (Buying.fixedPrice 3333) "" newYorker fake
              let! _ = refund order 1000L fake

              let! raised =
                  fake.Payments.RaiseDisputeAsync(
                      Guid.Parse(Json.text "id" order),
                      amount = 1000L,
                      status = Polar.Functional.Contracts.DisputeStatus.EarlyWarning
                  )

              let! seen = Http.get $"/v1/disputes/{raised.Id}" fake
              // 296 × 1000 / 3629 = 81.56….
              Expect.equal (Json.whole "amount" seen.Json, Json.whole "tax_amount" seen.Json) (918L, 82L) "the part"

              let! _ =
                  fake.Payments.AdvanceDisputeAsync(raised.Id, Polar.Functional.Contracts.DisputeStatus.Prevented)

              let! after = again order fake
              Expect.equal (Json.text "status" after, back after) ("partially_refunded", [ 1918L; 171L; 1415L; 125L ]) "went back"
              let! rest = fake.Payments.RaiseDisputeAsync(Guid.Parse(Json.text "id" order))
              Expect.equal (rest.Amount, rest.TaxAmount) (1415L, 125L) "what is left"
          }) ]

let private seats =
    testCaseTask "seats come and go in one period, at 29 percent off, tax inside" (fun () ->
        task {
            use! fake = june ()
            let! discount = percent 2900 "\"forever\"" fake
            let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 999) "" fake

            let! id =
                Subscribing.boughtWith team $""","seats":3,"discount_id":"{discount}" """ french fake

            let! first = Subscribing.latestOrder fake
            // 2997 × 0.29 = 869.13; 2128 − 2128 / 1.2 = 354.66….
            Expect.equal (amounts first) [ 2997L; 869L; 1773L; 355L; 2128L; 0L; 2128L ] "the first period"
            do! at "2025-06-11T00:00:00Z" fake
            let! _ = Subscribing.patched id """{"seats":7,"proration_behavior":"prorate"}""" fake
            do! at "2025-06-21T00:00:00Z" fake

            let! changed =
                Subscribing.patched id """{"seats":5,"proration_behavior":"prorate"}""" fake

            Expect.equal (Json.whole "amount" changed) 3546L "4995 less 1448.55"
            do! at "2025-07-01T00:00:00Z" fake
            let! order = Subscribing.latestOrder fake
            // Seven are 6993 − 2028 = 4965: (4965 − 2128) × 20/30 = 1891.33…. Five are 3546: (3546 − 4965) × 10/30 = −473.
            Expect.equal (lines order) [ 1891L; -473L; 4995L ] "lines"
            // The discount is on 4995 alone; 4964 − 4964 / 1.2 = 827.33….
            Expect.equal (amounts order) [ 6413L; 1449L; 4137L; 827L; 4964L; 0L; 4964L ] "the second period"
        })

let private monthEnd =
    testCaseTask "a month that ends on February 29 has 29 days, and the next one 31" (fun () ->
        task {
            use! fake = Subscribing.startAt "2028-01-31T00:00:00Z"
            let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 1111) "" fake
            let! id = Subscribing.boughtWith team ""","seats":3""" untaxed fake
            do! at "2028-02-10T12:00:00Z" fake
            // 18.5 of 29 days: 708.74….
            let! _ = Subscribing.patched id """{"seats":4,"proration_behavior":"invoice"}""" fake
            let! order = Subscribing.latestOrder fake
            Expect.equal (lines order) [ 708L ] "the first month"
            do! at "2028-02-29T00:00:00Z" fake
            do! at "2028-03-10T12:00:00Z" fake
            // 20.5 of 31 days: 734.69….
            let! changed =
                Subscribing.patched id """{"seats":5,"proration_behavior":"invoice"}""" fake

            let! order = Subscribing.latestOrder fake
            Expect.equal (lines order) [ 734L ] "the second"
            Expect.equal (Json.text "current_period_end" changed) "2028-03-31T00:00:00Z" "its end"
            do! at "2028-03-31T00:00:00Z" fake
            let! renewed = Subscribing.get id fake
            Expect.equal (Json.text "current_period_end" renewed) "2028-04-30T00:00:00Z" "the end of the third"
            let! order = Subscribing.latestOrder fake
            Expect.equal (lines order) [ 5555L ] "five seats"
        })

let private trial =
    testCaseTask "a discount for once is on the first period that is paid for, behind the trial, and gone then" (fun () ->
        task {
            use! fake = june ()
            let! discount = percent 1500 "\"once\"" fake

            let! product =
                Subscribing.product "Pro" "month" (Buying.fixedPrice 1999) ""","trial_interval":"day","trial_interval_count":7""" fake

            let! _ =
                Subscribing.boughtWith product $""","discount_id":"{discount}" """ french fake

            let! free = Subscribing.latestOrder fake
            Expect.equal (amounts free) [ 0L; 0L; 0L; 0L; 0L; 0L; 0L ] "the trial"
            do! at "2025-06-08T00:00:00Z" fake
            let! first = Subscribing.latestOrder fake
            // 1999 × 0.15 = 299.85; 1699 − 1699 / 1.2 = 283.16….
            Expect.equal (amounts first) [ 1999L; 300L; 1416L; 283L; 1699L; 0L; 1699L ] "the first period"
            do! at "2025-07-08T00:00:00Z" fake
            let! second = Subscribing.latestOrder fake
            Expect.equal (amounts second) [ 1999L; 0L; 1666L; 333L; 1999L; 0L; 1999L ] "the second"
        })

let private credit =
    testCaseTask "seats given back at once are credit with their tax, which the next bill uses up" (fun () ->
        task {
            use! fake = june ()
            let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 1500) "" fake
            let! id = Subscribing.boughtWith team ""","seats":10""" newYorker fake
            do! at "2025-06-16T00:00:00Z" fake

            let! changed =
                Subscribing.patched id """{"seats":7,"proration_behavior":"invoice"}""" fake

            let! order = Subscribing.latestOrder fake
            // 2250 × 0.08875 = 199.68….
            Expect.equal (amounts order) [ -2250L; 0L; -2250L; -200L; -2450L; 0L; 0L ] "the credit"
            Expect.equal (Json.text "status" order) "paid" "nothing is due"
            let! held = balance (Json.text "customer_id" changed) fake
            Expect.equal held [ 2450L ] "the balance"
            do! at "2025-07-01T00:00:00Z" fake
            let! next = Subscribing.latestOrder fake
            // 10500 × 0.08875 = 931.875.
            Expect.equal (amounts next) [ 10500L; 0L; 10500L; 932L; 11432L; -2450L; 8982L ] "the next bill"
            let! held = balance (Json.text "customer_id" changed) fake
            Expect.equal held [ 0L ] "used up"
            let! payments = Http.get $"""/v1/payments/?order_id={Json.text "id" next}""" fake
            Expect.equal (Json.whole "items.0.amount" payments.Json) 8982L "charged"
            // What was paid by the balance is no money that could go back.
            Expect.equal (back next) [ 0L; 0L; 8050L; 932L ] "may go back"
        })

let private twice =
    testCaseTask "what goes back is taken off a customer's credit, tax included, and no further than that" (fun () ->
        task {
            use! fake = june ()
            let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 1500) "" fake
            let! id = Subscribing.boughtWith team ""","seats":10""" newYorker fake
            let! bought = Subscribing.latestOrder fake
            do! at "2025-06-16T00:00:00Z" fake

            let! changed =
                Subscribing.patched id """{"seats":7,"proration_behavior":"invoice"}""" fake

            let customer = Json.text "customer_id" changed
            // 1000 × 1331 / 15000 = 88.73….
            let! part = refund bought 1000L fake
            Expect.equal part (1000L, 89L) "a part"
            let! held = balance customer fake
            Expect.equal held [ 2450L - 1089L ] "credit is taken with it"
            let! _ = refund bought 5000L fake
            let! held = balance customer fake
            Expect.equal held [ 0L ] "and no debt comes of it"
            do! at "2025-07-01T00:00:00Z" fake
            let! next = Subscribing.latestOrder fake
            Expect.equal (amounts next) [ 10500L; 0L; 10500L; 932L; 11432L; 0L; 11432L ] "the next bill"
        })

[<Tests>]
let tests =
    testList "amounts worked out by hand" (purchases @ [ seats; monthEnd; trial; credit; twice ])
