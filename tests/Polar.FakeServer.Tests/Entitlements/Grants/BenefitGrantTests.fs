/// Who has which benefit, how that changes, and what is told of it.
module Polar.FakeServer.Tests.Entitlements.Grants.BenefitGrantTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Entitlements.Grants.Grants

let private change (benefit: JsonNode) (body: string) (fake: FakePolar) =
    Http.patch $"""/v1/benefits/{Json.text "id" benefit}""" body fake

let private lifecycle =
    [ testCaseTask "an order grants a benefit in its own name" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! _, customer = Benefits.bought [ benefit ] fake
              let! grant = Benefits.grant benefit fake
              let! orders = Http.get "/v1/orders/" fake
              let! members = Http.get $"""/v1/customers/{Json.text "id" customer}/members""" fake
              Expect.equal (Json.text "order_id" grant) (Json.text "items.0.id" orders.Json) "the order"
              Expect.isTrue (Json.isNull "subscription_id" grant) "no subscription"
              Expect.equal (Json.text "granted_at" grant) "2026-03-01T12:00:00Z" "granted"
              Expect.isTrue (Json.isNull "revoked_at" grant) "not revoked"
              Expect.isTrue (Json.isNull "modified_at" grant) "not modified"
              Expect.isTrue (Json.isNull "error" grant) "no error"
              Expect.isTrue (Json.flag "is_granted" grant) "is granted"
              Expect.isFalse (Json.flag "is_revoked" grant) "is not revoked"
              Expect.equal (Json.text "benefit.id" grant) (Json.text "id" benefit) "the whole benefit"
              Expect.equal (Json.text "customer.id" grant) (Json.text "id" customer) "the whole customer"
              Expect.equal (Json.text "member.role" grant) "owner" "the owner's"
              Expect.equal (Json.text "member_id" grant) (Json.text "member.id" grant) "its id"
              Expect.equal ((Json.at "properties" grant).ToJsonString()) "{}" "properties"
              ignore members
          })

      testCaseTask "a subscription grants in its own name, not in that of its orders" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! _ = Benefits.subscribed [ benefit ] fake
              let! grant = Benefits.grant benefit fake
              let! subscription = onlySubscription fake
              Expect.equal (Json.text "subscription_id" grant) (Json.text "id" subscription) "the subscription"
              Expect.isTrue (Json.isNull "order_id" grant) "no order"
              do! fake.Clock.AdvanceAsync "P32D"
              let! after = Benefits.grants benefit fake
              Expect.equal after.Length 1 "a renewal grants nothing new"
          })

      testCaseTask "a purchase grants in the product's order, and then tells the customer's state" (fun () ->
          task {
              use! fake = Fake.start ()
              let! first = Benefits.create (Benefits.keys "{}") fake
              let! second = Benefits.create Benefits.note fake
              let! product = Given.oneTime 500L fake
              let! _ = Benefits.attach product [ second; first ] fake

              let! events =
                  Benefits.eventsDuring fake "" (fun () -> Given.purchase product "ada@acme.dev" fake)

              let told =
                  events
                  |> List.filter (fun body ->
                      (Json.text "type" body).StartsWith "benefit_grant"
                      || Json.text "type" body = "customer.state_changed")

              Expect.equal
                  (types told |> List.skipWhile (fun name -> name = "customer.state_changed"))
                  [ "benefit_grant.created"; "benefit_grant.created"; "customer.state_changed" ]
                  "order"

              Expect.equal
                  [ for body in told do
                        if Json.text "type" body = "benefit_grant.created" then
                            Json.text "data.benefit_id" body ]
                  [ Json.text "id" second; Json.text "id" first ]
                  "the product's order"
          })

      testCaseTask "what is revoked with its subscription comes again with the same grant" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys "{}") fake
              let! product, customer = Benefits.subscribed [ benefit ] fake
              let! before = Benefits.grant benefit fake
              let! subscription = onlySubscription fake
              do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> revoke subscription fake)

              Expect.equal (types events) [ "benefit_grant.revoked" ] "one event"
              let! revoked = Benefits.grant benefit fake
              Expect.isTrue (Json.isNull "granted_at" revoked) "granted_at is wiped"
              Expect.equal (Json.text "revoked_at" revoked) "2026-03-01T13:00:00Z" "revoked now"
              Expect.equal (Json.text "modified_at" revoked) "2026-03-01T13:00:00Z" "modified"
              Expect.isFalse (Json.flag "is_granted" revoked) "not granted"
              Expect.isTrue (Json.flag "is_revoked" revoked) "revoked"
              Expect.equal ((Json.at "properties" revoked).ToJsonString()) ((Json.at "properties" before).ToJsonString()) "kept"
              let! keys = Http.get "/v1/license-keys/" fake
              Expect.equal (Json.text "items.0.status" keys.Json) "revoked" "the key too"

              let! again =
                  Benefits.eventsDuring fake "benefit_grant." (fun () ->
                      Http.patch $"""/v1/license-keys/{Json.text "items.0.id" keys.Json}""" """{"status":"granted"}""" fake)

              Expect.equal (types again) [ "benefit_grant.created" ] "created, though it was there"
              Expect.equal (Json.text "data.id" again[0]) (Json.text "id" before) "the same grant"

              Expect.equal
                  ((Json.at "data.previous_properties" again[0]).ToJsonString())
                  ((Json.at "properties" before).ToJsonString())
                  "what was kept before"

              ignore (product, customer)
          })

      testCaseTask "a renewal renews grants; only modified_at moves" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! _ = Benefits.subscribed [ benefit ] fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () ->
                      task { do! fake.Clock.SetAsync(DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero)) })

              Expect.equal (types events) [ "benefit_grant.cycled" ] "events"
              Expect.equal ((Json.at "data.previous_properties" events[0]).ToJsonString()) "{}" "previous"
              let! grant = Benefits.grant benefit fake
              Expect.equal (Json.text "granted_at" grant) "2026-03-01T12:00:00Z" "as it was"
              Expect.equal (Json.text "modified_at" grant) "2026-04-01T12:00:00Z" "now"
          })

      testCaseTask "a change that needs it grants anew, before the change is told" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys """{"prefix":"A"}""") fake
              let! _ = Benefits.bought [ benefit ] fake
              do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)

              let! events =
                  Benefits.eventsDuring fake "" (fun () ->
                      change benefit """{"type":"license_keys","properties":{"prefix":"A","limit_usage":7}}""" fake)

              Expect.equal (types events) [ "benefit.updated"; "benefit_grant.updated"; "customer.state_changed" ] "events"
              let! grant = Benefits.grant benefit fake
              Expect.equal (Json.text "granted_at" grant) "2026-03-01T13:00:00Z" "granted now"
              let! keys = Http.get "/v1/license-keys/" fake
              Expect.equal (Json.whole "items.0.limit_usage" keys.Json) 7L "the key has the new limit"
          }) ]

/// Changes of a benefit that somebody has: whether it is granted anew.
let private regrants =
    [ "another prefix", Benefits.keys """{"prefix":"A"}""", """{"type":"license_keys","properties":{"prefix":"B"}}""", false
      "another expiry", Benefits.keys "{}", """{"type":"license_keys","properties":{"expires":{"ttl":1,"timeframe":"day"}}}""", true
      "other activations",
      Benefits.keys "{}",
      """{"type":"license_keys","properties":{"activations":{"limit":1,"enable_customer_admin":true}}}""",
      true
      "another limit of use", Benefits.keys "{}", """{"type":"license_keys","properties":{"limit_usage":1}}""", true
      "another note", Benefits.note, """{"type":"custom","properties":{"note":"other"}}""", false
      "another description", Benefits.keys "{}", """{"type":"license_keys","description":"other"}""", false
      "a feature flag's metadata", Benefits.flag, """{"type":"feature_flag","metadata":{"a":1}}""", false ]

let private regranting =
    [ for name, body, changed, expected in regrants ->
          testCaseTask $"""{name} is {if expected then "" else "not "}granted anew""" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! benefit = Benefits.create body fake
                  let! _ = Benefits.bought [ benefit ] fake

                  let! events =
                      Benefits.eventsDuring fake "benefit" (fun () -> change benefit changed fake)

                  Expect.equal
                      (types events)
                      (if expected then
                           [ "benefit.updated"; "benefit_grant.updated" ]
                       else
                           [ "benefit.updated" ])
                      "events"
              }) ]

[<Tests>]
let tests = testList "benefit grants" (lifecycle @ regranting)
