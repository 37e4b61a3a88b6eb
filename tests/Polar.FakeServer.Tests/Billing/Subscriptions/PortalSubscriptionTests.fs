/// Subscriptions as their customers see and change them.
module Polar.FakeServer.Tests.Billing.Subscriptions.PortalSubscriptionTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Sends with a fresh session of the first customer.
let private ask (method: string) (path: string) (body: string option) (fake: FakePolar) : Task<Answer> =
    task {
        let! customers = Http.get "/v1/customers/?sorting=created_at" fake

        let! token =
            fake.CreateTokenAsync(
                FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse(Json.text "items.0.id" customers.Json))
            )

        return! Http.raw fake (Http.request method ("/v1/customer-portal/subscriptions/" + path) (Some token) body)
    }

let private patch (id: string) (body: string) (fake: FakePolar) = ask "PATCH" id (Some body) fake

let private monthly (fake: FakePolar) =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.bought product fake
    }

let private team (fake: FakePolar) =
    task {
        let! product = Subscribing.product "Team" "month" (Subscribing.perSeat 1000) "" fake
        return! Subscribing.boughtWith product ""","seats":3""" (Subscribing.untaxed "ada@acme.dev" "tok_visa") fake
    }

/// What is closed by which setting, and with which words.
let private gates =
    [ "a change of product",
      """{"customer_portal_settings":{"subscription":{"update_plan":false}}}""",
      """{"product_id":"0e0e0e0e-0000-4000-8000-000000000001"}""",
      ("UpdateSubscriptionPlanNotAllowed", "Updating subscription plan is not allowed.")
      "a change of seats",
      """{"customer_portal_settings":{"subscription":{"update_seats":false}}}""",
      """{"seats":2}""",
      ("UpdateSubscriptionSeatsNotAllowed", "Updating subscription seats is not allowed.")
      "a pause", "{}", """{"pause_at_period_end":true}""", ("PauseResumeNotAllowed", "Pausing or resuming a subscription is not allowed.")
      "the end of a pause", "{}", """{"resume":true}""", ("PauseResumeNotAllowed", "Pausing or resuming a subscription is not allowed.") ]

let private allowPauses (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.get $"/v1/organizations/{fake.Organization.Id}" fake
        let settings = Json.at "customer_portal_settings" answer.Json
        (Json.at "subscription" settings).AsObject()["pause"] <- System.Text.Json.Nodes.JsonValue.Create true

        let! changed =
            Http.patch $"/v1/organizations/{fake.Organization.Id}" $"""{{"customer_portal_settings":{settings.ToJsonString()}}}""" fake

        Expect.equal changed.Status 200 changed.Text
    }

[<Tests>]
let tests =
    testList
        "a customer's subscriptions"
        [ testCaseTask "are the customer's own, without what is the merchant's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = monthly fake
                  let! other = Subscribing.monthly "Other" 1000 fake

                  let! foreign =
                      Subscribing.boughtWith other "" (Subscribing.untaxed "eve@acme.dev" "tok_visa") fake

                  let! listed = ask "GET" "?query=PR" None fake
                  Expect.equal [ for item in Json.items "items" listed.Json -> Json.text "id" item ] [ id ] "own"
                  let! got = ask "GET" id None fake
                  Expect.equal got.Status 200 got.Text
                  Expect.equal (Json.text "product.organization.slug" got.Json) "acme" "organization"

                  for name in [ "customer"; "metadata"; "custom_field_data"; "discount" ] do
                      Expect.isFalse (Json.has name got.Json) name

                  let! hidden = ask "GET" foreign None fake
                  Faults.domain hidden 404 "ResourceNotFound" "Not found"
                  let! hidden = patch foreign """{"cancel_at_period_end":true}""" fake
                  Faults.domain hidden 404 "ResourceNotFound" "Not found"
              })

          testList
              "are left to the merchant where the settings say so"
              [ for name, settings, body, (error, detail) in gates ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! id = team fake
                            do! Subscribing.organization settings fake
                            let! answer = patch id body fake
                            Faults.domain answer 403 error detail
                        }) ]

          testCaseTask "go over to public products only, in the organization's way" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = monthly fake

                  let! hidden =
                      Subscribing.product "Hidden" "month" (Buying.fixedPrice 2000) ""","visibility":"private" """ fake

                  let! other = Subscribing.monthly "Other" 2000 fake
                  let! answer = patch id $"""{{"product_id":"{hidden}"}}""" fake
                  Faults.one answer ("value_error", """["body","product_id"]""", "Product visibility is not allowed.")
                  do! Subscribing.organization """{"subscription_settings":{"proration_behavior":"next_period"}}""" fake
                  let! answer = patch id $"""{{"product_id":"{other}"}}""" fake
                  Expect.equal (Json.text "pending_update.product_id" answer.Json) other "later"
                  let! answer = patch id """{"pending_update":null}""" fake
                  Expect.isTrue (Json.isNull "pending_update" answer.Json) "dropped"
              })

          testCaseTask "end with their period, and go on after all" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = monthly fake

                  let! told =
                      Subscribing.toldDuring fake (fun () ->
                          patch
                              id
                              """{"cancel_at_period_end":true,"cancellation_reason":"too_expensive","cancellation_comment":"Sorry"}"""
                              fake)

                  Expect.equal told [ "subscription.updated"; "subscription.canceled"; "customer.state_changed" ] "events"
                  let! canceled = Subscribing.get id fake
                  Expect.equal (Json.text "customer_cancellation_reason" canceled) "too_expensive" "reason"
                  let! again = ask "DELETE" id None fake
                  Expect.equal (again.Status, Json.text "error" again.Json) (403, "AlreadyCanceledSubscription") again.Text
                  let! nothing = Subscribing.toldDuring fake (fun () -> patch id "{}" fake)
                  Expect.isEmpty nothing "nothing asked for"
                  let! resumed = patch id """{"cancel_at_period_end":false}""" fake
                  Expect.isFalse (Json.flag "cancel_at_period_end" resumed.Json) "goes on"
                  let! deleted = ask "DELETE" id None fake
                  Expect.isTrue (Json.flag "cancel_at_period_end" deleted.Json) "at the end of the period"
                  Expect.equal (Json.text "status" deleted.Json) "active" "not at once"
              })

          testCaseTask "need something to pay with to go on" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! allowPauses fake
                  let! free = Subscribing.monthly "Free" 0 fake
                  let! paid = Subscribing.monthly "Pro" 1000 fake
                  let! id = Subscribing.given free "ada@acme.dev" fake

                  let! _ =
                      Subscribing.patched id $"""{{"product_id":"{paid}","proration_behavior":"prorate"}}""" fake

                  let! _ = Subscribing.patched id """{"cancel_at_period_end":true}""" fake
                  let! answer = patch id """{"cancel_at_period_end":false}""" fake
                  Faults.domain answer 409 "PaymentMethodRequired" "Add a payment method before uncancelling this subscription."
                  let! _ = Subscribing.patched id """{"cancel_at_period_end":false}""" fake
                  let! _ = Subscribing.patched id """{"pause_at_period_end":true}""" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! answer = patch id """{"resume":true}""" fake
                  Faults.domain answer 409 "PaymentMethodRequired" "Add a payment method before resuming this subscription."
              })

          testCaseTask "pause and go on where the organization allows it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! allowPauses fake
                  let! id = monthly fake
                  let! asked = patch id """{"pause_at_period_end":true}""" fake
                  Expect.isTrue (Json.flag "pause_at_period_end" asked.Json) "asked for"
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! resumed = patch id """{"resume":true}""" fake
                  Expect.equal (Json.text "status" resumed.Json) "active" "status"
              }) ]
