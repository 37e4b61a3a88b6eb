/// Sessions of Polar's own pages that are exchanged for tokens, and tokens for organizations.
module Polar.FakeServer.Tests.OAuth2.Tokens.WebGrantTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Organizations
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Tokens.TokenRequests

/// The web grant, which only Polar's own clients have.
let private own (fake: FakePolar) =
    task {
        let! client = OAuth.register fake

        let! changed =
            Http.anonymous
                "PATCH"
                $"/_fake/oauth2/clients/{client.Id}"
                (Some """{"grant_types":["authorization_code","refresh_token","web"]}""")
                fake

        Expect.equal changed.Status 200 changed.Text
        return client
    }

let private web =
    [ testCaseTask "a session is exchanged for an access token, for an hour" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = own fake
              let! session = OAuth.session fake

              let! answer =
                  OAuth.token
                      client
                      [ "grant_type", "web"
                        "session_token", session
                        "scope", "openid products:read" ]
                      fake

              Expect.equal answer.Status 200 answer.Text

              Expect.equal
                  [ for entry in answer.Json.AsObject() -> entry.Key ]
                  [ "token_type"; "access_token"; "expires_in"; "scope" ]
                  "nothing to refresh it with"

              Expect.equal (Json.whole "expires_in" answer.Json) 3600L "an hour"

              let! products =
                  Http.getAs (Json.text "access_token" answer.Json) "/v1/products/" fake

              Expect.equal products.Status 200 "and it is the user's"
              let! all = OAuth.token client [ "grant_type", "web"; "session_token", session ] fake
              Expect.equal (Json.text "scope" all.Json) (Json.text "scope" client.Registration) "the client's whole scope"
          })

      testCaseTask "a session is exchanged for one organization of its user's" (fun () ->
          task {
              use! fake = Fake.start ()
              let! second = fake.CreateOrganizationAsync "second"
              let! client = own fake
              let! session = OAuth.session fake

              let ask sub =
                  OAuth.token
                      client
                      [ "grant_type", "web"
                        "session_token", session
                        "sub_type", "organization"
                        "sub", sub ]
                      fake

              let! answer = ask (string second.Id)

              let! listed =
                  Http.getAs (Json.text "access_token" answer.Json) "/v1/organizations/" fake

              Expect.equal [ for item in Json.items "items" listed.Json -> Json.text "slug" item ] [ "second" ] "that one"
              let! foreign = ask unknown
              expectRefusal (400, "invalid_grant", "") foreign
              let! wrong = ask "second"
              expectRefusal (400, "invalid_request", "Invalid 'sub' UUID") wrong
          })

      testCaseTask "a session that is narrowed makes tokens that are" (fun () ->
          task {
              use! fake = Fake.start ()
              let! second = fake.CreateOrganizationAsync "second"
              let! client = own fake
              let! session = OAuth.sessionOf $""","organization_id":"{second.Id}" """ fake

              let! answer =
                  OAuth.token client [ "grant_type", "web"; "session_token", session ] fake

              let! listed =
                  Http.getAs (Json.text "access_token" answer.Json) "/v1/organizations/" fake

              Expect.equal [ for item in Json.items "items" listed.Json -> Json.text "slug" item ] [ "second" ] "no wider than it"
          })

      for fields, refusal in
          [ [], (400, "invalid_request", "Missing 'session_token' in request.")
            [ "session_token", "x"; "sub_type", "customer" ], (400, "invalid_request", "Invalid sub_type")
            [ "session_token", "x"; "sub_type", "organization" ], (400, "invalid_request", "Missing 'sub' for organization sub_type")
            [ "session_token", "x"; "sub", unknown ], (400, "invalid_request", "Can't specify 'sub' for user sub_type")
            [ "session_token", "x"; "scope", "nonsense" ], (400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.")
            [ "session_token", "polar_us_x" ], (400, "invalid_grant", "")
            [ "session_token", "polar_us_x"; "sub_type", "organization"; "sub", "x" ], (400, "invalid_grant", "") ] do
          testCaseTask $"the web grant refuses %A{fields}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = own fake
                  let! answer = OAuth.token client (("grant_type", "web") :: fields) fake
                  expectRefusal refusal answer
              }) ]

/// Tokens that stand for an organization, which Polar issued once.
let private legacy =
    let issue (client: Client) (fake: FakePolar) =
        task {
            let! answer =
                Http.anonymous
                    "POST"
                    "/_fake/oauth2/tokens"
                    (Some $"""{{"client_id":"{client.Id}","sub_type":"organization","scope":"openid products:read"}}""")
                    fake

            Expect.equal answer.Status 201 answer.Text
            return answer.Json
        }

    [ testCaseTask "an organization's token is the organization, by its slug" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = issue client fake
              let access = Json.text "access_token" tokens
              Expect.isTrue (isToken "polar_at_o_" access) access
              Expect.isTrue (isToken "polar_rt_o_" (Json.text "refresh_token" tokens)) "its refresh token"
              let! products = Http.getAs access "/v1/products/" fake
              Expect.equal products.Status 200 products.Text
              let! info = Http.getAs access "/v1/oauth2/userinfo" fake

              Expect.equal
                  (info.Status, info.Text)
                  (200, $"""{{"sub":"{fake.Organization.Id}","name":"{fake.Organization.Slug}"}}""")
                  "who it is"
          })

      testCaseTask "a refresh makes it the only member's, narrowed to the organization" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = issue client fake
              let! refreshed = OAuth.refresh client (Json.text "refresh_token" tokens) fake
              Expect.equal refreshed.Status 200 refreshed.Text
              Expect.isTrue (isToken "polar_at_u_" (Json.text "access_token" refreshed.Json)) "a user's"
              let! _ = fake.CreateOrganizationAsync "second"

              let! introspected =
                  OAuth.form
                      "/v1/oauth2/introspect"
                      []
                      [ "client_id", client.Id
                        "client_secret", client.Secret
                        "token", Json.text "access_token" refreshed.Json ]
                      fake

              Expect.equal (Json.text "organizations.0" introspected.Json) (string fake.Organization.Id) "narrowed"
          })

      testCaseTask "where there are several members it stays the organization's" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = issue client fake
              let! _ = OAuth.sessionOf $""","user_id":"{unknown}","role":"member" """ fake
              let! refreshed = OAuth.refresh client (Json.text "refresh_token" tokens) fake
              Expect.isTrue (isToken "polar_at_o_" (Json.text "access_token" refreshed.Json)) refreshed.Text
              Expect.isTrue (isToken "polar_rt_o_" (Json.text "refresh_token" refreshed.Json)) refreshed.Text
          }) ]

[<Tests>]
let tests =
    testList "OAuth2 tokens" [ testList "web" web; testList "organizations" legacy ]
