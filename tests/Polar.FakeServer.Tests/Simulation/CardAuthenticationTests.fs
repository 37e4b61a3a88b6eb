/// Cards whose bank wants to see the buyer, and how a card is known again.
module Polar.FakeServer.Tests.Simulation.CardAuthenticationTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Simulation.CardPurchases

let private acting =
    [ testCaseTask "ctoken_requires_action waits for the buyer, and pays once the bank knows it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once (Buying.fixedPrice 1000) fake
              let! session = bought product "ctoken_requires_action" fake
              let! waiting = Buying.seen session fake

              Expect.equal
                  (Json.text "status" waiting, Json.text "payment_processor_metadata.intent_status" waiting)
                  ("confirmed", "requires_action")
                  "waits"

              do! fake.Clock.AdvanceAsync "PT1H"
              let! orders = Subscribing.orders fake
              Expect.isEmpty orders "for as long as it takes"

              let path = $"""/_fake/checkouts/{Json.text "id" session}/authenticate"""

              let! answer, types =
                  Events.during fake (fun () -> Http.anonymous "POST" path (Some "") fake)

              Expect.equal (answer.Status, Json.text "status" answer.Json) (200, "succeeded") answer.Text
              Expect.equal (List.truncate 4 types) [ "order.created"; "order.updated"; "order.paid"; "checkout.updated" ] "events"
              let! again = Http.anonymous "POST" path (Some "") fake
              Expect.equal again.Status 400 "it waits no more"
          })

      testCaseTask "where the bank does not believe the buyer, the session is open again, with the reason" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once (Buying.fixedPrice 1000) fake
              let! session = bought product "ctoken_requires_action" fake

              let! _, types =
                  Events.during fake (fun () ->
                      task { do! fake.Payments.AuthenticateAsync(Guid.Parse(Json.text "id" session), succeeds = false) })

              Expect.equal types [ "checkout.updated" ] "events"
              let! seen = Buying.seen session fake
              Expect.equal (Json.text "status" seen) "open" "open"
              Expect.isFalse (Json.has "intent_status" (Json.at "payment_processor_metadata" seen)) "without an intent"
              let! payment = Buying.only "/v1/payments/" fake

              Expect.equal
                  (Json.text "decline_reason" payment, Json.isNull "order_id" payment)
                  ("payment_intent_authentication_failure", true)
                  "the payment"

              let! again = Buying.confirm (paying "ctoken_ok") session fake
              Buying.succeeds again |> ignore
          })

      testCaseTask "a card that was recognized once pays for renewals without the buyer" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Subscribing.monthly "Pro" 1000 fake
              let! session = Buying.session product "" fake

              let! answer =
                  Buying.confirm (Subscribing.untaxed "ada@acme.dev" "ctoken_requires_action") session fake

              Buying.succeeds answer |> ignore
              do! fake.Payments.AuthenticateAsync(Guid.Parse(Json.text "id" session))
              do! fake.Clock.AdvanceAsync "P1M"
              let! orders = Subscribing.orders fake
              Expect.equal (orders |> List.map (Json.text "status")) [ "paid"; "paid" ] "both"
          }) ]

/// Tokens that have a meaning, with which everybody pays.
let private named =
    [ "ctoken_ok"
      "tok_visa"
      "tok_mastercard"
      "ctoken_async"
      "ctoken_decline_renewal"
      "ctoken_decline_2"
      "ctoken_refund_pending" ]

let private fingerprints =
    [ for card, isAnother in
          [ for name in named -> name, true ]
          @ [ "ada's card", false; "ctoken_1NnQUf2e", false ] do
          testCaseTask $"""{card} is {if isAnother then "another" else "the same"} card when it comes again""" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! discount =
                      Given.create
                          "/v1/discounts/"
                          """{"name":"Once","type":"percentage","basis_points":1000,"duration":"once","max_redemptions_per_customer":1}"""
                          fake

                  let buy (email: string) =
                      task {
                          let! session =
                              Buying.session product $""","discount_id":"{Json.text "id" discount}" """ fake

                          return! Buying.confirm ((Buying.french email).Replace("tok_visa", card)) session fake
                      }

                  let! first = buy "ada@acme.dev"
                  Buying.succeeds first |> ignore
                  do! fake.Clock.AdvanceAsync "PT1M"
                  let! second = buy "grace@acme.dev"
                  Expect.equal second.Status (if isAnother then 200 else 403) second.Text
              }) ]

[<Tests>]
let tests =
    testList
        "confirmation tokens"
        [ testList "with the buyer's bank" acting
          testList "fingerprints" fingerprints ]
