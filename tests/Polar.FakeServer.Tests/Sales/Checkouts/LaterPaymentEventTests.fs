/// Everything that is told of what money does after a purchase, in its order: the whole list, nothing left out.
module Polar.FakeServer.Tests.Sales.Checkouts.LaterPaymentEventTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Sales.Checkouts.Purchases
open Polar.FakeServer.Tests.Billing.Subscriptions

/// An order that somebody has paid for, of a product with a benefit.
let private paid (make: FakePolar -> Task<string>) (card: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer, _ =
            confirmed (withBenefit make) nothing (french.Replace("tok_visa", card)) fake

        Buying.succeeds answer |> ignore
        return! Subscribing.latestOrder fake
    }

let private refunded (amount: int) (members: string) (order: JsonNode) (fake: FakePolar) =
    Http.post "/v1/refunds/" $"""{{"order_id":"{Json.text "id" order}","reason":"other","amount":{amount}{members}}}""" fake

/// What becomes of what was paid: what was before it, the step, what is told of it.
let private afterwards: (string * (FakePolar -> Task<JsonNode>) * (JsonNode -> FakePolar -> Task<Answer>) * string list) list =
    [ "a refund of a part", paid once "tok_visa", refunded 100 "", [ "refund.created"; "order.updated"; "order.refunded"; "refund.updated" ]
      "a refund of all", paid once "tok_visa", refunded 833 "", [ "refund.created"; "order.updated"; "order.refunded"; "refund.updated" ]
      "a refund that takes the benefits",
      paid once "tok_visa",
      refunded 833 ""","revoke_benefits":true""",
      [ "refund.created"
        "order.updated"
        "order.refunded"
        "benefit_grant.revoked"
        "refund.updated"
        state ]
      "a refund that takes its time", paid once "ctoken_refund_pending", refunded 100 "", [ "refund.created"; "refund.updated" ]
      "a refund of a subscription's order",
      paid monthly "tok_visa",
      refunded 833 "",
      [ "refund.created"; "order.updated"; "order.refunded"; "refund.updated" ]
      "another name on an order",
      paid once "tok_visa",
      (fun order fake -> Http.patch $"""/v1/orders/{Json.text "id" order}""" """{"billing_name":"Ada Ltd"}""" fake),
      [ "order.updated" ]
      "an invoice that is asked for again",
      paid once "tok_visa",
      (fun order fake -> Http.post $"""/v1/orders/{Json.text "id" order}/invoice""" "" fake),
      []
      "a receipt that is read", paid once "tok_visa", (fun order fake -> Http.get $"""/v1/orders/{Json.text "id" order}/receipt""" fake), []
      "a dispute",
      paid once "tok_visa",
      (fun order fake -> Http.anonymous "POST" "/_fake/disputes" (Some $"""{{"order_id":"{Json.text "id" order}"}}""") fake),
      [] ]

[<Tests>]
let tests =
    testList
        "what is told of money"
        [ for isCanceled in [ false; true ] do
              testCaseTask $"""at the upgrade of a free subscription{if isCanceled then " that had ended" else ""}""" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! free = Buying.monthly (Buying.fixedPrice 0) fake
                      let! id = Subscribing.given free "ada@acme.dev" fake

                      if isCanceled then
                          let! ended = Http.delete $"/v1/subscriptions/{id}" fake
                          Buying.succeeds ended |> ignore

                      let! answer, types =
                          confirmed
                              monthly
                              (always $""","subscription_id":"{id}" """)
                              """{"customer_billing_address":{"country":"FR"},"confirmation_token_id":"tok_visa"}"""
                              fake

                      Buying.succeeds answer |> ignore

                      Expect.equal
                          types
                          (knownBuyer
                           @ [ "subscription.updated" ]
                           @ (if isCanceled then [ "subscription.active" ] else [])
                           @ order
                           @ [ "checkout.updated" ]
                           @ booked
                           @ [ state ])
                          "events"
                  })

          testCaseTask "at a renewal that gives a benefit again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = paid monthly "tok_visa" fake

                  let! _, types =
                      Events.during fake (fun () -> task { do! fake.Clock.AdvanceAsync "P1M" })

                  Expect.equal
                      types
                      ([ "subscription.cycled"; "subscription.updated" ]
                       @ order
                       @ booked
                       @ [ "benefit_grant.cycled"; state ])
                      "events"
              })

          testCaseTask "at a subscription that is given away" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! free = Buying.monthly (Buying.fixedPrice 0) fake
                  let! product = benefit free fake
                  let! customer = Given.customer "ada@acme.dev" fake

                  let! _, types =
                      Events.during fake (fun () ->
                          Given.create
                              "/v1/subscriptions/"
                              $"""{{"product_id":"{product}","customer_id":"{Json.text "id" customer}"}}"""
                              fake)

                  Expect.equal types (subscribed @ [ "benefit_grant.created"; state ]) "events"
              })

          testCaseTask "at the end of a late subscription: its order is voided" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = paid monthly "ctoken_decline_renewal" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! subscription = Subscribing.only fake

                  let! answer, types =
                      Events.during fake (fun () -> Http.delete $"""/v1/subscriptions/{Json.text "id" subscription}""" fake)

                  Buying.succeeds answer |> ignore

                  Expect.equal
                      types
                      [ "subscription.updated"
                        "subscription.canceled"
                        "subscription.revoked"
                        "order.updated"
                        state ]
                      "events"
              })

          testList
              "at"
              [ for name, before, step, expected in afterwards ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! order = before fake
                            let! answer, types = Events.during fake (fun () -> step order fake)
                            Expect.isLessThan answer.Status 300 answer.Text
                            Expect.equal types expected "events"
                        }) ] ]
