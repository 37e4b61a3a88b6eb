/// How a client says to the token endpoint who it is, and what nobody may read of its secrets.
module Polar.FakeServer.Tests.OAuth2.Tokens.ClientAuthenticationTests

open System.Net.Http
open System.Text
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Organizations
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Tokens.TokenRequests

let private send (path: string) (contentType: string) (body: string) (fake: FakePolar) =
    let request = new HttpRequestMessage(HttpMethod.Post, path)
    request.Content <- new StringContent(body, Encoding.UTF8, contentType)
    Http.raw fake request

let private formType = "application/x-www-form-urlencoded"

let private authentication =
    [ for path, form, refusal in refused do
          testCaseTask $"{path} refuses '{form}'" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = send path formType form fake
                  expectRefusal refusal answer
              })

      for registered, shown, isEnough in methods do
          testCaseTask $"a client of the method {registered} shows {shown}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = OAuth.session fake

                  let! made =
                      OAuth.withSession
                          "POST"
                          "/v1/oauth2/register"
                          (Some $"""{{"client_name":"A","redirect_uris":[],"token_endpoint_auth_method":"{registered}"}}""")
                          session
                          fake

                  let! listed = OAuth.withSession "GET" "/v1/oauth2/" None session fake

                  let id, secret =
                      Json.text "client_id" made.Json, Json.text "items.0.client_secret" listed.Json

                  let grant = [ "grant_type", "refresh_token"; "refresh_token", "polar_rt_u_x" ]

                  let headers, fields =
                      match shown with
                      | "post" -> [], [ "client_id", id; "client_secret", secret ]
                      | "wrong post" -> [], [ "client_id", id; "client_secret", "polar_cs_x" ]
                      | "basic" -> [ OAuth.basic id secret ], []
                      | "wrong basic" -> [ OAuth.basic id "polar_cs_x" ], []
                      | "none" -> [], [ "client_id", id ]
                      | _ -> [], [ "client_id", id; "client_secret", "x" ]

                  let! answer = OAuth.form path headers (grant @ fields) fake

                  expectRefusal (if isEnough then 400, "invalid_grant", "" else anyMethod) answer
              })

      testCaseTask "name and secret in the header are percent-decoded, and an unknown name is refused there with 401" (fun () ->
          task {
              use! fake = Fake.start ()

              let! client =
                  OAuth.registerBy ""","token_endpoint_auth_method":"client_secret_basic" """ fake

              let grant = [ "grant_type", "refresh_token"; "refresh_token", "x" ]
              let escaped = client.Id.Replace("_", "%5F")
              let! known = OAuth.form path [ OAuth.basic escaped client.Secret ] grant fake
              expectRefusal (400, "invalid_grant", "") known
              let! unknown = OAuth.form path [ OAuth.basic "polar_ci_x" "polar_cs_x" ] grant fake
              expectRefusal (401, "invalid_client", "The client does not exist on this server.") unknown

              for wrong in [ "Basic"; "Basic %%%"; "Basic cG9sYXJfY2lfYQ==" ] do
                  let! nobody = OAuth.form path [ "Authorization", wrong ] grant fake
                  expectRefusal anyMethod nobody
          })

      testCaseTask "JSON is an empty form; a multipart form is one" (fun () ->
          task {
              use! fake = Fake.start ()
              let! json = send path "application/json" """{"grant_type":"refresh_token"}""" fake
              expectRefusal noGrant json
              let! client = OAuth.register fake
              let! code = OAuth.code client fake
              use content = new MultipartFormDataContent()

              for name, value in
                  [ "grant_type", "authorization_code"
                    "client_id", client.Id
                    "client_secret", client.Secret
                    "code", code
                    "redirect_uri", OAuth.callback ] do
                  content.Add(new StringContent(value), name)

              do! content.LoadIntoBufferAsync()
              use request = new HttpRequestMessage(HttpMethod.Post, path)
              request.Content <- content
              let! answer = Http.raw fake request
              Expect.equal answer.Status 200 answer.Text
          }) ]

let private secrecy =
    [ testCaseTask "neither the world nor the log of requests has tokens to sign in with" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! session = OAuth.session fake
              let! code = OAuth.code client fake
              let! answer = OAuth.exchange client code fake
              let! introspected = OAuth.refresh client (Json.text "refresh_token" answer.Json) fake

              let secrets =
                  [ session
                    code
                    for tokens in [ answer; introspected ] do
                        Json.text "access_token" tokens.Json
                        Json.text "refresh_token" tokens.Json ]

              let rows =
                  [ for row in fake.World.Tokens.All -> string row
                    for row in fake.World.Table<Polar.FakeServer.OAuth2.Tokens.OAuth2TokenRow>().All -> string row
                    for row in fake.World.Table<Polar.FakeServer.OAuth2.Tokens.AuthorizationCodeRow>().All -> string row ]

              Expect.isNonEmpty rows "what is kept"
              let! log = Http.anonymous "GET" "/_fake/requests?limit=100" None fake
              Expect.equal log.Status 200 log.Text

              let logged =
                  log.Text
                  :: [ for request in fake.Requests.All -> $"{request.Body} {request.ResponseBody} {request}" ]

              for secret in client.Secret :: client.RegistrationToken :: secrets do
                  for text in logged do
                      Expect.isFalse (text.Contains secret) "nothing that anybody may read in a log"

              for secret in secrets do
                  for text in rows do
                      Expect.isFalse (text.Contains secret) "nothing that is kept"
          }) ]

[<Tests>]
let tests =
    testList "OAuth2 tokens" [ testList "authentication" authentication; testList "secrecy" secrecy ]
