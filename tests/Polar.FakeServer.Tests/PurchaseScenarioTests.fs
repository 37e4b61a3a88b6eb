/// Everything that is told of purchases and of what money does after them, in its order: the whole list, nothing left out.
module Polar.FakeServer.Tests.PurchaseScenarioTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Subscriptions

let private state = "customer.state_changed"

/// What is told of a buyer whom nobody knew.
let private newBuyer =
    [ "member.created"; "checkout.updated"; "customer.created"; state ]

/// The same where somebody is known.
let private knownBuyer = [ "checkout.updated"; "customer.updated"; state ]

let private subscribed =
    [ "subscription.created"; "subscription.active"; "subscription.updated" ]

let private order = [ "order.created"; "order.updated"; "order.paid" ]

/// The fee and the invoice of a card payment by somebody with a name and an address.
let private booked = [ "order.updated"; "order.updated" ]

let private benefit (product: string) (fake: FakePolar) : Task<string> =
    task {
        let! made = Benefits.create Benefits.note fake

        let! answer =
            Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.text "id" made}"]}}""" fake

        Buying.succeeds answer |> ignore
        return product
    }

let private withBenefit (make: FakePolar -> Task<string>) (fake: FakePolar) =
    task {
        let! product = make fake
        return! benefit product fake
    }

let private percent (points: int) (duration: string) (fake: FakePolar) : Task<string> =
    task {
        let! made =
            Given.create "/v1/discounts/" $"""{{"name":"Off","type":"percentage","basis_points":{points},"duration":"{duration}"}}""" fake

        return $""","discount_id":"{Json.text "id" made}" """
    }

let private nothing (_: FakePolar) : Task<string> = Task.FromResult ""
let private always (members: string) (_: FakePolar) : Task<string> = Task.FromResult members
let private french = Buying.french "ada@acme.dev"
let private mailOnly = """{"customer_email":"ada@acme.dev"}"""
let private once = Buying.once (Buying.fixedPrice 1000)
let private monthly = Buying.monthly (Buying.fixedPrice 1000)

let private seatsOnce = Buying.once (Subscribing.perSeat 1000)

let private seatsMonthly = Buying.monthly (Subscribing.perSeat 1000)

let private trial =
    Buying.monthlyWith (Buying.fixedPrice 1000) ""","trial_interval":"week","trial_interval_count":1"""

/// What is bought, more of the session's body, the confirmation, what is told from the confirmation on.
let private purchases: (string * (FakePolar -> Task<string>) * (FakePolar -> Task<string>) * string * string list) list =
    [ "something that is bought once", once, nothing, french, newBuyer @ order @ [ "checkout.updated" ] @ booked
      "something that is free", Buying.once (Buying.fixedPrice 0), nothing, mailOnly, newBuyer @ order @ [ "checkout.updated" ]
      "something with all of it off", once, percent 10000 "once", mailOnly, newBuyer @ order @ [ "checkout.updated" ]
      "something that gives a benefit",
      withBenefit once,
      nothing,
      french,
      newBuyer
      @ order
      @ [ "checkout.updated"
          "order.updated"
          "order.updated"
          "benefit_grant.created"
          state ]
      "a subscription", monthly, nothing, french, newBuyer @ subscribed @ order @ [ "checkout.updated" ] @ booked @ [ state ]
      "a free subscription",
      Buying.monthly (Buying.fixedPrice 0),
      nothing,
      mailOnly,
      newBuyer @ subscribed @ order @ [ "checkout.updated"; state ]
      "a subscription with all of it off for ever",
      monthly,
      percent 10000 "forever",
      mailOnly,
      newBuyer @ subscribed @ order @ [ "checkout.updated"; state ]
      // No payment, so no fee; the letter has its invoice all the same.
      "a subscription with all of the first month off",
      monthly,
      percent 10000 "once",
      french,
      newBuyer @ subscribed @ order @ [ "checkout.updated"; "order.updated"; state ]
      "a subscription with a trial", trial, nothing, french, newBuyer @ subscribed @ order @ [ "checkout.updated"; "order.updated"; state ]
      "a subscription that gives a benefit",
      withBenefit monthly,
      nothing,
      french,
      newBuyer
      @ subscribed
      @ order
      @ [ "checkout.updated"
          "order.updated"
          "order.updated"
          "benefit_grant.created"
          state ]
      "seats that are bought once",
      seatsOnce,
      always ""","seats":2""",
      french,
      newBuyer
      @ order
      @ [ "customer_seat.claimed"
          "checkout.updated"
          "order.updated"
          "order.updated"
          "customer.updated"
          state ]
      "seats of a subscription",
      seatsMonthly,
      always ""","seats":2""",
      french,
      newBuyer
      @ subscribed
      @ order
      @ [ "customer_seat.claimed"
          "checkout.updated"
          "customer.updated"
          state
          "order.updated"
          "order.updated"
          state ]
      "seats where the merchant has a page for them",
      seatsMonthly,
      always ""","seats":2,"success_url":"https://acme.dev/thanks" """,
      french,
      newBuyer
      @ subscribed
      @ order
      @ [ "checkout.updated"
          "customer.updated"
          state
          "order.updated"
          "order.updated"
          state ] ]

let private confirmed (make: FakePolar -> Task<string>) (members: FakePolar -> Task<string>) (body: string) (fake: FakePolar) =
    task {
        let! product = make fake
        let! more = members fake
        let! session = Buying.session product more fake
        return! Events.during fake (fun () -> Buying.confirm body session fake)
    }

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
    [ "a refund of a part", paid once "tok_visa", refunded 100 "", [ "refund.created"; "order.updated"; "order.refunded" ]
      "a refund of all", paid once "tok_visa", refunded 833 "", [ "refund.created"; "order.updated"; "order.refunded" ]
      "a refund that takes the benefits",
      paid once "tok_visa",
      refunded 833 ""","revoke_benefits":true""",
      [ "refund.created"
        "order.updated"
        "order.refunded"
        "benefit_grant.revoked"
        state ]
      "a refund that takes its time", paid once "ctoken_refund_pending", refunded 100 "", [ "refund.created" ]
      "a refund of a subscription's order",
      paid monthly "tok_visa",
      refunded 833 "",
      [ "refund.created"; "order.updated"; "order.refunded" ]
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
        [ testList
              "at the purchase of"
              [ for name, make, members, body, expected in purchases ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer, types = confirmed make members body fake
                            Buying.succeeds answer |> ignore
                            Expect.equal types expected "events"
                        }) ]

          testCaseTask "at the purchase by somebody who is known" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! _, types = confirmed once nothing french fake
                  Expect.equal types (knownBuyer @ order @ [ "checkout.updated" ] @ booked) "events"
              })

          testCaseTask "at a purchase with a card that is declined: the session as it was, and nothing else" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer, types =
                      confirmed once nothing (french.Replace("tok_visa", "ctoken_decline")) fake

                  Expect.equal answer.Status 400 answer.Text
                  Expect.equal types [ "checkout.updated" ] "events"
                  let! customers = Http.get "/v1/customers/" fake
                  Expect.equal (Json.whole "pagination.total_count" customers.Json) 0L "nobody was made"
              })

          testCaseTask "at one that fails behind its confirmation: who has bought nothing is a customer all the same" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer, types =
                      confirmed once nothing (french.Replace("tok_visa", "tok_async_decline")) fake

                  Buying.succeeds answer |> ignore
                  Expect.equal types (newBuyer @ [ "checkout.updated" ]) "events"
              })

          for isCanceled in [ false; true ] do
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
