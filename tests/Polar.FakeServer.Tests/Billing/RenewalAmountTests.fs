/// Amounts of renewals, pauses and changes of plans that were worked out by hand, by the rules of proration, discounts and taxes at once.
module Polar.FakeServer.Tests.Billing.RenewalAmountTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Billing.AmountsByHand

let private small =
    testCaseTask "what no card is charged for is a debt, and the next bill collects it" (fun () ->
        task {
            use! fake = june ()
            let! basic = Subscribing.monthly "Basic" 100 fake
            let! pro = Subscribing.monthly "Pro" 160 fake
            let! id = Subscribing.boughtWith basic "" untaxed fake
            do! at "2025-06-16T00:00:00Z" fake

            let! changed =
                Subscribing.patched id $"""{{"product_id":"{pro}","proration_behavior":"invoice"}}""" fake

            let! order = Subscribing.latestOrder fake
            Expect.equal (lines order, Json.whole "due_amount" order) ([ -50L; 80L ], 30L) "30 cents"
            Expect.equal (Json.text "status" order) "paid" "settled"
            let! payments = Http.get $"""/v1/payments/?order_id={Json.text "id" order}""" fake
            Expect.isEmpty (Json.items "items" payments.Json) "without a charge"
            let! held = balance (Json.text "customer_id" changed) fake
            Expect.equal held [ -30L ] "the debt"
            do! at "2025-07-01T00:00:00Z" fake
            let! next = Subscribing.latestOrder fake
            Expect.equal (amounts next) [ 160L; 0L; 160L; 0L; 160L; 30L; 190L ] "collected"
            let! held = balance (Json.text "customer_id" changed) fake
            Expect.equal held [ 0L ] "and gone"
        })

let private waiting =
    testCaseTask "what waits for the next period costs nothing until then, and whole then" (fun () ->
        task {
            use! fake = june ()
            let! discount = percent 1000 """"repeating","duration_in_months":2""" fake
            let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 1250) "" fake

            let! id =
                Subscribing.boughtWith team $""","seats":3,"discount_id":"{discount}" """ french fake

            do! at "2025-06-16T00:00:00Z" fake

            let! _ =
                Subscribing.patched id """{"seats":8,"proration_behavior":"next_period"}""" fake

            let! orders = Subscribing.orders fake
            Expect.hasLength orders 1 "no order"
            do! at "2025-07-01T00:00:00Z" fake
            let! second = Subscribing.latestOrder fake
            // 10000 less 1000; 9000 − 9000 / 1.2 = 1500.
            Expect.equal (amounts second) [ 10000L; 1000L; 7500L; 1500L; 9000L; 0L; 9000L ] "eight seats"
            do! at "2025-08-01T00:00:00Z" fake
            let! third = Subscribing.latestOrder fake
            // 10000 − 10000 / 1.2 = 1666.66….
            Expect.equal (amounts third) [ 10000L; 0L; 8333L; 1667L; 10000L; 0L; 10000L ] "the two months are over"
        })

let private paused =
    testCaseTask "a pause over the end of a period bills nothing, then the old price once more, then what has waited" (fun () ->
        task {
            use! fake = june ()
            let! basic = Subscribing.monthly "Basic" 1000 fake
            let! team = Subscribing.monthly "Pro" 3000 fake
            let! id = Subscribing.boughtWith basic "" french fake

            let! _ =
                Subscribing.patched id $"""{{"product_id":"{team}","proration_behavior":"next_period"}}""" fake

            let! _ = Subscribing.patched id """{"pause_at_period_end":true}""" fake
            do! at "2025-07-20T12:00:00Z" fake
            let! orders = Subscribing.orders fake
            Expect.hasLength orders 1 "nothing is billed"
            let! resumed = Subscribing.patched id """{"resume":true}""" fake
            Expect.equal (Json.text "current_period_end" resumed) "2025-08-20T12:00:00Z" "a period from today"
            Expect.equal (Json.text "pending_update.product_id" resumed) team "it waits on"
            let! order = Subscribing.latestOrder fake
            // 1000 − 1000 / 1.2 = 166.66….
            Expect.equal (amounts order) [ 1000L; 0L; 833L; 167L; 1000L; 0L; 1000L ] "the old price"
            do! at "2025-08-20T12:00:00Z" fake
            let! orders = Subscribing.orders fake

            // What waits was to come on July 1, and begins with that period, which is over: two are billed, one after the other.
            Expect.equal
                [ for order in List.truncate 2 orders -> amounts order ]
                [ for _ in 1..2 -> [ 3000L; 0L; 2500L; 500L; 3000L; 0L; 3000L ] ]
                "what has waited"

            Expect.equal
                (List.sort [ for order in List.truncate 2 orders -> Json.text "items.0.label" order ])
                [ "Pro — From Aug 1, 2025 to Sep 1, 2025"
                  "Pro — From Jul 1, 2025 to Aug 1, 2025" ]
                "for which time"

            Expect.hasLength orders 4 "no more"
        })

let private year =
    testCaseTask "who goes from a year to months has paid for six of them, and for a part of the seventh" (fun () ->
        task {
            use! fake = Subscribing.startAt "2025-01-01T00:00:00Z"
            let! yearly = Subscribing.product "Year" "year" (Buying.fixedPrice 100000) "" fake
            let! monthly = Subscribing.monthly "Month" 10000 fake
            let! id = Subscribing.boughtWith yearly "" french fake
            do! at "2025-04-11T00:00:00Z" fake
            let! changed = Subscribing.patched id $"""{{"product_id":"{monthly}"}}""" fake
            Expect.equal (Json.text "current_period_end" changed) "2025-05-11T00:00:00Z" "a month from today"
            let! order = Subscribing.latestOrder fake
            // 100000 × 265/365 = 72602.73…; 62603 − 62603 / 1.2 = 10433.83….
            Expect.equal (lines order) [ -72603L; 10000L ] "lines"
            Expect.equal (amounts order) [ -62603L; 0L; -52169L; -10434L; -62603L; 0L; 0L ] "the credit"

            for month in 5..10 do
                do! at $"2025-{month:D2}-11T00:00:00Z" fake
                let! order = Subscribing.latestOrder fake
                Expect.equal (amounts order) [ 10000L; 0L; 8333L; 1667L; 10000L; -10000L; 0L ] $"month {month}"
                let! held = balance (Json.text "customer_id" changed) fake
                Expect.equal held [ 62603L - 10000L * int64 (month - 4) ] $"what is left in month {month}"

            do! at "2025-11-11T00:00:00Z" fake
            let! order = Subscribing.latestOrder fake
            Expect.equal (amounts order) [ 10000L; 0L; 8333L; 1667L; 10000L; -2603L; 7397L ] "the seventh"
        })

let private swept =
    testCaseTask "what one change has left is on the order of the next, to the day" (fun () ->
        task {
            use! fake = june ()
            let! basic = Subscribing.monthly "Basic" 10000 fake
            let! pro = Subscribing.monthly "Pro" 30000 fake
            let! max = Subscribing.monthly "Max" 60000 fake
            let! id = Subscribing.boughtWith basic "" newYorker fake
            do! at "2025-06-11T00:00:00Z" fake

            let! _ =
                Subscribing.patched id $"""{{"product_id":"{pro}","proration_behavior":"prorate"}}""" fake

            do! at "2025-06-16T00:00:00Z" fake

            let! _ =
                Subscribing.patched id $"""{{"product_id":"{max}","proration_behavior":"invoice"}}""" fake

            let! order = Subscribing.latestOrder fake
            // Two thirds of 100 and 300 dollars, half of 300 and 600; 28333 × 0.08875 = 2514.55….
            Expect.equal (lines order) [ -6667L; 20000L; -15000L; 30000L ] "lines"
            Expect.equal (amounts order) [ 28333L; 0L; 28333L; 2515L; 30848L; 0L; 30848L ] "amounts"
            do! at "2025-07-01T00:00:00Z" fake
            let! next = Subscribing.latestOrder fake
            // 60000 × 0.08875 = 5325.
            Expect.equal (lines next, amounts next) ([ 60000L ], [ 60000L; 0L; 60000L; 5325L; 65325L; 0L; 65325L ]) "nothing twice"
        })

let private yen =
    testCaseTask "in a currency without cents halves go to the even unit, and two yen are a debt" (fun () ->
        task {
            use! fake = june ()
            let! basic = Subscribing.product "Basic" "month" (inBoth 1000 1001 "jpy") "" fake
            let! pro = Subscribing.product "Pro" "month" (inBoth 2000 1003 "jpy") "" fake
            let! id = Subscribing.boughtWith basic ""","currency":"jpy" """ japanese fake
            let! first = Subscribing.latestOrder fake
            // 1001 − 1001 / 1.1 = 91.
            Expect.equal (amounts first) [ 1001L; 0L; 910L; 91L; 1001L; 0L; 1001L ] "the first period"
            do! at "2025-06-16T00:00:00Z" fake

            let! changed =
                Subscribing.patched id $"""{{"product_id":"{pro}","proration_behavior":"invoice"}}""" fake

            let! order = Subscribing.latestOrder fake
            Expect.equal (lines order) [ -500L; 502L ] "500.5 and 501.5"
            Expect.equal (amounts order) [ 2L; 0L; 2L; 0L; 2L; 0L; 2L ] "too little for a tax"
            let! held = balance (Json.text "customer_id" changed) fake
            Expect.equal held [ -2L ] "and for a card"
        })

[<Tests>]
let tests =
    testList "amounts worked out by hand" [ small; waiting; paused; year; swept; yen ]
