/// Accounts elsewhere that customers link in the portal, by a route that the API description leaves out.
module Polar.FakeServer.Tests.Portal.Accounts.LinkedAccountTests

open System
open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Portal.UndocumentedRouteTests

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
                  Expect.equal (Json.names answer.Json) [ "url" ] "an address"
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
let tests = testList "undocumented routes of the portal" [ accounts ]
