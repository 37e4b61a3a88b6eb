/// What happens, and every webhook that comes of it, in its order: the page docs/webhook-order.md is made of this.
module internal Polar.FakeServer.Tests.Webhooks.Scenarios

open System.Threading.Tasks
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Webhooks.ScenarioSteps
open Polar.FakeServer.Tests.Webhooks.CustomerScenarios
open Polar.FakeServer.Tests.Webhooks.SaleScenarios
open Polar.FakeServer.Tests.Webhooks.SubscriptionScenarios

/// What comes of an order that a card pays for, by a buyer whose name and address are known.
let private paid =
    [ "order.created"
      "order.updated"
      "order.paid"
      "order.updated"
      "order.updated" ]

/// A product with a benefit, and somebody who has it.
let private granted (fake: FakePolar) : Task<string> =
    task {
        let! benefit = benefit fake
        let! _ = Benefits.subscribed [ benefit ] fake
        return Json.text "id" benefit
    }

let private discount =
    made "/v1/discounts/" """{"type":"percentage","name":"Spring","duration":"once","basis_points":1000}"""

let private catalog =
    let scenario = scenario "Catalog"

    [ scenario
          "A product is made"
          nothing
          (making "/v1/products/" """{"name":"Book","prices":[{"amount_type":"fixed","price_amount":1000}]}""")
          [ "product.created" ]
      scenario "A product is changed" book (patch (at "products") """{"name":"Other"}""") [ "product.updated" ]
      scenario "A product is archived" book (patch (at "products") """{"is_archived":true}""") [ "product.updated" ]
      scenario
          "A product gets other benefits"
          book
          (fun product fake ->
              task {
                  let! benefit = made "/v1/benefits/" Benefits.note fake
                  do! post (fun id -> at "products" id + "/benefits") $"""{{"benefits":["{benefit}"]}}""" product fake
              })
          [ "benefit.created"; "product.updated" ]
      scenario "A discount is made" nothing (fun _ fake -> task { let! _ = discount fake in return () }) [ "discount.created" ]
      scenario "A discount is changed" discount (patch (at "discounts") """{"name":"Summer"}""") [ "discount.updated" ]
      scenario "A discount is deleted" discount (delete (at "discounts")) [ "discount.deleted" ]
      scenario "A benefit is made" nothing (making "/v1/benefits/" Benefits.note) [ "benefit.created" ]
      scenario
          "A benefit that somebody has is changed"
          granted
          (patch (at "benefits") """{"type":"custom","properties":{"note":"Call us."}}""")
          [ "benefit.updated" ]
      scenario
          "A benefit that somebody has is deleted"
          granted
          (delete (at "benefits"))
          [ "benefit.updated"; "benefit_grant.revoked"; state ]
      scenario
          "The organization is changed"
          (fun fake -> Task.FromResult(string fake.Organization.Id))
          (patch (at "organizations") """{"name":"Other"}""")
          [ "organization.updated" ] ]

let private benefits =
    let scenario = scenario "Benefit grants"

    [ scenario
          "A benefit with license keys is changed that somebody has"
          (fun fake ->
              task {
                  let! benefit = Benefits.create (Benefits.keys "{}") fake
                  let! _ = Benefits.subscribed [ benefit ] fake
                  return Json.text "id" benefit
              })
          (patch (at "benefits") """{"type":"license_keys","properties":{"limit_usage":5}}""")
          [ "benefit.updated"; "benefit_grant.updated"; state ]
      scenario
          "A subscription with a benefit is renewed"
          granted
          (passing "P1M")
          ([ "subscription.cycled"; "subscription.updated" ]
           @ paid
           @ [ "benefit_grant.cycled"; state ])
      scenario
          "A subscription with a benefit is ended"
          granted
          (fun _ fake ->
              task {
                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  let! answer = Http.delete (at "subscriptions" (Json.text "id" subscription)) fake
                  succeeds answer
              })
          [ "subscription.updated"
            "subscription.canceled"
            "subscription.revoked"
            "benefit_grant.revoked"
            state ] ]

/// All of them, in the order of the page.
let all: Scenario list =
    List.concat
        [ catalog
          customers
          checkouts
          orders
          subscriptions
          furtherSubscriptions
          seats
          benefits ]
