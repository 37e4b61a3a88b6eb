/// What a test has banks, card networks and the payment processor do, in-process and over HTTP.
module Polar.FakeServer.Tests.Control.PaymentTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Billing.Subscriptions

let private ask (method: string) (path: string) (body: string) (fake: FakePolar) =
    Http.anonymous method $"/_fake/{path}" (Some body) fake

let private bought (fake: FakePolar) : Task<JsonNode> =
    task {
        let! product = Buying.once (Buying.fixedPrice 1000) fake
        let! session = Buying.session product "" fake
        let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
        Buying.succeeds answer |> ignore
        return! Subscribing.latestOrder fake
    }

let private raised (members: string) (order: JsonNode) (fake: FakePolar) =
    ask "POST" "disputes" $"""{{"order_id":"{Json.text "id" order}"{members}}}""" fake

let private subscribed (fake: FakePolar) : Task<string * string> =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        let! id = Subscribing.bought product fake
        let! subscription = Subscribing.get id fake

        let! methods =
            Http.get $"""/v1/customers/{Json.text "customer_id" subscription}/payment-methods""" fake

        return id, Json.text "items.0.id" methods.Json
    }

let private disputes =
    [ testCaseTask "a dispute is raised of all that was paid, and answers as the API shows it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! order = bought fake
              let! answer, types = Events.during fake (fun () -> raised "" order fake)
              Expect.equal answer.Status 201 answer.Text
              let dispute = answer.Json

              Expect.equal
                  (Json.text "status" dispute, Json.text "reason" dispute, Json.text "order_id" dispute)
                  ("needs_response", "fraudulent", Json.text "id" order)
                  "the dispute"

              Expect.equal (Json.whole "amount" dispute, Json.whole "tax_amount" dispute) (833L, 167L) "net and tax of 1000 in France"
              Expect.isEmpty types "no event of its own"
              let! read = Http.get $"""/v1/disputes/{Json.text "id" dispute}""" fake
              Expect.equal (read.Json.ToJsonString()) (dispute.ToJsonString()) "the same"
          })

      testCaseTask "of a part, for a reason, as a warning" (fun () ->
          task {
              use! fake = Fake.start ()
              let! order = bought fake

              let! answer =
                  raised ""","amount":600,"reason":"duplicate","status":"early_warning" """ order fake

              let dispute = answer.Json

              Expect.equal
                  (Json.text "status" dispute, Json.text "reason" dispute, Json.whole "amount" dispute, Json.whole "tax_amount" dispute)
                  ("early_warning", "duplicate", 500L, 100L)
                  answer.Text
          })

      for name, members, sentence in
          [ "more than was paid",
            ""","amount":1001""",
            "'amount' is not between 1 and 1000, which is what is left of the payment, tax included."
            "nothing", ""","amount":0""", "'amount' is not between 1 and 1000, which is what is left of the payment, tax included."
            "a beginning at the end", ""","status":"won" """, "A dispute begins as needs_response or as early_warning, not as 'won'." ] do
          testCaseTask $"{name} is no dispute" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = bought fake
                  let! answer = raised members order fake
                  Expect.equal (answer.Status, Json.text "detail" answer.Json) (400, sentence) answer.Text
              })

      testCaseTask "nothing is disputed twice, nothing that was not paid, nothing that nobody knows" (fun () ->
          task {
              use! fake = Fake.start ()
              let! order = bought fake
              let! _ = raised "" order fake
              let! twice = raised "" order fake
              Expect.equal twice.Status 400 twice.Text
              let! free = Buying.once (Buying.fixedPrice 0) fake
              let! session = Buying.session free "" fake
              let! answer = Buying.confirm """{"customer_email":"eve@acme.dev"}""" session fake
              Buying.succeeds answer |> ignore
              let! unpaid = Subscribing.latestOrder fake
              let! answer = raised "" unpaid fake
              Expect.equal answer.Status 400 answer.Text
              let! answer = ask "POST" "disputes" $"""{{"order_id":"{unknown}"}}""" fake
              Expect.equal answer.Status 400 answer.Text

              let! refused =
                  task {
                      try
                          let! _ = fake.Payments.RaiseDisputeAsync(Guid.Parse unknown)
                          return ""
                      with :? ArgumentException as refused ->
                          return refused.Message
                  }

              Expect.equal refused $"There is no order {unknown}." "in-process too"
          })

      for status in [ "won"; "lost" ] do
          testCaseTask $"a dispute of a subscription's order that is {status} ends the subscription" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id, _ = subscribed fake
                  let! order = Subscribing.latestOrder fake
                  let! dispute = fake.Payments.RaiseDisputeAsync(Guid.Parse(Json.text "id" order))

                  let! reviewed =
                      fake.Payments.AdvanceDisputeAsync(dispute.Id, DisputeStatus.UnderReview)

                  Expect.equal reviewed.Status DisputeStatus.UnderReview "read"

                  let! answer, types =
                      Events.during fake (fun () -> ask "PATCH" $"disputes/{dispute.Id}" $"""{{"status":"{status}"}}""" fake)

                  Expect.equal (answer.Status, Json.text "status" answer.Json) (200, status) answer.Text

                  Expect.equal
                      types
                      [ "subscription.updated"
                        "subscription.canceled"
                        "subscription.revoked"
                        "customer.state_changed" ]
                      "events"

                  let! subscription = Subscribing.get id fake
                  Expect.equal (Json.text "status" subscription) "canceled" "ended"

                  let! back =
                      ask "PATCH" $"disputes/{dispute.Id}" """{"status":"needs_response"}""" fake

                  Expect.equal back.Status 400 "it is closed"
              })

      testCaseTask "one that is prevented gives the money back, without a subscription in the refund" (fun () ->
          task {
              use! fake = Fake.start ()
              let! _ = subscribed fake
              let! order = Subscribing.latestOrder fake
              let! warned = raised ""","status":"early_warning" """ order fake

              let! _, types =
                  Events.during fake (fun () -> ask "PATCH" $"""disputes/{Json.text "id" warned.Json}""" """{"status":"prevented"}""" fake)

              Expect.equal
                  types
                  [ "refund.created"
                    "order.updated"
                    "order.refunded"
                    "subscription.updated"
                    "subscription.canceled"
                    "subscription.revoked"
                    "customer.state_changed" ]
                  "events"

              let! refund = Buying.only "/v1/refunds/" fake

              Expect.equal
                  (Json.text "reason" refund, Json.flag "revoke_benefits" refund, Json.isNull "subscription_id" refund)
                  ("dispute_prevention", true, true)
                  "the refund"
          })

      for threshold, ends in [ 1001, true; 1000, false ] do
          testCaseTask
              $"""a dispute of 1000 {if ends then
                                         "is accepted by itself after a day"
                                     else
                                         "waits for the merchant"} where the merchant lets go of less than {threshold}"""
              (fun () ->
                  task {
                      use! fake = Fake.start ()

                      do!
                          Subscribing.organization
                              $"""{{"feature_settings":{{"disputes_enabled":true,"dispute_auto_accept_enabled":true}},"dispute_settings":{{"auto_accept_below_amount":{threshold}}}}}"""
                              fake

                      let! order = bought fake
                      let! dispute = raised "" order fake
                      let path = $"""/v1/disputes/{Json.text "id" dispute.Json}"""
                      do! fake.Clock.AdvanceAsync "PT24H29M"
                      let! before = Http.get path fake
                      Expect.equal (Json.text "status" before.Json) "needs_response" "not before half past"
                      do! fake.Clock.AdvanceAsync "PT1M"
                      let! after = Http.get path fake
                      Expect.equal (Json.text "status" after.Json) (if ends then "lost" else "needs_response") "then"
                  }) ]

let private cards =
    [ testCaseTask "a card on file fails for a while, and is of use again" (fun () ->
          task {
              use! fake = Fake.start ()
              let! id, card = subscribed fake

              let! failing =
                  ask "POST" $"payment-methods/{card}/fail" """{"reason":"insufficient_funds","times":2}""" fake

              Expect.equal (Json.text "refusal" failing.Json, Json.whole "times" failing.Json) ("insufficient_funds", 2L) failing.Text
              do! fake.Clock.AdvanceAsync "P1M"
              let! late = Subscribing.get id fake
              Expect.equal (Json.text "status" late) "past_due" "the first"
              do! fake.Clock.AdvanceAsync "P2D"
              let! late = Subscribing.get id fake
              Expect.equal (Json.text "status" late) "past_due" "the second"
              do! fake.Clock.AdvanceAsync "P5D"
              let! active = Subscribing.get id fake
              Expect.equal (Json.text "status" active) "active" "the third pays"
          })

      testCaseTask "a card fails until it is repaired" (fun () ->
          task {
              use! fake = Fake.start ()
              let! id, card = subscribed fake
              do! fake.Payments.FailPaymentMethodAsync(Guid.Parse card, "stolen_card")
              do! fake.Clock.AdvanceAsync "P1M"
              let! order = Subscribing.latestOrder fake
              Expect.equal (Json.text "next_payment_attempt_at" order) "2026-04-22T12:01:00Z" "at the deadline"
              let! repaired = ask "POST" $"payment-methods/{card}/repair" "" fake
              Expect.isTrue (Json.isNull "refusal" repaired.Json) repaired.Text
              do! fake.Clock.AdvanceAsync "P22D"
              let! active = Subscribing.get id fake
              Expect.equal (Json.text "status" active) "active" "saved at the last moment"
          })

      testCaseTask "a change that is to be paid at once is refused, and leaves a payment that failed" (fun () ->
          task {
              use! fake = Fake.start ()
              let! id, card = subscribed fake
              let! bigger = Subscribing.monthly "Max" 3000 fake
              do! fake.Payments.FailPaymentMethodAsync(Guid.Parse card)

              let! answer =
                  Subscribing.patch id $"""{{"product_id":"{bigger}","proration_behavior":"invoice"}}""" fake

              Faults.domain answer 402 "PaymentFailed" "Payment failed with reason: card_error."
              let! payments = Http.get "/v1/payments/?status=failed" fake
              let payment = Json.at "items.0" payments.Json

              Expect.equal
                  (Json.text "trigger" payment, Json.isNull "order_id" payment, Json.isNull "checkout_id" payment)
                  ("subscription_cycle", true, true)
                  "the payment"

              do! fake.Payments.FailPaymentMethodAsync(Guid.Parse card, "authentication_required")

              let! answer =
                  Subscribing.patch id $"""{{"product_id":"{bigger}","proration_behavior":"invoice"}}""" fake

              Expect.equal (answer.Status, Json.text "error" answer.Json) (402, "PaymentActionRequired") answer.Text
          })

      testCaseTask "no card is failed that is not there, nor less than once" (fun () ->
          task {
              use! fake = Fake.start ()
              let! _, card = subscribed fake
              let! nobody's = ask "POST" $"payment-methods/{unknown}/fail" "" fake
              Expect.equal nobody's.Status 404 nobody's.Text
              let! never = ask "POST" $"payment-methods/{card}/fail" """{"times":0}""" fake
              Expect.equal never.Status 400 never.Text
          }) ]

[<Tests>]
let tests =
    testList "banks and processors" [ testList "disputes" disputes; testList "cards" cards ]
