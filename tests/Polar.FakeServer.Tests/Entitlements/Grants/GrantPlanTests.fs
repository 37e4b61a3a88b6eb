/// When benefits are granted and revoked, and what a customer has by two purchases.
module Polar.FakeServer.Tests.Entitlements.Grants.GrantPlanTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Entitlements.Grants.Grants

let private computing =
    [ testCaseTask "whoever has the product gets what is new and loses what is gone, revokes first" (fun () ->
          task {
              use! fake = Fake.start ()
              let! old = Benefits.create Benefits.note fake
              let! kept = Benefits.create Benefits.flag fake
              let! fresh = Benefits.create (Benefits.keys "{}") fake
              let! product, _ = Benefits.subscribed [ old; kept ] fake

              let! events =
                  Benefits.eventsDuring fake "" (fun () -> Benefits.attach product [ fresh; kept ] fake)

              Expect.equal
                  (types events)
                  [ "product.updated"
                    "benefit_grant.revoked"
                    "benefit_grant.created"
                    "customer.state_changed" ]
                  "events"

              let! gone = Benefits.grant old fake
              Expect.isTrue (Json.flag "is_revoked" gone) "the old one"
              let! stays = Benefits.grant kept fake
              Expect.isTrue (Json.isNull "modified_at" stays) "untouched"
          })

      testCaseTask "another order of the benefits changes nothing for those who have them" (fun () ->
          task {
              use! fake = Fake.start ()
              let! a = Benefits.create Benefits.note fake
              let! b = Benefits.create Benefits.flag fake
              let! product, _ = Benefits.subscribed [ a; b ] fake
              let! _, events = Events.during fake (fun () -> Benefits.attach product [ b; a ] fake)
              Expect.equal events [ "product.updated" ] "events"
          })

      testCaseTask "an immediate revocation takes all benefits of the subscription" (fun () ->
          task {
              use! fake = Fake.start ()
              let! a = Benefits.create Benefits.note fake
              let! b = Benefits.create (Benefits.keys "{}") fake
              let! _ = Benefits.subscribed [ a; b ] fake
              let! subscription = onlySubscription fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> revoke subscription fake)

              Expect.equal (types events) [ "benefit_grant.revoked"; "benefit_grant.revoked" ] "events"

              Expect.equal
                  (events |> List.map (Json.text "data.benefit_id"))
                  [ Json.text "id" a; Json.text "id" b ]
                  "in the product's order"
          })

      testCaseTask "a subscription that was canceled keeps its benefits to the end of the period" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! _ = Benefits.subscribed [ benefit ] fake
              let! subscription = onlySubscription fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () ->
                      Http.patch $"""/v1/subscriptions/{Json.text "id" subscription}""" """{"cancel_at_period_end":true}""" fake)

              Expect.isEmpty events "nothing yet"

              let! ended =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> task { do! fake.Clock.AdvanceAsync "P32D" })

              Expect.equal (types ended) [ "benefit_grant.revoked" ] "then"
          })

      testCaseTask "a deleted benefit is taken from everybody who has it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys "{}") fake
              let! product, customer = Benefits.bought [ benefit ] fake
              let! _ = Benefits.again product customer fake

              let! _, events =
                  Events.during fake (fun () -> Http.delete $"""/v1/benefits/{Json.text "id" benefit}""" fake)

              Expect.equal
                  events
                  [ "benefit.updated"
                    "benefit_grant.revoked"
                    "benefit_grant.revoked"
                    "customer.state_changed" ]
                  "events"

              let! all = Http.get "/v1/benefit-grants/" fake
              Expect.equal (Json.items "items" all.Json |> List.length) 2 "still among all grants"

              let! keys = Http.get "/v1/license-keys/?status=revoked" fake
              Expect.equal (Json.whole "pagination.total_count" keys.Json) 2L "the keys are revoked"
          })

      testCaseTask "a deleted customer loses what it has" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys "{}") fake
              let! _, customer = Benefits.bought [ benefit ] fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Http.delete $"""/v1/customers/{Json.text "id" customer}""" fake)

              Expect.equal (types events) [ "benefit_grant.revoked" ] "events"
              let! keys = Http.get "/v1/license-keys/" fake
              Expect.equal (Json.text "items.0.status" keys.Json) "revoked" "the key too"
          })

      testCaseTask "two purchases are two grants, and access stays until the last is gone" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.discord fake
              let! product, customer = Benefits.subscribed [ benefit ] fake
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.Discord)
              let! once = Given.oneTime 500L fake
              let! _ = Benefits.attach once [ benefit ] fake
              let! _ = Benefits.again once customer fake
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.Discord)
              let! grants = Benefits.grants benefit fake
              Expect.equal (grants |> List.map (Json.flag "is_granted")) [ true; true ] "both granted"
              let! subscription = onlySubscription fake

              let! first =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> revoke subscription fake)

              Expect.equal
                  ((Json.at "data.properties" first[0]).ToJsonString())
                  """{"account_id":"4711","guild_id":"9001","role_id":"77","granted_account_id":"4711"}"""
                  "the role stays, by the other purchase"

              let! second =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Http.delete $"""/v1/customers/{Json.text "id" customer}""" fake)

              Expect.equal ((Json.at "data.properties" second[0]).ToJsonString()) """{"account_id":"4711"}""" "then it is gone"

              ignore product
          }) ]

[<Tests>]
let tests = testList "plans of grants" computing
