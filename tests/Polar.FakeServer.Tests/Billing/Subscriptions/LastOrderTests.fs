/// What becomes of the orders of a subscription that ends or is late, and of the customer's balance.
module Polar.FakeServer.Tests.Billing.Subscriptions.LastOrderTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.AmountsByHand
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Billing.Subscriptions.EndingTests

let private state = "customer.state_changed"

let private ends =
    [ "subscription.updated"; "subscription.canceled"; "subscription.revoked" ]

let private owing (fake: FakePolar) =
    task {
        let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 1500) "" fake

        let! id =
            Subscribing.boughtWith team ""","seats":10""" (newYorker.Replace("tok_visa", "ctoken_decline_renewal")) fake

        do! at "2025-06-16T00:00:00Z" fake

        let! changed =
            Subscribing.patched id """{"seats":7,"proration_behavior":"invoice"}""" fake

        do! at "2025-07-01T00:00:00Z" fake
        let! order = Subscribing.latestOrder fake
        Expect.equal (amounts order) [ 10500L; 0L; 10500L; 932L; 11432L; -2450L; 8982L ] "the renewal"
        Expect.equal (Json.text "status" order) "pending" "not paid"
        return id, Json.text "customer_id" changed
    }

let private orders =
    [ testCaseTask "what a voided order took of the balance goes back" (fun () ->
          task {
              use! fake = june ()
              let! id, customer = owing fake
              let! before = balance customer fake
              Expect.equal before [ 0L ] "used up"
              let! _ = deleted id fake
              let! order = Subscribing.latestOrder fake
              Expect.equal (Json.text "status" order, Json.isNull "next_payment_attempt_at" order) ("void", true) "void"
              let! after = balance customer fake
              Expect.equal after [ 2450L ] "given back"
          })

      testCaseTask "what credit there is goes towards a voided order first" (fun () ->
          task {
              use! fake = june ()
              let! id, customer = owing fake
              do! at "2025-07-16T00:00:00Z" fake
              // One seat for 16 of 31 days: 1500 × 16/31 = 774.19…; 774 × 0.08875 = 68.69….
              let! _ = Subscribing.patched id """{"seats":6,"proration_behavior":"invoice"}""" fake
              let! before = balance customer fake
              Expect.equal before [ 843L ] "credit"
              let! _ = deleted id fake
              let! after = balance customer fake
              Expect.equal after [ 2450L ] "the credit is gone, what the order took is back"
          })

      testCaseTask "an order that gives money back pays off a debt first, and the balance gets all of it" (fun () ->
          task {
              use! fake = june ()
              let! pro = Subscribing.monthly "Pro" 160 fake
              let! tiny = Subscribing.monthly "Tiny" 60 fake
              let! basic = Subscribing.monthly "Basic" 100 fake
              let! id = Subscribing.boughtWith basic "" untaxed fake
              do! at "2025-06-16T00:00:00Z" fake

              let! changed =
                  Subscribing.patched id $"""{{"product_id":"{pro}","proration_behavior":"invoice"}}""" fake

              let customer = Json.text "customer_id" changed
              let! debt = balance customer fake
              Expect.equal debt [ -30L ] "80 less 50 are too little for a card"

              let! _ =
                  Subscribing.patched id $"""{{"product_id":"{tiny}","proration_behavior":"invoice"}}""" fake

              let! orders = Subscribing.orders fake

              let back =
                  orders |> List.find (fun order -> Json.whole "subtotal_amount" order < 0L)

              Expect.equal (lines back, amounts back) ([ -80L; 30L ], [ -50L; 0L; -50L; 0L; -50L; 30L; 0L ]) "the order"
              let! after = balance customer fake
              Expect.equal after [ 20L ] "50 more"
          })

      testCaseTask "by the end of its period while it is late, it leaves an order that nobody pays any more" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Subscribing.product "Pro" "week" (Buying.fixedPrice 1000) "" fake

              let! id =
                  Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_renewal") fake

              do! fake.Clock.AdvanceAsync "P7D"
              let! late = Subscribing.patched id """{"cancel_at_period_end":true}""" fake
              Expect.equal (Json.text "status" late) "past_due" "late and canceled"
              do! fake.Clock.AdvanceAsync "P6D"
              let! told = Subscribing.passing fake "P1D"
              Expect.equal told (ends @ [ "order.updated"; state ]) "events"
              let! orders = Subscribing.orders fake
              Expect.equal [ for order in orders -> Json.text "status" order ] [ "void"; "paid" ] "no order of a new period"
          })

      testCaseTask "a last order that is not paid is tried no more, and makes nothing late" (fun () ->
          task {
              use! fake = june ()
              let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 1000) "" fake

              let! id =
                  Subscribing.boughtWith
                      team
                      ""","seats":5,"success_url":"https://acme.dev/thanks" """
                      (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_renewal")
                      fake

              do! at "2025-06-16T00:00:00Z" fake
              let! _ = Subscribing.patched id """{"seats":8,"proration_behavior":"prorate"}""" fake
              let! _ = Subscribing.patched id """{"cancel_at_period_end":true}""" fake

              let! told =
                  Subscribing.toldDuring fake (fun () -> task { do! at "2025-07-01T00:00:00Z" fake })

              Expect.equal told (ends @ [ "order.created"; state ]) "events"
              do! fake.Clock.AdvanceAsync "P40D"
              let! order = Subscribing.latestOrder fake

              Expect.equal
                  (Json.whole "total_amount" order, Json.text "status" order, Json.isNull "next_payment_attempt_at" order)
                  (1500L, "pending", true)
                  "it stays as it is"

              let! ended = Subscribing.get id fake
              Expect.equal (Json.text "status" ended, Json.isNull "past_due_at" ended) ("canceled", true) "and so does this"
              let! payments = Http.get $"""/v1/payments/?order_id={Json.text "id" order}""" fake
              Expect.equal (Json.whole "pagination.total_count" payments.Json) 1L "one try"
          })

      testCaseTask "a free one that is bought up after its cancellation still ends, with its new period" (fun () ->
          task {
              use! fake = Fake.start ()
              let! free = Subscribing.monthly "Free" 0 fake
              let! paid = Subscribing.monthly "Pro" 1000 fake
              let! customer = Given.customer "ada@acme.dev" fake

              let! given =
                  Given.create
                      "/v1/subscriptions/"
                      $"""{{"product_id":"{free}","customer_id":"{Json.text "id" customer}","metadata":{{"a":1,"b":1}}}}"""
                      fake

              let id = Json.text "id" given
              let! _ = Subscribing.patched id """{"cancel_at_period_end":true}""" fake
              do! fake.Clock.AdvanceAsync "P9D"

              let! _ =
                  Subscribing.boughtWith
                      paid
                      $""","subscription_id":"{id}","metadata":{{"b":2}}"""
                      (Subscribing.untaxed "ada@acme.dev" "tok_visa")
                      fake

              let! upgraded = Subscribing.get id fake

              Expect.equal
                  [ for name in
                        [ "product_id"
                          "current_period_start"
                          "current_period_end"
                          "started_at"
                          "ends_at" ] -> Json.text name upgraded ]
                  [ paid
                    "2026-03-10T12:00:00Z"
                    "2026-04-10T12:00:00Z"
                    "2026-03-01T12:00:00Z"
                    "2026-04-01T12:00:00Z" ]
                  "upgraded"

              Expect.isTrue (Json.flag "cancel_at_period_end" upgraded) "canceled still"
              Expect.equal ((Json.at "metadata" upgraded).ToJsonString()) """{"a":1,"b":2}""" "the checkout's count"
              let! order = Subscribing.latestOrder fake
              Expect.equal (Json.text "billing_reason" order) "subscription_update" "reason"
              do! Subscribing.until "2026-04-10T11:59:59Z" fake
              let! still = Subscribing.get id fake
              Expect.equal (Json.text "status" still) "active" "until then"
              do! Subscribing.until "2026-04-10T12:00:00Z" fake
              let! ended = Subscribing.get id fake
              Expect.equal (Json.text "status" ended, Json.text "ended_at" ended) ("canceled", "2026-04-10T12:00:00Z") "then"
          }) ]

let private late =
    [ testCaseTask "goes on only when the last of its orders is paid" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Subscribing.product "Pro" "week" (Buying.fixedPrice 1000) "" fake
              let! id = Subscribing.bought product fake
              let! methods = Http.get "/v1/customers/" fake
              let customer = Json.text "items.0.id" methods.Json
              let! cards = Http.get $"/v1/customers/{customer}/payment-methods" fake
              let card = Guid.Parse(Json.text "items.0.id" cards.Json)
              do! fake.Payments.FailPaymentMethodAsync card
              // The first renewal fails on the 8th, the 10th and the 15th, the second one on the 15th.
              do! fake.Clock.AdvanceAsync "P14D"
              do! fake.Payments.RepairPaymentMethodAsync card
              let! told = Subscribing.passing fake "P2D"
              Expect.equal told [ "order.updated"; "order.paid"; "order.updated"; "order.updated" ] "the second is paid"
              let! still = Subscribing.get id fake
              Expect.equal (Json.text "status" still, Json.text "past_due_at" still) ("past_due", "2026-03-08T12:00:00Z") "late still"
              do! fake.Clock.AdvanceAsync "P6D"
              let! active = Subscribing.get id fake
              Expect.equal (Json.text "status" active, Json.isNull "past_due_at" active) ("active", true) "the first is paid too"
              let! orders = Subscribing.orders fake
              Expect.all orders (fun order -> Json.text "status" order = "paid") "all of them"
          })

      testCaseTask "is charged for all of its orders where the customer chooses a new card, but not where it is to end" (fun () ->
          task {
              for isCanceled in [ false; true ] do
                  use! fake = Fake.start ()
                  let! product = Subscribing.product "Pro" "week" (Buying.fixedPrice 1000) "" fake

                  let! id =
                      Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_renewal") fake

                  do! fake.Clock.AdvanceAsync "P14D"
                  let! late = Subscribing.get id fake

                  if isCanceled then
                      let! _ = Subscribing.patched id """{"cancel_at_period_end":true}""" fake
                      ()

                  let! token =
                      fake.CreateTokenAsync(
                          FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse(Json.text "customer_id" late))
                      )

                  let! kept =
                      Http.sendAs
                          token
                          "POST"
                          "/v1/customer-portal/customers/me/payment-methods"
                          (Some """{"confirmation_token_id":"ctoken_ok","set_default":true,"return_url":"https://acme.dev/portal"}""")
                          fake

                  Expect.equal kept.Status 201 kept.Text
                  let! orders = Subscribing.orders fake

                  Expect.equal
                      [ for order in orders -> Json.text "status" order ]
                      (if isCanceled then
                           [ "pending"; "pending"; "paid" ]
                       else
                           [ "paid"; "paid"; "paid" ])
                      "orders"

                  let! after = Subscribing.get id fake
                  Expect.equal (Json.text "status" after) (if isCanceled then "past_due" else "active") "status"
          }) ]

[<Tests>]
let tests =
    testList "a subscription" [ testList "and its orders:" orders; testList "that is late" late ]
