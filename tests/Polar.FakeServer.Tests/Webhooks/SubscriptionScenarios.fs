/// What happens to subscriptions, and every webhook that comes of it.
module internal Polar.FakeServer.Tests.Webhooks.SubscriptionScenarios

open System.Threading.Tasks
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Webhooks.ScenarioSteps
open Polar.FakeServer.Tests.Webhooks.SaleScenarios

let private control (method: string) (path: string -> string) (body: string) (id: string) (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.anonymous method (path id) (Some body) fake
        succeeds answer
    }

let private subscriptionOf (card: string) (fake: FakePolar) : Task<string> =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" card) fake
    }

let subscriptions =
    [ for name, given, before, step, told in ScenarioTests.scenarios ->
          scenario
              "Subscriptions"
              (name.Substring(0, 1).ToUpperInvariant() + name.Substring 1)
              (fun fake ->
                  task {
                      let! id = given fake
                      do! before id fake
                      return id
                  })
              step
              told ]

let furtherSubscriptions =
    let scenario = scenario "Subscriptions"

    [ scenario
          "A subscription is given to a new customer"
          (Subscribing.monthly "Free" 0)
          (fun product fake ->
              task {
                  let! _ = Subscribing.given product "ada@acme.dev" fake
                  return ()
              })
          ([ "member.created"; "customer.created"; state ] @ subscribed @ [ state ])
      scenario
          "A renewal whose card is declined"
          (subscriptionOf "ctoken_decline_renewal")
          (passing "P1M")
          [ "subscription.cycled"
            "subscription.updated"
            "order.created"
            "subscription.updated"
            "subscription.past_due"
            state ]
      scenario
          "A renewal whose card is declined for good"
          (fun fake ->
              task {
                  let! id = subscriptionOf "ctoken_decline_renewal" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  return id
              })
          (passing "P22D")
          [ "subscription.updated"
            "subscription.canceled"
            "subscription.revoked"
            "order.updated"
            state ]
      scenario
          "A subscription that has ended goes on (`POST /_fake/subscriptions/{id}/reinstate`)"
          (fun fake ->
              task {
                  let! id = subscription fake
                  do! patch (at "subscriptions") """{"revoke":true}""" id fake
                  return id
              })
          (control "POST" (fun id -> $"/_fake/subscriptions/{id}/reinstate") "{}")
          [ "subscription.updated"; "subscription.active"; state ]
      scenario
          "An order that was given up is due after all (`POST /_fake/orders/{id}/unvoid`)"
          (fun fake ->
              task {
                  let! _ = subscriptionOf "ctoken_decline_renewal" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  do! fake.Clock.AdvanceAsync "P22D"
                  let! order = Subscribing.latestOrder fake
                  return Json.text "id" order
              })
          (control "POST" (fun id -> $"/_fake/orders/{id}/unvoid") "{}")
          [ "order.updated" ]
      scenario
          "A subscription comes over from another provider (`POST /_fake/subscriptions/{id}/migrate`)"
          subscription
          (control "POST" (fun id -> $"/_fake/subscriptions/{id}/migrate") """{"provider":"stripe","provider_subscription_id":"sub_1"}""")
          [ "subscription.migrated" ] ]
