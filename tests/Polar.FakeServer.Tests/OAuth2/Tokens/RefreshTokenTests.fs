/// Tokens that are refreshed, with the same scopes or fewer.
module Polar.FakeServer.Tests.OAuth2.Tokens.RefreshTokenTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Organizations
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Tokens.TokenRequests

let private refreshing =
    [ testCaseTask "a refresh replaces both tokens, and kills the old ones at once" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! first = OAuth.tokensWith client [ "scope", "openid products:read" ] fake
              do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 40.0)
              let! answer = OAuth.refresh client (Json.text "refresh_token" first) fake
              Expect.equal answer.Status 200 answer.Text
              let second = answer.Json

              Expect.equal
                  [ for entry in second.AsObject() -> entry.Key ]
                  [ "token_type"; "access_token"; "expires_in"; "refresh_token"; "scope" ]
                  "no id token"

              Expect.equal (Json.whole "expires_in" second) 3600L "an hour"
              Expect.equal (Json.text "scope" second) "openid products:read" "the same scope"
              let! fresh = Http.getAs (Json.text "access_token" second) "/v1/products/" fake
              Expect.equal fresh.Status 200 "the new one"
              let! reused = OAuth.refresh client (Json.text "refresh_token" first) fake
              expectRefusal (400, "invalid_grant", "") reused
              let! still = Http.getAs (Json.text "access_token" second) "/v1/products/" fake
              Expect.equal still.Status 200 "using an old one again does not touch the new one"
              let! third = OAuth.refresh client (Json.text "refresh_token" second) fake
              Expect.equal third.Status 200 "nor its refresh token"
              let! killed = Http.getAs (Json.text "access_token" second) "/v1/products/" fake
              Expect.equal killed.Status 401 "a refresh kills the access token before it"
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 3600.0)
              let! expired = Http.getAs (Json.text "access_token" third.Json) "/v1/products/" fake
              Expect.equal expired.Status 401 "after an hour"
          })

      testCaseTask "a refresh may ask for less, and never for more" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = OAuth.tokensWith client [ "scope", "openid products:read" ] fake
              let token = Json.text "refresh_token" tokens

              let ask scope token =
                  OAuth.token client [ "grant_type", "refresh_token"; "refresh_token", token; "scope", scope ] fake

              let! wider = ask "openid products:read products:write" token
              expectRefusal (400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.") wider
              let! narrower = ask "products:read" token
              Expect.equal (Json.text "scope" narrower.Json) "products:read" "less"
              let! again = ask "openid" (Json.text "refresh_token" narrower.Json)
              expectRefusal (400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.") again
          })

      testCaseTask "what is wrong with a refresh token" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! other = OAuth.register fake
              let! tokens = OAuth.tokens client fake
              let! none = OAuth.token client [ "grant_type", "refresh_token" ] fake
              expectRefusal (missing "refresh_token") none

              for wrong in [ "polar_rt_u_x"; Json.text "access_token" tokens ] do
                  let! answer = OAuth.refresh client wrong fake
                  expectRefusal (400, "invalid_grant", "") answer

              let! foreign = OAuth.refresh other (Json.text "refresh_token" tokens) fake
              expectRefusal (400, "invalid_grant", "") foreign
          }) ]

/// Narrowed tokens: the organizations that a person chose.
let private narrowing =
    [ testCaseTask "a token reaches the organizations that were chosen, and no others" (fun () ->
          task {
              use! fake = Fake.start ()
              let! second = fake.CreateOrganizationAsync "second"
              let! third = fake.CreateOrganizationAsync "third"
              let! client = OAuth.register fake

              let! tokens =
                  OAuth.tokensWith
                      client
                      [ "scope", "organizations:read"
                        "organizations", string second.Id
                        "organizations", string third.Id ]
                      fake

              let! listed = Http.getAs (Json.text "access_token" tokens) "/v1/organizations/" fake

              Expect.equal
                  (List.sort [ for item in Json.items "items" listed.Json -> Json.text "slug" item ])
                  [ "second"; "third" ]
                  "of three"

              let! refreshed = OAuth.refresh client (Json.text "refresh_token" tokens) fake

              let! after =
                  Http.getAs (Json.text "access_token" refreshed.Json) "/v1/organizations/" fake

              Expect.hasLength (Json.items "items" after.Json) 2 "a refresh does not widen it"
          })

      testCaseTask "a token without a choice reaches whatever the user does, live, but none that enforces single sign-on" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = OAuth.tokensWith client [ "scope", "organizations:read" ] fake
              let! second = fake.CreateOrganizationAsync "second"
              let token = Json.text "access_token" tokens
              let! both = Http.getAs token "/v1/organizations/" fake
              Expect.hasLength (Json.items "items" both.Json) 2 "also what came later"

              let! _ =
                  Http.anonymous "PATCH" $"/_fake/organizations/{second.Id}" (Some """{"sso_enforced":true}""") fake

              let! one = Http.getAs token "/v1/organizations/" fake
              Expect.hasLength (Json.items "items" one.Json) 1 "out of reach"
          }) ]

[<Tests>]
let tests =
    testList "OAuth2 tokens" [ testList "refreshing" refreshing; testList "narrowing" narrowing ]
