module Polar.FakeServer.Tests.Webhooks.EventOrderTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private confirmedWith (product: string) (members: string) (body: string) (fake: FakePolar) =
    task {
        let! session = Buying.session product members fake

        return!
            Events.during fake (fun () ->
                task {
                    let! answer = Buying.confirm body session fake
                    return Buying.succeeds answer
                })
    }

let private newBuyer =
    [ "member.created"
      "checkout.updated"
      "customer.created"
      "customer.state_changed" ]

let private order = [ "order.created"; "order.updated"; "order.paid" ]

let private subscribed =
    [ "subscription.created"; "subscription.active"; "subscription.updated" ]

/// What is bought, the buyer's last click, and everything that is told of it.
let private purchases =
    [ "something that is bought once",
      Buying.once (Buying.fixedPrice 1000),
      Buying.french "ada@acme.dev",
      newBuyer @ order @ [ "checkout.updated"; "order.updated" ]
      "something that is free",
      Buying.once (Buying.fixedPrice 0),
      """{"customer_email":"ada@acme.dev"}""",
      newBuyer @ order @ [ "checkout.updated" ]
      "a subscription",
      Buying.monthly (Buying.fixedPrice 1000),
      Buying.french "ada@acme.dev",
      newBuyer
      @ subscribed
      @ order
      @ [ "checkout.updated"
          "order.updated"
          "order.updated"
          "customer.state_changed" ]
      "a free subscription",
      Buying.monthly (Buying.fixedPrice 0),
      """{"customer_email":"ada@acme.dev"}""",
      newBuyer @ subscribed @ order @ [ "checkout.updated"; "customer.state_changed" ]
      "a subscription with a trial",
      Buying.monthlyWith (Buying.fixedPrice 1000) ""","trial_interval":"week","trial_interval_count":1""",
      Buying.french "ada@acme.dev",
      newBuyer
      @ subscribed
      @ order
      @ [ "checkout.updated"; "order.updated"; "customer.state_changed" ] ]

let private during (fake: FakePolar) (step: unit -> Task<Answer>) =
    task {
        let! answer, types = Events.during fake step
        Expect.isLessThan answer.Status 300 answer.Text
        return types
    }

[<Tests>]
let tests =
    testList
        "order of events"
        [ testList
              "at the purchase of"
              [ for name, product, body, expected in purchases ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! id = product fake
                            let! _, types = confirmedWith id "" body fake
                            // A paid order is told of twice more: for the fee, and, with a name and an address, for the invoice.
                            let expected =
                                if name = "something that is bought once" then
                                    expected @ [ "order.updated" ]
                                else
                                    expected

                            Expect.equal types expected "events"
                        }) ]

          testCaseTask "at the purchase by somebody who is known" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! product = Buying.once (Buying.fixedPrice 0) fake
                  let! _, types = confirmedWith product "" """{"customer_email":"ada@acme.dev"}""" fake

                  Expect.equal
                      types
                      ([ "checkout.updated"; "customer.updated"; "customer.state_changed" ]
                       @ order
                       @ [ "checkout.updated" ])
                      "events"
              })

          testCaseTask "the order is paid in all three, its receipt comes with the last" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! _ = confirmedWith product "" (Buying.french "ada@acme.dev") fake

                  let seen =
                      [ for published in fake.Webhooks.Events |> Seq.filter (fun it -> it.Type.StartsWith "order.") ->
                            let data =
                                (System.Text.Json.Nodes.JsonNode.Parse published.Json
                                 |> Option.ofObj
                                 |> Option.get)
                                |> Json.at "data"

                            published.Type,
                            Json.text "status" data,
                            not (Json.isNull "receipt_number" data),
                            Json.whole "platform_fee_amount" data,
                            Json.flag "is_invoice_generated" data ]

                  Expect.equal
                      seen
                      [ "order.created", "paid", false, 0L, false
                        "order.updated", "paid", false, 0L, false
                        "order.paid", "paid", true, 0L, false
                        "order.updated", "paid", true, 100L, false
                        "order.updated", "paid", true, 100L, true ]
                      "orders"
              })

          testCaseTask "at an upgrade of a free subscription" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! free = Buying.monthly (Buying.fixedPrice 0) fake
                  let! paid = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! customer = Given.customer "ada@acme.dev" fake

                  let! given =
                      Given.create
                          "/v1/subscriptions/"
                          $"""{{"product_id":"{free}","customer_id":"{Json.text "id" customer}","metadata":{{"a":"1","b":"1"}}}}"""
                          fake

                  do! fake.Clock.AdvanceAsync(System.TimeSpan.FromDays 9.0)

                  let! _, types =
                      confirmedWith
                          paid
                          $""","subscription_id":"{Json.text "id" given}","metadata":{{"b":"2"}}"""
                          """{"customer_billing_address":{"country":"FR"},"confirmation_token_id":"tok_visa"}"""
                          fake

                  Expect.equal
                      (types |> List.filter (fun kind -> not (kind.StartsWith "customer.")))
                      ([ "checkout.updated"; "subscription.updated" ]
                       @ order
                       @ [ "checkout.updated"; "order.updated"; "order.updated" ])
                      "events"

                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  Expect.equal (Json.text "id" subscription) (Json.text "id" given) "the same one"
                  Expect.equal (Json.text "product_id" subscription) paid "another product"
                  Expect.equal (Json.text "started_at" subscription) (Json.text "started_at" given) "begun when it began"
                  Expect.equal (Json.text "current_period_start" subscription) "2026-03-10T12:00:00Z" "a new period"
                  Expect.equal ((Json.at "metadata" subscription).ToJsonString()) """{"a":"1","b":"2"}""" "merged"
                  let! bought = Buying.only "/v1/orders/" fake
                  Expect.equal (Json.text "billing_reason" bought) "subscription_update" "reason"
              })

          testCaseTask "at a renewal" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! _ = confirmedWith product "" (Buying.french "ada@acme.dev") fake

                  let! _, types =
                      Events.during fake (fun () -> task { do! fake.Clock.AdvanceAsync "P1M" })

                  Expect.equal
                      types
                      ([ "subscription.cycled"; "subscription.updated" ]
                       @ order
                       @ [ "order.updated"; "order.updated"; "customer.state_changed" ])
                      "events"
              })

          testCaseTask "at the end of a trial" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Buying.monthlyWith (Buying.fixedPrice 1000) ""","trial_interval":"week","trial_interval_count":1""" fake

                  let! _ = confirmedWith product "" (Buying.french "ada@acme.dev") fake

                  let! _, types =
                      Events.during fake (fun () -> task { do! fake.Clock.AdvanceAsync "P7D" })

                  Expect.equal
                      (types |> List.filter (fun kind -> not (kind.StartsWith "checkout.")))
                      ([ "subscription.cycled"; "subscription.updated" ]
                       @ order
                       @ [ "order.updated"; "order.updated"; "customer.state_changed" ])
                      "events"
              })

          testCaseTask "when a customer is made, changed and deleted" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! made =
                      during fake (fun () -> Http.post "/v1/customers/" """{"email":"ada@acme.dev","external_id":"u-1"}""" fake)

                  Expect.equal made [ "member.created"; "customer.created"; "customer.state_changed" ] "made"

                  let! changed =
                      during fake (fun () -> Http.patch "/v1/customers/external/u-1" "{}" fake)

                  Expect.equal changed [ "customer.updated"; "customer.state_changed" ] "changed"
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! _ = confirmedWith product "" (Buying.french "ada@acme.dev") fake
                  let! deleted = during fake (fun () -> Http.delete "/v1/customers/external/u-1" fake)

                  Expect.equal
                      deleted
                      [ "member.deleted"
                        "subscription.updated"
                        "subscription.canceled"
                        "subscription.revoked"
                        "customer.deleted"
                        "customer.state_changed"
                        "customer.state_changed" ]
                      "deleted"
              })

          testCaseTask "when a product is changed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! types =
                      during fake (fun () -> Http.patch $"/v1/products/{product}" """{"name":"Other"}""" fake)

                  Expect.equal types [ "product.updated" ] "events"
              }) ]
