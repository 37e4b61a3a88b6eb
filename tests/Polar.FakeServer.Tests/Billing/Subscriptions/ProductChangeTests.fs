/// A subscription goes over to another product: what is billed, when, and what becomes of the period.
module Polar.FakeServer.Tests.Billing.Subscriptions.ProductChangeTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions.ProductChanges

let private untaxed = Subscribing.untaxed "ada@acme.dev" "tok_visa"

let private taxed =
    """{"customer_email":"ada@acme.dev","customer_name":"Ada","customer_billing_address":{"country":"FR"},"confirmation_token_id":"tok_visa"}"""

let private proYear (name: string) (fake: FakePolar) =
    Subscribing.product name "year" (Buying.fixedPrice 100000) "" fake

let private upgrade =
    [ "Remaining time on Basic — From Jun 16, 2025 to Jul 1, 2025", -5000L, true
      "Pro — From Jun 16, 2025 to Jul 1, 2025", 15000L, true ]

let private paidOrder = [ "order.updated"; "order.paid" ]

[<Tests>]
let tests =
    testList
        "a change of product"
        [ testCaseTask "with prorate waits for the next bill" (fun () ->
              task {
                  let! fake, id, target = halfway unchanged pro untaxed
                  use fake = fake
                  let! told = Subscribing.patching fake id (change target "prorate")
                  Expect.equal told [ "subscription.updated"; "customer.state_changed" ] "events"
                  let! subscription = Subscribing.only fake
                  Expect.equal (Json.text "product_id" subscription) target "at once"
                  Expect.equal (Json.whole "amount" subscription) 30000L "amount"
                  Expect.equal (Json.text "current_period_end" subscription) "2025-07-01T00:00:00Z" "the period stays"
                  let! all = Subscribing.orders fake
                  Expect.hasLength all 1 "no order yet"

                  do! fake.Clock.SetAsync(System.DateTimeOffset.Parse "2025-07-01T00:00:00Z")
                  let! order = Subscribing.latestOrder fake

                  Expect.equal (Subscribing.lines order) (upgrade @ [ "Pro — From Jul 1, 2025 to Aug 1, 2025", 30000L, false ]) "lines"

                  Expect.equal (Json.whole "total_amount" order) 40000L "total"
                  Expect.equal (Json.text "status" order) "paid" "paid"
              })

          testCaseTask "with invoice is paid at once" (fun () ->
              task {
                  let! fake, id, target = halfway unchanged pro untaxed
                  use fake = fake

                  let! told = Subscribing.patching fake id (change target "invoice")

                  Expect.equal
                      told
                      ([ "order.created"; "subscription.updated" ]
                       @ paidOrder
                       @ [ "order.updated"; "order.updated"; "customer.state_changed" ])
                      "events"

                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Subscribing.lines order) upgrade "lines"
                  Expect.equal (Json.text "billing_reason" order) "subscription_update" "reason"
                  Expect.equal (Json.whole "due_amount" order) 10000L "due"
                  let! payments = Http.get $"""/v1/payments/?order_id={Json.text "id" order}""" fake
                  Expect.equal (Json.text "items.0.trigger" payments.Json) "subscription_cycle" "trigger"
                  Expect.equal (Json.whole "items.0.amount" payments.Json) 10000L "charged"
              })

          testCaseTask "with invoice and tax on top" (fun () ->
              task {
                  let! fake, id, target = halfway Subscribing.taxOnTop pro taxed
                  use fake = fake
                  let! _ = Subscribing.patched id (change target "invoice") fake
                  let! order = Subscribing.latestOrder fake

                  Expect.equal
                      [ for name in
                            [ "subtotal_amount"
                              "discount_amount"
                              "tax_amount"
                              "total_amount"
                              "due_amount" ] -> Json.whole name order ]
                      [ 10000L; 0L; 2000L; 12000L; 12000L ]
                      "amounts"
              })

          testCaseTask "to a cheaper product goes to the balance, and the next bill is paid with it" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  do! Subscribing.taxOnTop fake
                  let! basic = Subscribing.monthly "Basic" 10000 fake
                  let! big = Subscribing.monthly "Pro" 30000 fake
                  let! id = Subscribing.boughtWith big "" taxed fake
                  do! fake.Clock.AdvanceAsync "P15D"

                  let! told = Subscribing.patching fake id (change basic "invoice")

                  Expect.equal
                      told
                      [ "order.created"
                        "order.updated"
                        "order.paid"
                        "subscription.updated"
                        "order.updated"
                        "customer.state_changed" ]
                      "events"

                  let! order = Subscribing.latestOrder fake

                  Expect.equal
                      [ for name in
                            [ "subtotal_amount"
                              "tax_amount"
                              "total_amount"
                              "applied_balance_amount"
                              "due_amount" ] -> Json.whole name order ]
                      [ -10000L; -2000L; -12000L; 0L; 0L ]
                      "amounts"

                  Expect.equal (Json.text "status" order) "paid" "status"
                  do! fake.Clock.SetAsync(System.DateTimeOffset.Parse "2025-07-01T00:00:00Z")
                  let! next = Subscribing.latestOrder fake

                  Expect.equal
                      [ for name in
                            [ "subtotal_amount"
                              "tax_amount"
                              "total_amount"
                              "applied_balance_amount"
                              "due_amount" ] -> Json.whole name next ]
                      [ 10000L; 2000L; 12000L; -12000L; 0L ]
                      "the next one"

                  Expect.equal (Json.text "status" next) "paid" "without a charge"
                  Expect.isTrue (Json.isNull "receipt_number" next) "without a receipt"
              })

          testCaseTask "to another interval begins a new period and is billed at once, even with prorate" (fun () ->
              task {
                  let! fake, id, target = halfway unchanged proYear untaxed
                  use fake = fake
                  let! changed = Subscribing.patched id (change target "prorate") fake
                  Expect.equal (Json.text "current_period_start" changed) "2025-06-16T00:00:00Z" "start"
                  Expect.equal (Json.text "current_period_end" changed) "2026-06-16T00:00:00Z" "end"
                  Expect.equal (Json.text "recurring_interval" changed) "year" "interval"
                  let! order = Subscribing.latestOrder fake

                  Expect.equal
                      (Subscribing.lines order)
                      [ "Remaining time on Basic — From Jun 16, 2025 to Jul 1, 2025", -5000L, true
                        "Pro — From Jun 16, 2025 to Jun 16, 2026", 100000L, true ]
                      "lines"
              })

          testCaseTask "with reset begins a new period and costs all of it" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  do! Subscribing.allowReset fake
                  let! basic = Subscribing.monthly "Basic" 5000 fake
                  let! target = Subscribing.monthly "Pro" 10000 fake
                  let! id = Subscribing.bought basic fake
                  do! fake.Clock.AdvanceAsync "P15D"
                  let! changed = Subscribing.patched id (change target "reset") fake
                  Expect.equal (Json.text "current_period_end" changed) "2025-07-16T00:00:00Z" "end"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Subscribing.lines order) [ "Pro — From Jun 16, 2025 to Jul 16, 2025", 10000L, true ] "lines"
              })

          testCaseTask "with next_period is made when the period ends" (fun () ->
              task {
                  let! fake, id, target = halfway unchanged pro untaxed
                  use fake = fake
                  let! told = Subscribing.patching fake id (change target "next_period")
                  Expect.equal told [ "subscription.updated"; "customer.state_changed" ] "events"
                  let! waiting = Subscribing.only fake
                  Expect.notEqual (Json.text "product_id" waiting) target "not yet"
                  Expect.equal (Json.text "pending_update.product_id" waiting) target "to come"
                  Expect.equal (Json.text "pending_update.applies_at" waiting) "2025-07-01T00:00:00Z" "when"
                  Expect.isTrue (Json.isNull "pending_update.seats" waiting) "seats"
                  Expect.isTrue (Json.isNull "pending_update.units" waiting) "units"
                  do! fake.Clock.SetAsync(System.DateTimeOffset.Parse "2025-07-01T00:00:00Z")
                  let! made = Subscribing.only fake
                  Expect.equal (Json.text "product_id" made) target "made"
                  Expect.isTrue (Json.isNull "pending_update" made) "done"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Subscribing.lines order) [ "Pro — From Jul 1, 2025 to Aug 1, 2025", 30000L, false ] "lines"
              })

          testCaseTask "with a discount bills each side with its own" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"

                  let discount (amount: int) =
                      task {
                          let! made =
                              Given.create
                                  "/v1/discounts/"
                                  $"""{{"name":"Off","type":"fixed","amount":{amount},"currency":"usd","duration":"forever"}}"""
                                  fake

                          return Json.text "id" made
                      }

                  let! small = discount 2500
                  let! large = discount 5000
                  let! basic = Subscribing.monthly "Basic" 10000 fake
                  let! target = Subscribing.monthly "Pro" 100000 fake

                  let! id = Subscribing.boughtWith basic $""","discount_id":"{small}" """ untaxed fake

                  do! fake.Clock.AdvanceAsync "P15D"

                  let! changed =
                      Subscribing.patched id $"""{{"product_id":"{target}","proration_behavior":"invoice","discount_id":"{large}"}}""" fake

                  Expect.equal (Json.whole "amount" changed) 95000L "amount"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal [ for _, amount, _ in Subscribing.lines order -> amount ] [ -3750L; 47500L ] "lines"
                  Expect.equal (Json.whole "discount_amount" order) 0L "not taken off again"
                  Expect.equal (Json.text "discount_id" order) large "and yet named"
                  let! used = Http.get $"/v1/discounts/{large}" fake
                  Expect.equal (Json.whole "redemptions_count" used.Json) 1L "used"
              })

          testCaseTask "from free to free makes no order" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! free = Subscribing.monthly "Free" 0 fake
                  let! other = Subscribing.monthly "Also free" 0 fake
                  let! id = Subscribing.given free "ada@acme.dev" fake
                  let! told = Subscribing.patching fake id (change other "invoice")
                  Expect.equal told [ "subscription.updated"; "customer.state_changed" ] "events"
              })

          testCaseTask "to seats claims one for the buyer" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! basic = Subscribing.monthly "Basic" 1000 fake
                  let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 2000) "" fake
                  let! id = Subscribing.bought basic fake
                  do! fake.Clock.AdvanceAsync "P15D"

                  let! refused = Subscribing.patch id (change team "next_period") fake

                  Faults.one
                      refused
                      ("value_error",
                       """["body","proration_behavior"]""",
                       "Switching from a non-seat to a seat-based product must apply immediately and can't use the 'next_period' proration behavior.")

                  let! told = Subscribing.patching fake id (change team "invoice")

                  Expect.equal
                      told
                      [ "customer_seat.claimed"
                        "order.created"
                        "subscription.updated"
                        "customer.updated"
                        "customer.state_changed"
                        "order.updated"
                        "order.paid"
                        "order.updated"
                        "order.updated"
                        "customer.state_changed" ]
                      "events"

                  let! subscription = Subscribing.only fake
                  Expect.equal (Json.whole "seats" subscription) 1L "seats"
                  Expect.equal (Json.text "customer.type" subscription) "team" "a team"
                  let! refused = Subscribing.patch id (change basic "prorate") fake

                  Faults.one
                      refused
                      ("value_error", """["body","product_id"]""", "Can't switch from a seat-based to a non-seat-based product.")
              })

          testCaseTask "moves the anchor to the day that the period began" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-01-31T00:00:00Z"
                  let! basic = Subscribing.monthly "Basic" 0 fake
                  let! other = Subscribing.monthly "Other" 0 fake
                  let! id = Subscribing.given basic "ada@acme.dev" fake
                  do! fake.Clock.SetAsync(System.DateTimeOffset.Parse "2025-03-01T00:00:00Z")
                  let! before = Subscribing.only fake
                  Expect.equal (Json.text "current_period_end" before) "2025-03-31T00:00:00Z" "anchored to the 31st"
                  let! _ = Subscribing.patched id (change other "prorate") fake
                  do! fake.Clock.SetAsync(System.DateTimeOffset.Parse "2025-03-31T00:00:00Z")
                  let! after = Subscribing.only fake
                  Expect.equal (Json.text "current_period_end" after) "2025-04-28T00:00:00Z" "anchored to the 28th"
              }) ]
