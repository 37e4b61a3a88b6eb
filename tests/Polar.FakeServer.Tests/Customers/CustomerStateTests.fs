/// The state of a customer: the subscriptions that are active, and the benefits that are granted.
module Polar.FakeServer.Tests.Customers.CustomerStateTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Customers.CustomerCalls

[<Tests>]
let tests =
    testList
        "rules of customers"
        [ testCaseTask "the state has what is active, in a trial, or about to end, and nothing else" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! settings =
                      Http.patch
                          $"/v1/organizations/{fake.Organization.Id}"
                          """{"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"prorate","benefit_revocation_grace_period":0,"prevent_trial_abuse":false,"allow_customer_updates":true}}"""
                          fake

                  Expect.equal settings.Status 200 settings.Text
                  let! usual = Buying.monthly (Buying.fixedPrice 1000) fake

                  let! tried =
                      Buying.monthlyWith (Buying.fixedPrice 2000) ""","trial_interval":"week","trial_interval_count":1""" fake

                  for product in [ usual; tried; usual; usual ] do
                      let! session = Buying.session product "" fake
                      let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                      Buying.succeeds answer |> ignore

                  let! subscriptions = Http.get "/v1/subscriptions/?sorting=started_at" fake

                  let ids =
                      [ for item in Json.items "items" subscriptions.Json -> Json.text "id" item ]

                  let! _ =
                      Http.patch $"/v1/subscriptions/{ids[2]}" """{"cancel_at_period_end":true}""" fake

                  let! _ = Http.delete $"/v1/subscriptions/{ids[3]}" fake
                  let! customer = Buying.only "/v1/customers/" fake
                  let! state = Http.get $"""/v1/customers/{Json.text "id" customer}/state""" fake

                  let shown =
                      [ for item in Json.items "active_subscriptions" state.Json ->
                            Json.shown "status" item, (Json.shown "cancel_at_period_end" item).ToLowerInvariant(), Json.shown "amount" item ]

                  Expect.equal
                      (List.sort shown)
                      (List.sort
                          [ "active", "false", "1000"
                            "trialing", "false", "2000"
                            "active", "true", "1000" ])
                      "subscriptions"

                  for name in
                      [ "id"
                        "created_at"
                        "modified_at"
                        "metadata"
                        "custom_field_data"
                        "currency"
                        "recurring_interval"
                        "current_period_start"
                        "current_period_end"
                        "trial_start"
                        "trial_end"
                        "canceled_at"
                        "started_at"
                        "ends_at"
                        "product_id"
                        "discount_id"
                        "meters"
                        "price_id" ] do
                      Expect.isTrue (Json.has name (Json.at "active_subscriptions.0" state.Json)) name
              })

          testCaseTask "the state has the benefits that are granted" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake

                  let! benefit =
                      Given.create
                          "/v1/benefits/"
                          """{"type":"custom","description":"Support","properties":{"note":"Call us"},"metadata":{"level":1}}"""
                          fake

                  let id = Json.text "id" benefit

                  let! _ =
                      Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{id}"]}}""" fake

                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  let customer = Json.text "customer_id" (Buying.succeeds answer)
                  let! state = Http.get $"/v1/customers/{customer}/state" fake
                  let grant = Json.at "granted_benefits.0" state.Json
                  Expect.equal (Json.shown "benefit_id" grant, Json.shown "benefit_type" grant) (id, "custom") "benefit"
                  Expect.equal ((Json.at "benefit_metadata" grant).ToJsonString()) """{"level":1}""" "metadata"
                  Expect.equal (Json.shown "granted_at" grant) "2026-03-01T12:00:00Z" "when"
                  let last = List.last (told "customer.state_changed" fake)
                  Expect.equal (last.ToJsonString()) (state.Json.ToJsonString()) "what was told is what is read"
                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  let! _ = Http.delete $"""/v1/subscriptions/{Json.text "id" subscription}""" fake
                  let! after = Http.get $"/v1/customers/{customer}/state" fake
                  Expect.isEmpty (Json.items "granted_benefits" after.Json) "taken back"
              }) ]
