/// Every member of an organization as the wire has it, in its order, from the moment that it is made.
module Polar.FakeServer.Tests.Organizations.OrganizationShapeTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private legacy =
    "\"bio\":null,\"company\":null,\"blog\":null,\"location\":null,\"twitter_username\":null,\"pledge_minimum_amount\":0,\"pledge_badge_show_amount\":false,\"default_upfront_split_to_contributors\":null"

let private features =
    "{\"issue_funding_enabled\":false,\"seat_based_pricing_enabled\":true,\"unit_based_pricing_enabled\":false,\"wallets_enabled\":false,\"member_model_enabled\":true,\"checkout_localization_enabled\":false,\"overview_metrics\":null,\"reset_proration_behavior_enabled\":false,\"off_session_charges_enabled\":false,\"meter_cycling_enabled\":false,\"slack_benefit_enabled\":false,\"preview_access_enabled\":false,\"disputes_enabled\":false,\"sso_enabled\":false,\"dispute_auto_accept_enabled\":false,\"compass_enabled\":false,\"merchant_migration_enabled\":false,\"frame_ancestors_enforced\":false}"

let private subscriptions =
    "{\"allow_multiple_subscriptions\":false,\"proration_behavior\":\"prorate\",\"benefit_revocation_grace_period\":0,\"prevent_trial_abuse\":false,\"allow_customer_updates\":true}"

let private emails =
    "{\"order_confirmation\":true,\"payment_method_expiration_reminder\":true,\"subscription_cancellation\":true,\"subscription_confirmation\":true,\"subscription_cycled\":true,\"subscription_cycled_after_trial\":true,\"subscription_past_due\":true,\"subscription_paused\":true,\"subscription_resumed\":true,\"subscription_renewal_reminder\":true,\"subscription_revoked\":true,\"subscription_trial_conversion_reminder\":true,\"subscription_uncanceled\":true,\"subscription_updated\":true}"

let private portal =
    "{\"usage\":{\"show\":true},\"subscription\":{\"update_seats\":true,\"update_plan\":true},\"customer\":{\"allow_email_change\":false}}"

/// What everybody is shown first.
let private head (id: string) (name: string) (slug: string) (modified: string) =
    $"\"created_at\":\"2026-03-01T12:00:00Z\",\"modified_at\":{modified},\"id\":\"{id}\",\"name\":\"{name}\",\"slug\":\"{slug}\",\"avatar_url\":null,\"proration_behavior\":\"prorate\",\"allow_customer_updates\":true,{legacy}"

let private whole (id: string) (account: string) (name: string) (slug: string) (modified: string) =
    $"{{{head id name slug modified},\"email\":null,\"website\":null,\"socials\":[],\"status\":\"active\",\"details_submitted_at\":null,\"onboarding_resubmission_requested_at\":null,\"sso_enforced\":false,\"default_presentment_currency\":\"usd\",\"default_tax_behavior\":\"location\",\"feature_settings\":{features},\"subscription_settings\":{subscriptions},\"customer_email_settings\":{emails},\"customer_portal_settings\":{portal},\"dispute_settings\":{{\"auto_accept_below_amount\":null}},\"embed_hosts\":[],\"embed_hosts_enforced\":true,\"country\":null,\"account_id\":\"{account}\",\"payout_account_id\":null,\"capabilities\":{{\"checkout_payments\":true,\"subscription_renewals\":true,\"payouts\":true,\"refunds\":true,\"api_access\":true,\"dashboard_access\":true}},\"notification_settings\":{{\"new_order\":true,\"new_subscription\":true,\"chargeback_prevention\":true,\"subscription_renewal\":false}}}}"

/// What the public is shown besides.
let private publicly (id: string) (name: string) (slug: string) (status: string) =
    let head = head id name slug "null"
    $"{head},\"email\":null,\"website\":null,\"socials\":[],\"status\":\"{status}\",\"details_submitted_at\":null,\"feature_settings\":{features},\"subscription_settings\":{subscriptions},\"customer_email_settings\":{emails}"

let private identified (answer: Answer) =
    Json.text "id" answer.Json, Json.text "account_id" answer.Json

let private ownPath (fake: FakePolar) =
    $"/v1/organizations/{fake.Organization.Id}"

let private founded (body: string) (fake: FakePolar) =
    Http.anonymous "POST" "/_fake/organizations" (Some body) fake

/// What an organization may do, by its status: payments, renewals, payouts, refunds, API, dashboard.
let private capabilities =
    [ "created", [ false; false; false; false; true; true ], "created"
      "review", [ true; true; true; true; true; true ], "under_review"
      "snoozed", [ true; true; true; true; true; true ], "under_review"
      "denied", [ false; false; false; false; true; true ], "denied"
      "active", [ true; true; true; true; true; true ], "active"
      "blocked", [ false; false; false; false; false; false ], "denied"
      "offboarding", [ true; true; false; true; true; true ], "active"
      "offboarded", [ false; false; true; false; true; true ], "denied" ]

let private names =
    [ "checkout_payments"
      "subscription_renewals"
      "payouts"
      "refunds"
      "api_access"
      "dashboard_access" ]

let private statuses =
    [ for status, allowed, shown in capabilities do
          testCaseTask $"an organization that is {status}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = founded $$"""{"slug":"other","status":"{{status}}"}""" fake
                  let token = Json.text "access_token" made.Json
                  let path = $"""/v1/organizations/{Json.text "id" made.Json}"""
                  let! own = Http.raw fake (Http.request "GET" path (Some token) None)
                  let! page = Http.anonymous "GET" "/v1/customer-portal/organizations/other" None fake

                  if status = "blocked" then
                      Expect.equal own.Status 401 "its token is none"
                      page |> Refusal.domain 404 "ResourceNotFound" "Not found"
                  else
                      Expect.equal [ for name in names -> Json.flag $"capabilities.{name}" own.Json ] allowed (String.Join(", ", names))

                      Expect.equal (Json.text "status" own.Json) status "to itself"
                      Expect.equal (Json.text "organization.status" page.Json) shown "to the public"
              }) ]

[<Tests>]
let tests =
    testList
        "organizations on the wire"
        [ testCaseTask "the fake's own has every default, in order, in its list too" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.get (ownPath fake) fake
                  let id, account = identified answer
                  let expected = whole id account "Acme" "acme" "null"
                  Expect.equal answer.Text expected "one"
                  let! listed = Http.get "/v1/organizations/" fake

                  Expect.equal listed.Text $"{{\"items\":[{expected}],\"pagination\":{{\"total_count\":1,\"max_page\":1}}}}" "the list"
              })

          testCaseTask "one that a test founds has the same" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = founded """{"slug":"other"}""" fake

                  let! answer =
                      Http.raw
                          fake
                          (Http.request
                              "GET"
                              $"""/v1/organizations/{Json.text "id" made.Json}"""
                              (Some(Json.text "access_token" made.Json))
                              None)

                  let id, account = identified answer
                  Expect.equal answer.Text (whole id account "other" "other" "null") "founded"
              })

          testCaseTask "one that a user creates has the same" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

                  let! answer =
                      Http.raw
                          fake
                          (Http.request "POST" "/v1/organizations/" (Some token) (Some """{"name":"My Shop","slug":"my-shop"}"""))

                  Expect.equal answer.Status 201 answer.Text
                  let id, account = identified answer
                  Expect.equal answer.Text (whole id account "My Shop" "my-shop" "null") "created"
                  Expect.notEqual id account "an account of its own"
              })

          testCaseTask "an update and its event show the same" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.patch (ownPath fake) "{}" fake
                  let id, account = identified answer
                  Expect.equal answer.Text (whole id account "Acme" "acme" "\"2026-03-01T12:00:00Z\"") "answer"

                  Expect.equal
                      [ for event in fake.Webhooks.Events -> event.Json ]
                      [ $"{{\"type\":\"organization.updated\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"api_version\":\"2026-10\",\"data\":{answer.Text}}}" ]
                      "event"
              })

          testCaseTask "settings that leave optional members out are shown without them" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.patch
                          (ownPath fake)
                          """{"customer_portal_settings":{"usage":{"show":false,"more":1},"subscription":{"update_seats":false,"update_plan":false}}}"""
                          fake

                  Expect.equal
                      ((Json.at "customer_portal_settings" answer.Json).ToJsonString())
                      """{"usage":{"show":false},"subscription":{"update_seats":false,"update_plan":false}}"""
                      "portal"
              })

          testCaseTask "buyers are sent what the public is" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake
                  let! customer = Given.customer "ada@polar.sh" fake
                  let! checkout = Given.checkout product customer fake

                  let! answer =
                      Http.anonymous "GET" $"""/v1/checkouts/client/{Json.text "client_secret" checkout}""" None fake

                  let organization = Json.at "organization" answer.Json
                  let shown = publicly (Json.text "id" organization) "Acme" "acme" "active"
                  Expect.equal (organization.ToJsonString()) $"{{{shown}}}" "organization"
              })

          testCaseTask "anybody is shown an organization with its public products, by its slug in whatever case" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake

                  for change in
                      [ """{"visibility":"private"}"""
                        """{"visibility":"draft"}"""
                        """{"is_archived":true}""" ] do
                      let! hidden = Given.monthly 500L fake
                      let! changed = Http.patch $"""/v1/products/{Json.text "id" hidden}""" change fake
                      Expect.equal changed.Status 200 changed.Text

                  let! gone = Given.monthly 500L fake
                  let! deleted = Http.delete $"""/v1/products/{Json.text "id" gone}""" fake
                  Expect.equal deleted.Status 204 deleted.Text
                  let! answer = Http.anonymous "GET" "/v1/customer-portal/organizations/ACME" None fake
                  Expect.equal answer.Status 200 answer.Text
                  let organization = Json.at "organization" answer.Json
                  let shown = publicly (Json.text "id" organization) "Acme" "acme" "active"

                  Expect.equal
                      (organization.ToJsonString())
                      $"{{{shown},\"customer_portal_settings\":{portal},\"organization_features\":{{\"member_model_enabled\":true,\"checkout_localization_enabled\":false}}}}"
                      "organization"

                  Expect.equal
                      [ for item in Json.items "products" answer.Json -> Json.text "id" item, Json.text "prices.0.type" item ]
                      [ Json.text "id" product, "one_time" ]
                      "products"
              })

          testCaseTask "the page of a slug that nobody has" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.anonymous "GET" "/v1/customer-portal/organizations/nobody" None fake

                  answer |> Refusal.domain 404 "ResourceNotFound" "Not found"
              })

          testCaseTask "the page takes any token that stands for somebody, and no other" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! own = Http.get "/v1/customer-portal/organizations/acme" fake
                  Expect.equal own.Status 200 own.Text

                  let! wrong =
                      Http.raw fake (Http.request "GET" "/v1/customer-portal/organizations/acme" (Some "polar_oat_wrong") None)

                  Expect.equal wrong.Status 401 wrong.Text
              })

          testCaseTask "the page tells which features its portal needs to know" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Http.patch (ownPath fake) """{"feature_settings":{"checkout_localization_enabled":true}}""" fake

                  let! answer = Http.anonymous "GET" "/v1/customer-portal/organizations/acme" None fake
                  Expect.isTrue (Json.flag "organization.organization_features.checkout_localization_enabled" answer.Json) "localization"
                  Expect.isTrue (Json.flag "organization.feature_settings.checkout_localization_enabled" answer.Json) "in the flags, too"
              })

          testList "statuses" statuses ]
