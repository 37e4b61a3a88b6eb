/// Grants that wait for the customer, and credit of meters.
module Polar.FakeServer.Tests.Entitlements.Grants.GrantWaitingTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Entitlements.Grants.Grants

let private waiting =
    [ testCaseTask "a grant that waits for the customer says so, and is not tried again by itself" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.discord fake
              let! product = Given.monthly 500L fake
              let! _ = Benefits.attach product [ benefit ] fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Given.purchase product "ada@acme.dev" fake)

              Expect.equal (types events) [ "benefit_grant.created" ] "created all the same"
              let data = Json.at "data" events[0]
              Expect.isFalse (Json.flag "is_granted" data) "not granted"
              Expect.isFalse (Json.flag "is_revoked" data) "nor revoked"

              Expect.equal
                  ((Json.at "error" data).ToJsonString())
                  """{"message":"The customer needs to connect their Discord account","type":"BenefitActionRequiredError","timestamp":"2026-03-01T12:00:00\u002B00:00"}"""
                  "why"

              let! other = Benefits.create Benefits.note fake

              let! later =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Benefits.attach product [ benefit; other ] fake)

              Expect.equal (later |> List.map (Json.text "data.benefit_id")) [ Json.text "id" other ] "only the other one"

              let! pending =
                  Http.get $"""/v1/benefits/{Json.text "id" benefit}/grants?is_granted=false""" fake

              Expect.equal (Json.whole "pagination.total_count" pending.Json) 1L "listed as not granted"
          })

      testCaseTask "an account that is connected later grants what waited for it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.discord fake
              let! _, customer = Benefits.bought [ benefit ] fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () ->
                      task { do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.Discord) })

              Expect.equal (types events) [ "benefit_grant.updated" ] "events"

              Expect.equal
                  ((Json.at "data.properties" events[0]).ToJsonString())
                  """{"account_id":"4711","guild_id":"9001","role_id":"77","granted_account_id":"4711"}"""
                  "properties"

              Expect.equal ((Json.at "data.previous_properties" events[0]).ToJsonString()) """{"account_id":"4711"}""" "before"

              let! grant = Benefits.grant benefit fake
              Expect.isTrue (Json.flag "is_granted" grant) "granted"
              Expect.isTrue (Json.isNull "error" grant) "no error any more"
          })

      testCaseTask "Discord's refusal is told in its words, and an account that has expired must be connected anew" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.discord fake
              let! _, customer = Benefits.bought [ benefit ] fake
              do! fake.Integrations.RefuseAsync(FakeIntegration.Discord, "Missing Permissions")
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.Discord)
              let! refused = Benefits.grant benefit fake
              Expect.equal (Json.text "error.message" refused) "Discord error: Missing Permissions" "refused"

              let expired =
                  FakeAccount(
                      Service = FakeIntegration.Discord,
                      CustomerId = Guid.Parse(Json.text "id" customer),
                      AccountId = "4711",
                      IsExpired = true
                  )

              do! fake.Integrations.LinkAccountAsync expired
              let! old = Benefits.grant benefit fake

              Expect.equal (Json.text "error.message" old) "The customer needs to reconnect their Discord account" "expired"

              do! fake.Integrations.WorkAsync FakeIntegration.Discord
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.Discord)
              let! granted = Benefits.grant benefit fake
              Expect.isTrue (Json.flag "is_granted" granted) "granted"
          })

      testCaseTask "access to a repository comes with a GitHub account, and goes when the app is gone" (fun () ->
          task {
              use! fake = Fake.start ()

              let! token =
                  fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = fake.Organization.Id))

              let! made = Benefits.sendAs token "POST" "/v1/benefits/" (Some Benefits.github) fake
              let benefit = made.Json
              let! _, customer = Benefits.bought [ benefit ] fake
              let! waits = Benefits.grant benefit fake

              Expect.equal (Json.text "error.message" waits) "The customer needs to connect their GitHub account" "without an account"

              do! fake.Integrations.RefuseAsync(FakeIntegration.GitHub, "gone")
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.GitHub)
              let! closed = Benefits.grant benefit fake

              Expect.equal
                  (Json.text "error.message" closed)
                  "The benefit has no longer access to the repository. Please check that the GitHub App is still installed on the repository."
                  "without the app"

              do! fake.Integrations.WorkAsync FakeIntegration.GitHub
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.GitHub)
              let! granted = Benefits.grant benefit fake

              Expect.equal
                  ((Json.at "properties" granted).ToJsonString())
                  """{"account_id":"4711","repository_owner":"acme","repository_name":"engine","permission":"pull","granted_account_id":"4711"}"""
                  "granted"

              let! _ = Http.delete $"""/v1/benefits/{Json.text "id" benefit}""" fake
              let! all = Http.get "/v1/benefit-grants/" fake
              Expect.equal ((Json.at "items.0.properties" all.Json).ToJsonString()) """{"account_id":"4711"}""" "revoked"
          }) ]

let private meters =
    [ testCaseTask "credit of a meter is kept with what was credited, and shown to webhooks only" (fun () ->
          task {
              use! fake = Fake.startWith (fun options -> options.Empty <- false)
              let! products = Http.get "/v1/products/?limit=100" fake

              let meter =
                  [ for product in Json.items "items" products.Json do
                        for price in Json.items "prices" product do
                            if Json.has "meter_id" price then
                                Json.text "meter_id" price ]
                  |> List.head

              let! benefit =
                  Benefits.create
                      $"""{{"type":"meter_credit","description":"abc","properties":{{"meter_id":"{meter}","units":5,"rollover":true}}}}"""
                      fake

              let! product = Given.monthly 500L fake
              let! _ = Benefits.attach product [ benefit ] fake

              let! granted =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Given.purchase product "ada@acme.dev" fake)

              let data = Json.at "data" granted[0]
              Expect.equal (Json.text "properties.last_credited_meter_id" data) meter "meter"
              Expect.equal (Json.whole "properties.last_credited_units" data) 5L "units"
              Expect.equal (Json.text "properties.last_credited_at" data) "2026-03-01T12:00:00+00:00" "at"
              let! grant = Benefits.grant benefit fake
              Expect.equal ((Json.at "properties" grant).ToJsonString()) "{}" "merchants see nothing of it"

              let! subscriptions =
                  Http.get $"""/v1/subscriptions/?product_id={Json.text "id" product}""" fake

              let! revoked =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> revoke (Json.at "items.0" subscriptions.Json) fake)

              Expect.equal (Json.whole "data.properties.last_credited_units" revoked[0]) -5L "taken back"
              Expect.equal (Json.whole "data.previous_properties.last_credited_units" revoked[0]) 5L "before"
          }) ]

[<Tests>]
let tests = testList "waiting grants" (waiting @ meters)
