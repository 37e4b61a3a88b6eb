/// A subscription that would go over to another product, whose card is missing or does not pay.
module Polar.FakeServer.Tests.Billing.Subscriptions.ProductChangeRefusalTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions.ProductChanges

[<Tests>]
let tests =
    testList
        "a change of product"
        [ testCaseTask "without a card is refused, and nothing of it happens" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! free = Subscribing.monthly "Free" 0 fake
                  let! target = Subscribing.monthly "Pro" 10000 fake
                  let! id = Subscribing.given free "ada@acme.dev" fake
                  do! fake.Clock.AdvanceAsync "P15D"

                  let! told =
                      Subscribing.toldDuring fake (fun () ->
                          task {
                              let! answer = Subscribing.patch id (change target "invoice") fake
                              Faults.domain answer 402 "PaymentFailed" "Payment failed with reason: missing_payment_method."
                          })

                  Expect.isEmpty told "events"
                  let! subscription = Subscribing.only fake
                  Expect.equal (Json.text "product_id" subscription) free "product"
                  let! all = Subscribing.orders fake
                  Expect.isEmpty all "orders"
              })

          testCaseTask "with a card that declines is refused; the failed payment shows up without an order" (fun () ->
              task {
                  let! fake, id, target =
                      halfway unchanged pro (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_2")

                  use fake = fake
                  let! answer = Subscribing.patch id (change target "invoice") fake
                  Faults.domain answer 402 "PaymentFailed" "Payment failed with reason: card_error."
                  let! payments = Http.get "/v1/payments/?status=failed" fake
                  let failed = Json.at "items.0" payments.Json
                  Expect.isTrue (Json.isNull "order_id" failed && Json.isNull "checkout_id" failed) "of nothing"
                  Expect.equal (Json.text "trigger" failed) "subscription_cycle" "trigger"
                  // The second charge was declined; the third is not.
                  let! _ = Subscribing.patched id (change target "invoice") fake
                  let! subscription = Subscribing.only fake
                  Expect.equal (Json.text "product_id" subscription) target "product"
              })

          testCaseTask "with a card that wants its owner to be there is refused" (fun () ->
              task {
                  let! fake, id, target =
                      halfway unchanged pro (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_off_session_authentication_required")

                  use fake = fake
                  let! answer = Subscribing.patch id (change target "invoice") fake
                  Expect.equal (answer.Status, Json.text "error" answer.Json) (402, "PaymentActionRequired") answer.Text
              }) ]
