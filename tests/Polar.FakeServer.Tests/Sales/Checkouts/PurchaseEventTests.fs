/// Everything that is told of purchases, in its order: the whole list, nothing left out.
module Polar.FakeServer.Tests.Sales.Checkouts.PurchaseEventTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Sales.Checkouts.Purchases
open Polar.FakeServer.Tests.Billing.Subscriptions

/// What is told of a buyer whom nobody knew.
let private newBuyer =
    [ "member.created"; "checkout.updated"; "customer.created"; state ]

let private percent (points: int) (duration: string) (fake: FakePolar) : Task<string> =
    task {
        let! made =
            Given.create "/v1/discounts/" $"""{{"name":"Off","type":"percentage","basis_points":{points},"duration":"{duration}"}}""" fake

        return $""","discount_id":"{Json.text "id" made}" """
    }

let private mailOnly = """{"customer_email":"ada@acme.dev"}"""
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
              }) ]
