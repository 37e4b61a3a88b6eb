/// What is charged for use: when it is found, what it costs, on which bill it is, and what subscriptions show of it.
module Polar.FakeServer.Tests.MeteredBillingTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage

let private quarter = TimeSpan.FromMinutes 15.

let private perUnit (meter: string) (rate: string) (members: string) =
    $"""{{"amount_type":"metered_unit","meter_id":"{meter}","unit_amount":"{rate}"{members}}}"""

/// Five dollars, and so much a unit.
let private feeAnd (meter: string) (rate: string) =
    Buying.fixedPrice 500 + "," + perUnit meter rate ""

/// Ada with a card, on a monthly plan of these prices.
type private Plan =
    { Fake: FakePolar
      Customer: string
      Product: string
      Subscription: string }

let private subscribedTo (product: string) (customer: string) (fake: FakePolar) =
    task {
        let! checkout =
            Given.create "/v1/checkouts/" $"""{{"products":["{product}"],"customer_id":"{customer}"}}""" fake

        let! confirmed =
            Buying.confirm
                """{"confirmation_token_id":"tok_visa","customer_billing_name":"Ada","customer_billing_address":{"country":"MX"}}"""
                checkout
                fake

        Buying.succeeds confirmed |> ignore
        let! subscriptions = Http.get $"/v1/subscriptions/?customer_id={customer}" fake

        return
            { Fake = fake
              Customer = customer
              Product = product
              Subscription = Json.text "items.0.id" subscriptions.Json }
    }

let private subscribed (prices: string) (members: string) (fake: FakePolar) =
    task {
        let! customer = Measuring.customer "ada@polar.sh" ""","external_id":"ada" """ fake
        let! product = Buying.monthlyWith prices members fake
        return! subscribedTo product customer fake
    }

let private subscription (plan: Plan) =
    task {
        let! answer = Http.get $"/v1/subscriptions/{plan.Subscription}" plan.Fake
        return answer.Json
    }

/// Consumed, credited, amount of the only meter.
let private shown (plan: Plan) =
    task {
        let! subscription = subscription plan

        match Json.items "meters" subscription with
        | [ meter ] -> return Measuring.decimal "consumed_units" meter, Json.whole "credited_units" meter, Json.whole "amount" meter
        | other -> return failwith $"{other.Length} meters"
    }

let private orders (plan: Plan) =
    task {
        let! answer = Http.get "/v1/orders/?sorting=created_at&limit=100" plan.Fake
        return Json.items "items" answer.Json
    }

/// The lines of an order: label and amount.
let private lines (order: JsonNode) =
    [ for item in Json.items "items" order -> Json.text "label" item, Json.whole "amount" item ]

/// The lines for use of the latest order.
let private billed (plan: Plan) =
    task {
        let! all = orders plan

        return
            [ for label, amount in lines (List.last all) do
                  if label.Contains "consumed units" then
                      label, amount ]
    }

let private renew (plan: Plan) =
    Measuring.pass (TimeSpan.FromDays 31.) plan.Fake

let private use' (plan: Plan) (numbers: decimal list) =
    Measuring.callsOf plan.Customer numbers plan.Fake

/// An aggregation, a price, what is used, and the line of it.
let private examples =
    [ "count", "100", "", [ 1M; 1M; 1M ], "Calls — (3 consumed units) × $1.00", 300L
      "sum", "100", "", [ 20M; 30M ], "Calls — (50 consumed units) × $1.00", 5000L
      "sum", "100", ""","cap_amount":5000""", [ 1000M ], "Calls — (1,000 consumed units) × $1.00 — Capped at $50.00", 5000L
      "sum", "100", "", [ 1.994M ], "Calls — (1.994 consumed units) × $1.00", 199L
      "sum", "100", "", [ 1M; 0.995M ], "Calls — (1.995 consumed units) × $1.00", 200L
      "sum", "0.5", "", [ 60M; 40M ], "Calls — (100 consumed units) × $0.005", 50L
      "sum", "0.000000000001", "", [ 1000000M ], "Calls — (1,000,000 consumed units) × $0.00000000000001", 0L
      "sum", "0.000000000001", "", [ 1000000000000M ], "Calls — (1,000,000,000,000 consumed units) × $0.00000000000001", 1L
      "sum", "100", "", [ 5M; -10M ], "Calls — (0 consumed units) × $1.00", 0L
      "max", "1000", "", [ 1M; 3M; 2M ], "Calls — (3 consumed units) × $10.00", 3000L
      "min", "1000", "", [ 4M; 3M; 5M ], "Calls — (3 consumed units) × $10.00", 3000L
      "avg", "100", "", [ 1M; 2M ], "Calls — (1.5 consumed units) × $1.00", 150L
      "unique", "100", "", [ 1M; 2M; 2M ], "Calls — (2 consumed units) × $1.00", 200L ]

let private meterOf func fake =
    Measuring.calls
        (if func = "count" then
             Measuring.count
         else
             Measuring.ofN func)
        fake

let private creditOf (meter: string) (units: int) (plan: Plan) =
    task {
        let! benefit =
            Given.create
                "/v1/benefits/"
                $"""{{"type":"meter_credit","description":"Credit","properties":{{"meter_id":"{meter}","units":{units},"rollover":false}}}}"""
                plan.Fake

        let! answer =
            Http.post $"/v1/products/{plan.Product}/benefits" $"""{{"benefits":["{Json.text "id" benefit}"]}}""" plan.Fake

        Expect.equal answer.Status 200 answer.Text
    }

[<Tests>]
let renewals =
    testList
        "use that is billed with a renewal"
        [ for func, rate, members, numbers, label, amount in examples do
              testCaseTask $"{func} of {numbers} at {rate}{members}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! meter = meterOf func fake

                      let! plan =
                          subscribed $"{Buying.fixedPrice 500},{perUnit meter rate members}" "" fake

                      do! use' plan numbers
                      do! renew plan
                      let! lines = billed plan
                      Expect.equal lines [ label, amount ] "the line"
                      let! all = orders plan
                      let order = List.last all
                      Expect.equal (Json.whole "subtotal_amount" order) (500L + amount) "subtotal"
                      Expect.equal (Json.text "billing_reason" order, Json.text "status" order) ("subscription_cycle", "paid") "order"
                  })

          testCaseTask "use is found every quarter of an hour, and told of" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake
                  let! nothing = shown plan
                  Expect.equal nothing (0M, 0L, 0L) "a meter for each price, from the beginning"
                  do! Measuring.pass quarter fake
                  do! use' plan [ 20M ]
                  do! use' plan [ 30M ]
                  let! before = shown plan
                  Expect.equal before (0M, 0L, 0L) "not found yet"

                  let! _, events =
                      Events.during fake (fun () -> task { do! Measuring.pass quarter fake })

                  Expect.equal events [ "subscription.updated"; "customer.state_changed" ] "told"
                  let! found = shown plan
                  Expect.equal found (50M, 0L, 5000L) "found"
                  let! state = Http.get $"/v1/customers/{plan.Customer}/state" fake
                  let meterOfState = Json.at "active_subscriptions.0.meters.0" state.Json

                  Expect.equal
                      [ for KeyValue(name, _) in meterOfState.AsObject() -> name ]
                      [ "created_at"
                        "modified_at"
                        "id"
                        "consumed_units"
                        "credited_units"
                        "amount"
                        "meter_id" ]
                      "members"

                  Expect.equal (Json.whole "amount" meterOfState) 5000L "the state"

                  let! _, events =
                      Events.during fake (fun () -> task { do! Measuring.pass (TimeSpan.FromHours 1.) fake })

                  Expect.isEmpty events "nothing new, nothing told"
              })

          testCaseTask "after a renewal the subscription shows nothing used, once it is looked at again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake
                  do! use' plan [ 20M ]
                  do! renew plan
                  let! after = shown plan
                  Expect.equal after (20M, 0L, 2000L) "as it was"
                  do! Measuring.pass quarter fake
                  let! later = shown plan
                  Expect.equal later (0M, 0L, 0L) "on a bill by now"
                  let! numbers = Measuring.row plan.Customer meter fake
                  Expect.equal (Measuring.numbers numbers) (0M, 0L, 0M) "the customer's meter counts from nothing"
              })

          testCaseTask "credit comes off what is used, and no further" (fun () ->
              task {
                  for units, numbers, label, amount in
                      [ 10, [ 20M; 30M ], "Calls — (40 consumed units) × $1.00", 4000L
                        100, [ 20M; 30M ], "Calls — (0 consumed units) × $1.00", 0L ] do
                      use! fake = Fake.start ()
                      let! meter = meterOf "sum" fake
                      let! plan = subscribed (perUnit meter "100" "") "" fake
                      do! creditOf meter units plan
                      do! use' plan numbers
                      do! Measuring.pass quarter fake
                      let! shown = shown plan
                      Expect.equal shown (50M, int64 units, amount) "consumed, credited, amount"
                      do! renew plan
                      let! lines = billed plan
                      Expect.equal lines [ label, amount ] "line"
              })

          testCaseTask "events of a count meter less a credit" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "count" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake
                  do! creditOf meter 1 plan
                  do! use' plan [ 1M; 1M; 1M ]
                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (2 consumed units) × $1.00", 200L ] "three less one"
              })

          testCaseTask "a discount is on the whole bill" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (feeAnd meter "100") "" fake

                  let! discount =
                      Given.create "/v1/discounts/" """{"type":"percentage","name":"Half","duration":"forever","basis_points":5000}""" fake

                  let! answer =
                      Http.patch $"/v1/subscriptions/{plan.Subscription}" $"""{{"discount_id":"{Json.text "id" discount}"}}""" fake

                  Expect.equal answer.Status 200 answer.Text
                  do! use' plan [ 5M ]
                  do! renew plan
                  let! all = orders plan
                  let order = List.last all
                  Expect.equal (Json.whole "subtotal_amount" order, Json.whole "discount_amount" order) (1000L, 500L) "half of all"
              })

          testCaseTask "a plan of use alone: its first purchase costs nothing, its renewals what was used" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake
                  do! use' plan [ 7M ]
                  do! renew plan
                  let! all = orders plan

                  Expect.equal
                      [ for order in all -> Json.whole "total_amount" order, Json.text "status" order ]
                      [ 0L, "paid"; 700L, "paid" ]
                      "orders"
              })

          testCaseTask "what is used in a trial is free" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake

                  let! plan =
                      subscribed (feeAnd meter "100") ""","trial_interval":"day","trial_interval_count":7""" fake

                  do! use' plan [ 7M ]
                  do! Measuring.pass (TimeSpan.FromDays 8.) fake
                  let! converted = orders plan
                  Expect.equal (Json.whole "total_amount" (List.last converted)) 500L "the first paid period"
                  do! use' plan [ 3M ]
                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (3 consumed units) × $1.00", 300L ] "only what came behind it"
              })

          testCaseTask "what says that it happened long ago is on the current bill; what comes too late for one is on the next" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake

                  do!
                      Measuring.ingest
                          [ Measuring.call (Measuring.at "2020-01-01T00:00:00Z" (Measuring.byId plan.Customer)) (Measuring.n "7") ]
                          fake

                  // The period ends on the first of April at noon.
                  do! fake.Clock.AdvanceAsync(DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero) - Fake.startTime)
                  do! use' plan [ 2M ]
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (7 consumed units) × $1.00", 700L ] "the first period's"
                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (2 consumed units) × $1.00", 200L ] "the second period's"
              })

          testCaseTask
              "what comes in the last quarter of an hour is on the bill, though the new period has begun when it is found"
              (fun () ->
                  task {
                      for func, expected in [ "sum", 700L; "max", 500L; "count", 200L ] do
                          use! fake = Fake.start ()
                          let! meter = meterOf func fake
                          let! plan = subscribed (perUnit meter "100" "") "" fake
                          do! use' plan [ 5M ]
                          do! fake.Clock.AdvanceAsync(DateTimeOffset(2026, 4, 1, 11, 50, 0, TimeSpan.Zero) - Fake.startTime)
                          do! use' plan [ 2M ]
                          do! Measuring.pass (TimeSpan.FromMinutes 10.) fake
                          let! lines = billed plan
                          Expect.equal (List.map snd lines) [ expected ] $"{func}, of the first period"
                          do! renew plan
                          let! lines = billed plan
                          Expect.equal (List.map snd lines) [ 0L ] $"{func}, of the second one"
                  })

          testCaseTask "the merchant's own id of the customer, one that has no subscription, and one that is unknown" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "100" "") "" fake
                  let! other = Measuring.customer "grace@polar.sh" "" fake

                  do!
                      Measuring.ingest
                          [ Measuring.call (Measuring.byExternalId "ada") (Measuring.n "7")
                            Measuring.call (Measuring.byExternalId "nobody") (Measuring.n "20")
                            Measuring.call (Measuring.byId other) (Measuring.n "30") ]
                          fake

                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (7 consumed units) × $1.00", 700L ] "its own"
              })

          testCaseTask "of several subscriptions the earliest one takes the use" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! settings =
                      Http.patch
                          $"/v1/organizations/{fake.Organization.Id}"
                          """{"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"prorate","benefit_revocation_grace_period":0,"prevent_trial_abuse":false,"allow_customer_updates":true}}"""
                          fake

                  Expect.equal settings.Status 200 settings.Text
                  let! meter = meterOf "sum" fake
                  let! first = subscribed (perUnit meter "100" "") "" fake
                  do! Measuring.pass (TimeSpan.FromHours 1.) fake
                  let! product = Buying.monthly (perUnit meter "200" "") fake
                  let! _ = subscribedTo product first.Customer fake
                  do! use' first [ 7M ]
                  do! Measuring.pass quarter fake
                  let! subscriptions = Http.get "/v1/subscriptions/?sorting=started_at" fake

                  Expect.equal
                      [ for item in Json.items "items" subscriptions.Json -> Measuring.decimal "meters.0.consumed_units" item ]
                      [ 7M; 0M ]
                      "the first one"
              }) ]

[<Tests>]
let changes =
    testList
        "use that is billed around changes"
        [ testCaseTask "a meter that does not add up is billed once, at the price that there is now" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "max" fake
                  let! plan = subscribed (perUnit meter "1000" "") "" fake
                  do! use' plan [ 1M; 3M; 2M ]
                  do! Measuring.pass quarter fake
                  let! dearer = Buying.monthly (perUnit meter "1500" "") fake

                  let! changed =
                      Http.patch $"/v1/subscriptions/{plan.Subscription}" $"""{{"product_id":"{dearer}"}}""" fake

                  Expect.equal changed.Status 200 changed.Text
                  do! use' plan [ 1M; 2M ]
                  do! Measuring.pass quarter fake
                  let! shown = shown plan
                  Expect.equal shown (3M, 0L, 4500L) "the largest of all"
                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (3 consumed units) × $15.00", 4500L ] "one line"
              })

          testCaseTask "what adds up under a price that the subscription has no more is not billed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (perUnit meter "1000" "") "" fake
                  do! use' plan [ 5M ]
                  do! Measuring.pass quarter fake
                  let! dearer = Buying.monthly (perUnit meter "1500" "") fake

                  let! changed =
                      Http.patch $"/v1/subscriptions/{plan.Subscription}" $"""{{"product_id":"{dearer}"}}""" fake

                  Expect.equal changed.Status 200 changed.Text
                  do! use' plan [ 2M ]
                  do! renew plan
                  let! lines = billed plan
                  Expect.equal lines [ "Calls — (2 consumed units) × $15.00", 3000L ] "only what is under the new price"
              })

          testCaseTask "a product without the meter takes it off the subscription, one with another puts that on" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! second = meterOf "count" fake

                  let! plan =
                      subscribed (perUnit meter "100" "" + "," + perUnit second "100" "") "" fake

                  let! before = subscription plan

                  let ids subscription =
                      [ for meter in Json.items "meters" subscription -> Json.text "meter_id" meter, Json.text "id" meter ]

                  Expect.equal (List.map fst (ids before)) [ meter; second ] "both"
                  let! product = Buying.monthly (feeAnd second "200") fake

                  let! changed =
                      Http.patch $"/v1/subscriptions/{plan.Subscription}" $"""{{"product_id":"{product}"}}""" fake

                  Expect.equal (ids changed.Json) [ (ids before)[1] ] "the one that stays, as it was"
              })

          testCaseTask "a change that is charged at once leaves the use for the end of the period" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (feeAnd meter "100") "" fake
                  do! use' plan [ 5M ]
                  do! Measuring.pass quarter fake
                  let! product = Buying.monthly $"{Buying.fixedPrice 9000}" fake

                  let! changed =
                      Http.patch
                          $"/v1/subscriptions/{plan.Subscription}"
                          $"""{{"product_id":"{product}","proration_behavior":"invoice"}}"""
                          fake

                  Expect.equal changed.Status 200 changed.Text
                  let! lines = billed plan
                  Expect.isEmpty lines "no line for use"
              })

          testCaseTask "a subscription that ends with its period bills what was used, on an order of its own" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (feeAnd meter "100") "" fake
                  do! use' plan [ 5M ]

                  let! _ =
                      Http.patch $"/v1/subscriptions/{plan.Subscription}" """{"cancel_at_period_end":true}""" fake

                  do! renew plan
                  let! all = orders plan
                  let last = List.last all
                  Expect.equal (lines last) [ "Calls — (5 consumed units) × $1.00", 500L ] "the use alone"
                  Expect.equal (Json.text "billing_reason" last, Json.text "status" last) ("subscription_cycle", "paid") "a last order"
                  let! subscription = subscription plan
                  Expect.equal (Json.text "status" subscription) "canceled" "over"
              })

          testCaseTask "a subscription that is revoked bills nothing more" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = meterOf "sum" fake
                  let! plan = subscribed (feeAnd meter "100") "" fake
                  do! use' plan [ 5M ]
                  do! Measuring.pass quarter fake
                  let! _ = Http.delete $"/v1/subscriptions/{plan.Subscription}" fake
                  do! renew plan
                  let! all = orders plan
                  Expect.hasLength all 1 "only the purchase"
              }) ]

[<Tests>]
let cycles =
    let monthly (fake: FakePolar) =
        task {
            let! answer =
                Http.anonymous
                    "PATCH"
                    $"/_fake/organizations/{fake.Organization.Id}"
                    (Some """{"feature_settings":{"meter_cycling_enabled":true}}""")
                    fake

            Expect.equal answer.Status 200 answer.Text
        }

    let yearly (fake: FakePolar) =
        task {
            do! monthly fake
            let! meter = meterOf "sum" fake
            let! customer = Measuring.customer "ada@polar.sh" "" fake

            let! product =
                Given.create
                    "/v1/products/"
                    $"""{{"name":"Pro","recurring_interval":"year","meter_interval":"month","prices":[{Buying.fixedPrice 5000},{perUnit meter "100" ""}]}}"""
                    fake

            let! plan = subscribedTo (Json.text "id" product) customer fake
            return meter, plan
        }

    testList
        "meter periods that are shorter than the subscription's"
        [ testCaseTask "what was used is billed with each of them, on an order of its own" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter, plan = yearly fake
                  let! begun = subscription plan

                  Expect.equal
                      (Json.text "current_meter_period_start" begun, Json.text "current_meter_period_end" begun)
                      ("2026-03-01T12:00:00Z", "2026-04-01T12:00:00Z")
                      "the first one"

                  do! creditOf meter 10 plan
                  do! use' plan [ 15M ]
                  do! renew plan
                  let! all = orders plan
                  let last = List.last all
                  Expect.equal (lines last) [ "Calls — (5 consumed units) × $1.00", 500L ] "the use alone"
                  Expect.equal (Json.text "billing_reason" last, Json.text "status" last) ("subscription_meter_cycle", "paid") "order"
                  let! next = subscription plan
                  Expect.equal (Json.text "current_meter_period_end" next) "2026-05-01T12:00:00Z" "the second one"
                  Expect.equal (Json.text "current_period_end" next) "2027-03-01T12:00:00Z" "the year goes on"
                  let! row = Measuring.row plan.Customer meter fake
                  Expect.equal (Measuring.numbers row) (0M, 10L, 10M) "credit is given again"
              })

          testCaseTask "a fixed discount is not given with them, one by percent is" (fun () ->
              task {
                  for discount, expected in
                      [ """{"type":"percentage","name":"Half","duration":"forever","basis_points":5000}""", 250L
                        """{"type":"fixed","name":"Some","duration":"forever","amount":100,"currency":"usd"}""", 0L ] do
                      use! fake = Fake.start ()
                      let! _, plan = yearly fake
                      let! made = Given.create "/v1/discounts/" discount fake

                      let! _ =
                          Http.patch $"/v1/subscriptions/{plan.Subscription}" $"""{{"discount_id":"{Json.text "id" made}"}}""" fake

                      do! use' plan [ 5M ]
                      do! renew plan
                      let! all = orders plan
                      Expect.equal (Json.whole "discount_amount" (List.last all)) expected discount
              })

          testCaseTask "what was used up to a revocation is billed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, plan = yearly fake
                  do! use' plan [ 5M ]
                  do! Measuring.pass quarter fake
                  let! _ = Http.delete $"/v1/subscriptions/{plan.Subscription}" fake
                  let! all = orders plan
                  let last = List.last all

                  Expect.equal
                      (Json.text "billing_reason" last, Json.text "status" last, Json.whole "total_amount" last)
                      ("subscription_meter_cycle", "paid", 500L)
                      "settled"
              })

          testCaseTask "the renewal of the subscription takes its last meter period with it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, plan = yearly fake
                  do! fake.Clock.AdvanceAsync(DateTimeOffset(2027, 2, 15, 0, 0, 0, TimeSpan.Zero) - Fake.startTime)
                  do! use' plan [ 5M ]
                  do! renew plan
                  let! all = orders plan
                  let last = List.last all

                  Expect.equal
                      (Json.text "billing_reason" last, Json.whole "subtotal_amount" last)
                      ("subscription_cycle", 5500L)
                      "one order"

                  let! next = subscription plan
                  Expect.equal (Json.text "current_meter_period_end" next) "2027-04-01T12:00:00Z" "begun anew"
              }) ]
