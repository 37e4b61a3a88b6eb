/// Tokens of cards: what each of them does at the confirmation, at a renewal, and later.
module Polar.FakeServer.Tests.Simulation.CardTokenTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Simulation.CardPurchases

/// What the service calls reasons that no further try can help.
let private final =
    [ "card_not_supported"
      "do_not_honor"
      "expired_card"
      "fraudulent"
      "incorrect_cvc"
      "incorrect_number"
      "invalid_account"
      "invalid_cvc"
      "invalid_expiry_year"
      "invalid_pin"
      "live_mode_test_card"
      "lost_card"
      "merchant_blacklist"
      "not_permitted"
      "pickup_card"
      "previously_declined_do_not_retry"
      "restricted_card"
      "revocation_of_all_authorizations"
      "revocation_of_authorization"
      "security_violation"
      "stolen_card"
      "stop_payment_order"
      "blocklist" ]

/// Some of those that may pass.
let private passing =
    [ "card_declined"
      "insufficient_funds"
      "processing_error"
      "try_again_later"
      "generic_decline" ]

/// A monthly product whose purchase this card pays for.
let private subscribed (card: string) (fake: FakePolar) : Task<string> =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" card) fake
    }

let private atConfirmation =
    [ for reason in final @ passing do
          testCaseTask $"ctoken_decline_{reason} is declined with that reason, and the session stays open" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (paying $"ctoken_decline_{reason}") session fake
                  Expect.equal (answer.Status, Json.text "error" answer.Json) (400, "PaymentError") answer.Text
                  let! payment = Buying.only "/v1/payments/" fake
                  Expect.equal (Json.text "decline_reason" payment) reason "the payment's reason"
                  Expect.equal (Json.text "decline_message" payment |> String.IsNullOrEmpty) false "and words"
                  let! seen = Buying.seen session fake
                  Expect.equal (Json.text "status" seen) "open" "open"
              }) ]

let private atRenewal =
    [ for reason in final @ passing do
          testCaseTask
              $"""ctoken_decline_renewal_{reason} is tried again {if List.contains reason final then
                                                                      "at the deadline"
                                                                  else
                                                                      "after two days"}"""
              (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id = subscribed $"ctoken_decline_renewal_{reason}" fake
                      do! fake.Clock.AdvanceAsync "P1M"
                      let! subscription = Subscribing.get id fake
                      Expect.equal (Json.text "status" subscription) "past_due" "late"
                      let! order = Subscribing.latestOrder fake

                      Expect.equal
                          (Json.text "next_payment_attempt_at" order)
                          (if List.contains reason final then
                               "2026-04-22T12:01:00Z"
                           else
                               "2026-04-03T12:00:00Z")
                          "the next try"
                  }) ]

let private later =
    [ testCaseTask "ctoken_async is confirmed at once, and pays a minute later" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once (Buying.fixedPrice 1000) fake
              let! session = bought product "ctoken_async" fake
              let! waiting = Buying.seen session fake
              Expect.equal (Json.text "status" waiting) "confirmed" "on its way"
              Expect.equal (Json.text "payment_processor_metadata.intent_status" waiting) "processing" "the processor thinks"
              let! orders = Subscribing.orders fake
              Expect.isEmpty orders "nothing is bought yet"

              let! _, types =
                  Events.during fake (fun () -> task { do! fake.Clock.AdvanceAsync "PT1M" })

              Expect.equal
                  types
                  [ "order.created"
                    "order.updated"
                    "order.paid"
                    "checkout.updated"
                    "order.updated"
                    "order.updated" ]
                  "then it is"

              let! paid = Buying.seen session fake
              Expect.equal (Json.text "status" paid) "succeeded" "paid"
          })

      testCaseTask "ctoken_async_decline fails a minute later, and the session is open again" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once (Buying.fixedPrice 1000) fake
              let! session = bought product "ctoken_async_decline_do_not_honor" fake

              let! _, types =
                  Events.during fake (fun () -> task { do! fake.Clock.AdvanceAsync "PT1M" })

              Expect.equal types [ "checkout.updated" ] "events"
              let! seen = Buying.seen session fake
              Expect.equal (Json.text "status" seen) "open" "open"
              let! payment = Buying.only "/v1/payments/" fake
              Expect.equal (Json.text "decline_reason" payment) "do_not_honor" "reason"
              let! again = Buying.confirm (paying "ctoken_ok") session fake
              Buying.succeeds again |> ignore
          })

      testCaseTask "a confirmed session whose money comes after its end is paid all the same" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once (Buying.fixedPrice 1000) fake
              let! session = Buying.session product "" fake
              do! fake.Clock.AdvanceAsync "PT23H59M30S"
              let! answer = Buying.confirm (paying "ctoken_async") session fake
              Buying.succeeds answer |> ignore
              do! fake.Clock.AdvanceAsync "PT1H"
              let! seen = Buying.seen session fake
              Expect.equal (Json.text "status" seen) "succeeded" "paid"
          })

      testCaseTask "ctoken_refund_pending pays, and what goes back takes its time" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once (Buying.fixedPrice 1000) fake
              let! _ = bought product "ctoken_refund_pending" fake
              let! order = Subscribing.latestOrder fake
              let id = Json.text "id" order

              let! refund, told =
                  Events.during fake (fun () ->
                      Given.create "/v1/refunds/" $"""{{"order_id":"{id}","reason":"other","amount":100}}""" fake)

              Expect.equal (Json.text "status" refund) "pending" "status"
              Expect.equal told [ "refund.created"; "refund.updated" ] "made, and reported by the processor"

              let settle (status: string) =
                  Events.during fake (fun () ->
                      Http.anonymous "PATCH" $"""/_fake/refunds/{Json.text "id" refund}""" (Some $"""{{"status":"{status}"}}""") fake)

              let! settled, told = settle "succeeded"
              Expect.equal (Json.text "status" settled.Json) "succeeded" settled.Text
              Expect.equal told [ "refund.updated"; "order.updated"; "order.refunded" ] "the way forth"
              let! undone, told = settle "failed"
              Expect.equal (Json.text "status" undone.Json) "failed" undone.Text
              Expect.equal told [ "refund.updated"; "order.updated" ] "and back"
              let! after = Http.get $"/v1/orders/{id}" fake
              Expect.equal (Json.text "status" after.Json, Json.whole "refunded_amount" after.Json) ("paid", 0L) "as before"
              let! twice, _ = settle "succeeded"
              Expect.equal twice.Status 400 "a refund that has failed stays so"
          }) ]

[<Tests>]
let tests =
    testList
        "confirmation tokens"
        [ testList "at the confirmation" atConfirmation
          testList "at a renewal" atRenewal
          testList "later" later ]
