/// What the portal's own pages use and the API description leaves out.
module Polar.FakeServer.Tests.Portal.UndocumentedRouteTests

open System
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Subscriptions
open Polar.Functional.Contracts

let private members (node: JsonNode) =
    [ for entry in node.AsObject() -> entry.Key ]

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

                  Expect.equal (members answer.Json) [ "customer"; "subscriptions"; "orders"; "payment_methods"; "benefit_grants" ] "parts"

                  Expect.equal
                      ((Json.at "customer" answer.Json).ToJsonString())
                      $"""{{"id":"{id}","email":"ada@acme.dev","name":"Ada Lovelace","billing_name":"Ada Lovelace","billing_address":{{"line1":null,"line2":null,"postal_code":null,"city":null,"state":null,"country":"SE"}},"tax_id":null,"external_id":null,"created_at":"2026-03-01T12:00:00\u002B00:00","modified_at":"2026-03-01T12:00:00\u002B00:00"}}"""
                      "the customer"

                  Expect.equal
                      (members (Json.at "subscriptions.0" answer.Json))
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

let private authorize (token: string) (query: string) (fake: FakePolar) =
    Portal.get token $"oauth-accounts/authorize?{query}" fake

/// Follows the address of the service, as a browser does.
let private follow (url: string) (fake: FakePolar) : Task<Answer> =
    Http.raw fake (new HttpRequestMessage(HttpMethod.Get, url))

let private location (answer: Answer) = Uri answer.Headers["location"]

let private accounts =
    testList
        "an account that is connected in the portal"
        [ testCaseTask "is the member's, who comes back with a session, and what waited for it is granted" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! user =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = fake.Organization.Id))

                  let! benefit =
                      Benefits.sendAs user "POST" "/v1/benefits/" (Some Benefits.discord) fake

                  let! _, customer = Benefits.bought [ benefit.Json ] fake
                  let! token = Portal.ownersSession (Json.text "id" customer) fake
                  let! waiting = Portal.get token "benefit-grants/" fake
                  Expect.isFalse (Json.flag "items.0.is_granted" waiting.Json) "it waits for an account"
                  let! answer = authorize token "platform=discord&return_to=/acme/portal%3Ftab=1" fake
                  Expect.equal (members answer.Json) [ "url" ] "an address"
                  let! back = follow (Json.text "url" answer.Json) fake
                  Expect.equal back.Status 307 back.Text
                  let place = location back
                  Expect.stringStarts place.PathAndQuery "/acme/portal?tab=1&member_session_token=polar_mst_" "where they wanted to be"
                  let next = place.Query.Split("member_session_token=")[1]
                  let! granted = Portal.get next "benefit-grants/" fake
                  Expect.isTrue (Json.flag "items.0.is_granted" granted.Json) "granted"

                  Expect.equal
                      [ for entry in (Json.at "items.0.member.oauth_accounts" granted.Json).AsObject() -> entry.Key.Split(':')[0] ]
                      [ "discord" ]
                      "the account"
              })

          testCaseTask "is the customer's own, where its own session asks" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! token = Portal.session (Json.text "id" customer) fake

                  let! answer =
                      authorize token "platform=github&return_to=https://elsewhere.example/" fake

                  let! back, told =
                      Events.during fake (fun () -> follow (Json.text "url" answer.Json) fake)

                  Expect.stringStarts (location back).PathAndQuery "/?customer_session_token=polar_cst_" "no foreign address"
                  Expect.equal told [ "customer.updated"; "customer.state_changed" ] "told"
                  let! me = Portal.get token "customers/me" fake

                  match [ for entry in (Json.at "oauth_accounts" me.Json).AsObject() -> entry.Key, entry.Value ] with
                  | [ key, NonNull account ] ->
                      Expect.equal key $"""github:{Json.text "account_id" account}""" "the account"
                      Expect.equal (Json.text "account_username" account) "ada" "its name"
                  | others -> failtest $"{others}"
              })

          testCaseTask "is not, where the service or its owner says no" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! token = Portal.session (Json.text "id" customer) fake
                  let! answer = authorize token "platform=github&return_to=/acme" fake
                  let url = Json.text "url" answer.Json
                  let! denied = follow (url + "&error=access_denied") fake

                  Expect.equal
                      (denied.Status, (location denied).PathAndQuery)
                      (303, "/acme?error=access_denied&error_platform=github")
                      "denied"

                  let! noCode = follow (url.Replace("code=", "other=")) fake

                  Expect.equal
                      (noCode.Status, (location noCode).PathAndQuery)
                      (303, "/acme?error=Failed%20to%20authorize.&error_platform=github")
                      "no code"

                  do! fake.Integrations.RefuseAsync(FakeIntegration.GitHub, "down")
                  let! down = follow url fake

                  Expect.equal
                      (down.Status, (location down).PathAndQuery)
                      (303, "/acme?error=Failed%20to%20get%20access%20token.%20Please%20try%20again%20later.&error_platform=github")
                      "the service is down"

                  let! me = Portal.get token "customers/me" fake
                  Expect.equal ((Json.at "oauth_accounts" me.Json).ToJsonString()) "{}" "none"
              })

          testCaseTask "needs a session to begin, and to come back in time" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! anybody =
                      Http.anonymous "GET" (Portal.root + "oauth-accounts/authorize?platform=github") None fake

                  Refusal.domain 401 "Unauthorized" "Unauthorized" anybody
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! token = Portal.session (Json.text "id" customer) fake
                  let! wrong = authorize token "platform=myspace" fake
                  Refusal.malformed [ "enum", "query.platform", "Input should be 'github' or 'discord'" ] wrong
                  let! answer = authorize token "platform=github" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 15.)
                  let! late = follow (Json.text "url" answer.Json) fake
                  Refusal.domain 403 "NotPermitted" "Invalid state" late
              }) ]

[<Tests>]
let tests =
    testList "undocumented routes of the portal" [ export; revocation; readiness; accounts ]
