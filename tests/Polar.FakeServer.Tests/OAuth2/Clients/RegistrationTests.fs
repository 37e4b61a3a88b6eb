/// Registration of OAuth2 clients (RFC 7591): what is taken, and what is answered.
module Polar.FakeServer.Tests.OAuth2.Clients.RegistrationTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Clients.Registrations

let private registration =
    [ testCaseTask "a client is registered by anybody, with what is usual where it says nothing" (fun () ->
          task {
              use! fake = Fake.start ()

              let! answer =
                  Http.anonymous
                      "POST"
                      "/v1/oauth2/register"
                      (Some """{"client_name":"Zoë's \"shop\"","redirect_uris":["https://app.example"]}""")
                      fake

              Expect.equal answer.Status 201 answer.Text
              Expect.equal answer.Headers["cache-control"] "no-store" "nobody keeps it"
              Expect.equal answer.Headers["pragma"] "no-cache" "not even old ones"
              Expect.equal answer.Headers["content-type"] "application/json" "its type"
              let made = answer.Json

              Expect.equal
                  (Json.names made)
                  [ "redirect_uris"
                    "token_endpoint_auth_method"
                    "grant_types"
                    "response_types"
                    "client_name"
                    "scope"
                    "client_id"
                    "client_secret"
                    "client_id_issued_at"
                    "client_secret_expires_at"
                    "registration_client_uri"
                    "registration_access_token" ]
                  "members in their order, nothing that is null"

              let id = Json.text "client_id" made
              Expect.equal (Json.text "redirect_uris.0" made) "https://app.example/" "in its one form"
              Expect.equal (Json.text "token_endpoint_auth_method" made) "client_secret_post" "method"

              Expect.equal
                  (Json.text "grant_types.0" made, Json.text "grant_types.1" made)
                  ("authorization_code", "refresh_token")
                  "grants"

              Expect.equal (Json.text "response_types.0" made) "code" "responses"
              Expect.equal (Json.text "scope" made) scopes "all that clients may ask for"
              Expect.isTrue (isToken "polar_ci_" id) id
              Expect.isTrue (isToken "polar_cs_" (Json.text "client_secret" made)) "secret"
              Expect.isTrue (isToken "polar_crt_" (Json.text "registration_access_token" made)) "registration token"
              Expect.equal (Json.whole "client_id_issued_at" made) (Fake.startTime.ToUnixTimeSeconds()) "when"
              Expect.equal (Json.whole "client_secret_expires_at" made) 0L "never"

              Expect.equal
                  (Json.text "registration_client_uri" made)
                  $"{fake.Address.GetLeftPart UriPartial.Authority}/v1/oauth2/register/{id}"
                  "where it is read and changed"

              Expect.stringContains answer.Text """"client_name": "Zo\u00eb's \"shop\"", """ "in ASCII, with spaces"
          })

      testCaseTask "what a client says of itself is kept" (fun () ->
          task {
              use! fake = Fake.start ()

              let body =
                  """{"client_name":"Shop","redirect_uris":["https://a.example/1","http://localhost:5000/2","com.shop.app://back"],"token_endpoint_auth_method":"client_secret_basic","grant_types":["authorization_code"],"response_types":["code"],"scope":"openid products:read","client_uri":"https://a.example","logo_uri":"https://a.example/l.png","tos_uri":"https://a.example/tos","policy_uri":"https://a.example/policy","default_sub_type":"organization"}"""

              let! client = OAuth.registerWith body fake
              let made = client.Registration

              Expect.equal
                  (List.take 10 (Json.names made))
                  [ "redirect_uris"
                    "token_endpoint_auth_method"
                    "grant_types"
                    "response_types"
                    "client_name"
                    "client_uri"
                    "logo_uri"
                    "scope"
                    "tos_uri"
                    "policy_uri" ]
                  "members in their order, without the kind of subject"

              Expect.equal
                  [ for uri in Json.items "redirect_uris" made -> string uri ]
                  [ "https://a.example/1"; "http://localhost:5000/2"; "com.shop.app://back" ]
                  "where browsers are sent"

              Expect.equal (Json.text "client_uri" made) "https://a.example" "as it was sent"
              Expect.equal (Json.text "scope" made) "openid products:read" "scope"
              let! read = own client "GET" None fake
              Expect.equal read.Status 200 read.Text

              Expect.equal
                  (Json.names read.Json)
                  [ "client_id"
                    "client_secret"
                    "client_id_issued_at"
                    "client_secret_expires_at"
                    "redirect_uris"
                    "token_endpoint_auth_method"
                    "grant_types"
                    "response_types"
                    "client_name"
                    "client_uri"
                    "logo_uri"
                    "scope"
                    "tos_uri"
                    "policy_uri"
                    "registration_client_uri"
                    "registration_access_token" ]
                  "what is read has the credentials first"
          })

      testCaseTask "a client that can keep no secret is not shown the one it has" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.registerBy ""","token_endpoint_auth_method":"none" """ fake
              let! read = own client "GET" None fake

              for shown in [ client.Registration; read.Json ] do
                  Expect.isFalse (Json.has "client_secret" shown) "no secret"
                  Expect.isFalse (Json.has "client_secret_expires_at" shown) "nor its end"
                  Expect.isTrue (Json.has "client_id_issued_at" shown) "but when it was issued"
          })

      testCaseTask "an organization's token registers as nobody in particular, a registration token too" (fun () ->
          task {
              use! fake = Fake.start ()
              let body = """{"client_name":"A","redirect_uris":[]}"""
              let! organization = Http.post "/v1/oauth2/register" body fake
              Expect.equal organization.Status 201 organization.Text
              let! other = Http.sendAs "polar_crt_x" "POST" "/v1/oauth2/register" (Some body) fake
              Expect.equal other.Status 201 other.Text
              let! stranger = Http.sendAs "polar_x" "POST" "/v1/oauth2/register" (Some body) fake
              Expect.equal stranger.Status 401 "an unknown bearer gets nowhere"
          })

      for kind in [ "personal"; "oauth2" ] do
          testCaseTask $"a token of the kind {kind} may not register" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! issued =
                      Http.anonymous "POST" "/_fake/tokens" (Some $"""{{"kind":"{kind}"}}""") fake

                  let token = Json.text "token" issued.Json
                  let! client = OAuth.register fake

                  for method, path, body in
                      [ "POST", "/v1/oauth2/register", Some """{"client_name":"A","redirect_uris":[]}"""
                        "GET", path client, None
                        "GET", "/v1/oauth2/", None
                        "GET", "/v1/oauth2/authorize", None ] do
                      let! answer = Http.sendAs token method path body fake
                      Expect.equal (answer.Status, answer.Text) (403, """{"error":"NotPermitted","detail":"Not permitted"}""") path
              }) ]

[<Tests>]
let tests = testList "OAuth2 clients" [ testList "registration" registration ]
