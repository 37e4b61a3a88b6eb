/// What the portal's own pages use and the API description leaves out.
module Polar.FakeServer.Tests.Portal.UndocumentedRouteTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Billing.Subscriptions

let private export =
    testList
        "everything that there is of a customer"
        [ testCaseTask "comes as a file" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! note = Benefits.create Benefits.note fake
                  let! product, customer = Benefits.subscribed [ note ] fake
                  let id = Json.text "id" customer
                  let! token = Portal.session id fake
                  let! answer = Portal.get token "customers/me/export" fake
                  Expect.equal answer.Status 200 answer.Text

                  Expect.equal
                      answer.Headers["content-disposition"]
                      $"attachment; filename=\"polar-customer-export-{id}.json\""
                      "to be saved"

                  Expect.equal answer.Headers["content-type"] "application/json" "type"
                  Expect.stringStarts answer.Text "{\n  \"customer\": {\n    \"id\": \"" "two spaces a level"

                  Expect.equal
                      (Json.names answer.Json)
                      [ "customer"; "subscriptions"; "orders"; "payment_methods"; "benefit_grants" ]
                      "parts"

                  Expect.equal
                      ((Json.at "customer" answer.Json).ToJsonString())
                      $"""{{"id":"{id}","email":"ada@acme.dev","name":"Ada Lovelace","billing_name":"Ada Lovelace","billing_address":{{"line1":null,"line2":null,"postal_code":null,"city":null,"state":null,"country":"SE"}},"tax_id":null,"external_id":null,"created_at":"2026-03-01T12:00:00\u002B00:00","modified_at":"2026-03-01T12:00:00\u002B00:00"}}"""
                      "the customer"

                  Expect.equal
                      (Json.names (Json.at "subscriptions.0" answer.Json))
                      [ "id"
                        "status"
                        "product_id"
                        "product_name"
                        "amount"
                        "currency"
                        "recurring_interval"
                        "started_at"
                        "ended_at"
                        "current_period_start"
                        "current_period_end"
                        "cancel_at_period_end"
                        "canceled_at"
                        "created_at"
                        "modified_at" ]
                      "a subscription"

                  Expect.equal
                      (Json.text "subscriptions.0.product_id" answer.Json, Json.text "subscriptions.0.product_name" answer.Json)
                      (Json.text "id" product, "Pro")
                      "its product"

                  Expect.equal
                      (Json.text "orders.0.billing_reason" answer.Json, Json.whole "orders.0.total_amount" answer.Json)
                      ("subscription_create", 500L)
                      "an order"

                  Expect.equal
                      ((Json.at "payment_methods.0.method_metadata" answer.Json).ToJsonString())
                      """{"brand":"visa","last4":"4242","exp_month":12,"exp_year":2034,"wallet":null}"""
                      "a card"

                  Expect.equal
                      (Json.text "benefit_grants.0.benefit_description" answer.Json, Json.flag "benefit_grants.0.is_granted" answer.Json)
                      ("Support", true)
                      "a benefit"
              })

          testCaseTask "is its own people's alone" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! anybody = Http.anonymous "GET" (Portal.root + "customers/me/export") None fake
                  Expect.equal anybody.Status 401 anybody.Text
                  let! merchant = Http.get (Portal.root + "customers/me/export") fake
                  Expect.equal merchant.Status 401 merchant.Text
              }) ]

let private revoke (token: string) (id: string) (body: string) (fake: FakePolar) =
    Portal.post token $"subscriptions/{id}/revoke" body fake

let private overdue (fake: FakePolar) : Task<string * string> =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        let! customer, _ = Portal.subscriber product "ctoken_decline_renewal" fake
        do! fake.Clock.AdvanceAsync "P1M"
        let! subscription = Subscribing.only fake
        let! token = Portal.session customer fake
        return Json.text "id" subscription, token
    }

let private revocation =
    testList
        "a customer who gives a subscription up"
        [ testCaseTask "does so at once while it is past due, and owes nothing more" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id, token = overdue fake

                  let! answer, told =
                      Events.during fake (fun () ->
                          revoke token id """{"cancellation_reason":"too_expensive","cancellation_comment":"Sorry."}""" fake)

                  let revoked = Portal.succeeds answer

                  Expect.equal
                      (Json.text "status" revoked,
                       Json.text "customer_cancellation_reason" revoked,
                       Json.text "customer_cancellation_comment" revoked)
                      ("canceled", "too_expensive", "Sorry.")
                      "canceled"

                  Expect.isFalse (Json.has "customer" revoked) "as the portal shows it"

                  Expect.equal
                      told
                      [ "subscription.updated"
                        "subscription.canceled"
                        "subscription.revoked"
                        "order.updated"
                        "customer.state_changed" ]
                      "told"

                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Json.text "status" order) "void" "the order"
                  let! again = revoke token id "{}" fake

                  Refusal.domain
                      403
                      "AlreadyCanceledSubscription"
                      "This subscription is already canceled or will be at the end of the period."
                      again

                  let! unknown = revoke token unknown "{}" fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" unknown
              })

          testCaseTask "may not while it is paid for, or while its benefits are kept for some days" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! _, token = Portal.subscriber product "ctoken_ok" fake
                  let! subscription = Subscribing.only fake
                  let! active = revoke token (Json.text "id" subscription) "{}" fake

                  let notAllowed =
                      Refusal.domain
                          409
                          "RevokeNotAllowed"
                          "This subscription can only be revoked while it is past-due with no benefit grace period."

                  notAllowed active
                  do! fake.ResetAsync()
                  let! id, token = overdue fake

                  let! settings =
                      Http.patch
                          $"/v1/organizations/{fake.Organization.Id}"
                          """{"subscription_settings":{"allow_multiple_subscriptions":false,"proration_behavior":"prorate","benefit_revocation_grace_period":7,"prevent_trial_abuse":false,"allow_customer_updates":true}}"""
                          fake

                  Expect.equal settings.Status 200 settings.Text
                  let! graced = revoke token id "{}" fake
                  notAllowed graced
              })

          testCaseTask "handles the bills" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id, _ = overdue fake
                  let! customers = Http.get "/v1/customers/" fake

                  let! eve =
                      Portal.member' (Json.text "items.0.id" customers.Json) "eve@acme.dev" MemberRole.Member fake

                  let! token = Portal.memberSession eve fake
                  let! answer = revoke token id "{}" fake
                  Refusal.domain 403 "NotPermitted" "Only owners and billing managers can access billing features." answer
              }) ]

let private readiness =
    testList
        "whether an organization can take money"
        [ testCaseTask "anybody may ask" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let ask id =
                      Http.anonymous "GET" $"/v1/organizations/{id}/payment-status" None fake

                  let! ready = ask (string fake.Organization.Id)

                  Expect.equal
                      ready.Text
                      """{"payment_ready":true,"organization_status":"active","onboarding_resubmission_requested_at":null}"""
                      "ready"

                  do! Subscribing.organization """{"status":"denied"}""" fake
                  let! denied = ask (string fake.Organization.Id)

                  Expect.equal
                      (Json.flag "payment_ready" denied.Json, Json.text "organization_status" denied.Json)
                      (false, "denied")
                      "denied"

                  do! Subscribing.organization """{"status":"blocked"}""" fake

                  for id in [ string fake.Organization.Id; unknown ] do
                      let! none = ask id
                      Refusal.domain 404 "ResourceNotFound" "Not found" none
              }) ]

[<Tests>]
let tests =
    testList "undocumented routes of the portal" [ export; revocation; readiness ]
