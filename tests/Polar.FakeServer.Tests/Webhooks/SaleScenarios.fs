/// What happens to checkouts and orders, and every webhook that comes of it.
module internal Polar.FakeServer.Tests.Webhooks.SaleScenarios

open System
open System.Threading.Tasks
open Expecto
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Webhooks.ScenarioSteps

let private newBuyer =
    [ "member.created"; "checkout.updated"; "customer.created"; state ]

let private session (product: FakePolar -> Task<string>) (fake: FakePolar) : Task<string> =
    task {
        let! product = product fake
        let! session = Buying.session product "" fake
        return Json.text "id" session
    }

let private confirm (body: string) (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! session = Http.get $"/v1/checkouts/{id}" fake
        let! answer = Buying.confirm body session.Json fake
        succeeds answer
    }

let private declined (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! session = Http.get $"/v1/checkouts/{id}" fake

        let! answer =
            Buying.confirm ((Buying.french "ada@acme.dev").Replace("tok_visa", "tok_decline")) session.Json fake

        Expect.equal answer.Status 400 answer.Text
    }

let private french = Buying.french "ada@acme.dev"

let private ordered (fake: FakePolar) : Task<string> =
    task {
        let! id = session book fake
        do! confirm french id fake
        let! order = Buying.only "/v1/orders/" fake
        return Json.text "id" order
    }

/// A customer with a card, whom the merchant may charge.
let private chargeable (fake: FakePolar) : Task<string> =
    task {
        do! Subscribing.organization """{"feature_settings":{"off_session_charges_enabled":true}}""" fake
        let! id = session (Buying.monthly (Buying.fixedPrice 500)) fake
        do! confirm french id fake
        let! customer = Buying.only "/v1/customers/" fake
        return Json.text "id" customer
    }

let checkouts =
    let scenario = scenario "Checkouts"

    [ scenario
          "A checkout session is made"
          book
          (fun product fake -> task { let! _ = Buying.session product "" fake in return () })
          [ "checkout.created" ]
      scenario
          "The buyer fills something in"
          (session book)
          (fun id fake ->
              task {
                  let! session = Http.get (at "checkouts" id) fake
                  let! answer = Buying.fill """{"customer_email":"ada@acme.dev"}""" session.Json fake
                  succeeds answer
              })
          [ "checkout.updated" ]
      scenario "A checkout session expires" (session book) (passing "P2D") [ "checkout.expired" ]
      scenario "The card is declined" (session book) declined [ "checkout.updated" ]
      scenario
          "Something is bought once"
          (session book)
          (confirm french)
          (newBuyer @ order @ [ "checkout.updated"; "order.updated"; "order.updated" ])
      scenario
          "Something free is bought once"
          (session (Buying.once (Buying.fixedPrice 0)))
          (confirm """{"customer_email":"ada@acme.dev"}""")
          (newBuyer @ order @ [ "checkout.updated" ])
      scenario
          "A subscription is bought"
          (session (Buying.monthly (Buying.fixedPrice 1000)))
          (confirm french)
          (newBuyer
           @ subscribed
           @ order
           @ [ "checkout.updated"; "order.updated"; "order.updated"; state ])
      scenario
          "A subscription with a trial is bought"
          (session (Buying.monthlyWith (Buying.fixedPrice 1000) ""","trial_interval":"week","trial_interval_count":1"""))
          (confirm french)
          (newBuyer @ subscribed @ order @ [ "checkout.updated"; "order.updated"; state ])
      scenario
          "A product with a benefit is bought"
          (fun fake ->
              task {
                  let! benefit = benefit fake
                  let! product = Given.oneTime 500L fake
                  let! _ = Benefits.attach product [ benefit ] fake
                  return! session (fun _ -> Task.FromResult(Json.text "id" product)) fake
              })
          (confirm french)
          (newBuyer
           @ order
           @ [ "checkout.updated"
               "order.updated"
               "order.updated"
               "benefit_grant.created"
               state ]) ]

let orders =
    let scenario = scenario "Orders and refunds"

    [ scenario
          "Part of an order is refunded"
          ordered
          (fun order -> making "/v1/refunds/" $"""{{"order_id":"{order}","reason":"other","amount":100}}""" order)
          [ "refund.created"; "order.updated"; "order.refunded"; "refund.updated" ]
      scenario
          "All of an order is refunded"
          ordered
          (fun order -> making "/v1/refunds/" $"""{{"order_id":"{order}","reason":"other","amount":833}}""" order)
          [ "refund.created"; "order.updated"; "order.refunded"; "refund.updated" ]
      scenario
          "A draft of an order is made"
          chargeable
          (fun customer fake ->
              task {
                  let! product = book fake
                  do! making "/v1/orders/" $"""{{"product_id":"{product}","customer_id":"{customer}"}}""" customer fake
              })
          [ "product.created"; "order.created" ]
      scenario
          "A draft of an order is finalized, and the card on file pays"
          (fun fake ->
              task {
                  let! customer = chargeable fake
                  let! product = book fake
                  return! made "/v1/orders/" $"""{{"product_id":"{product}","customer_id":"{customer}"}}""" fake
              })
          (fun order -> post (fun _ -> at "orders" order + "/finalize") "" order)
          [ "order.updated"; "order.paid"; "order.updated"; "order.updated" ]
      scenario
          "The refund that was to prevent a dispute is taken back, and the dispute goes on"
          (fun fake ->
              task {
                  let! order = ordered fake
                  let! dispute = Disputes.raisedAs DisputeStatus.EarlyWarning order fake
                  let! _ = Disputes.advanced dispute DisputeStatus.Prevented fake
                  return string dispute
              })
          (fun dispute fake ->
              task {
                  let! _ = Disputes.advanced (Guid.Parse dispute) DisputeStatus.NeedsResponse fake
                  return ()
              })
          [ "refund.updated"; "order.updated" ]
      scenario
          "An order's billing details are changed"
          ordered
          (patch (at "orders") """{"billing_name":"Ada Lovelace"}""")
          [ "order.updated" ] ]
