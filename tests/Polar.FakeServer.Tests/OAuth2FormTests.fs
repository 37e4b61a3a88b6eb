/// Forms that apps send for tokens: what OAuth2 refuses before it knows the client.
module Polar.FakeServer.Tests.OAuth2FormTests

open System
open System.Net.Http
open System.Text
open Expecto
open Polar.FakeServer.Tests

let private client = "client_id=polar_ci_a&client_secret=polar_cs_a"

let private unauthenticated (methods: string) =
    401, "invalid_client", $"The client cannot authenticate with methods: [{methods}]"

let private anyMethod =
    unauthenticated "'client_secret_basic', 'client_secret_post', 'none'"

let private secretMethods =
    unauthenticated "'client_secret_basic', 'client_secret_post'"

let private noGrant = 400, "unsupported_grant_type", ""
let private noToken = 400, "invalid_request", ""

let private missing field =
    400, "invalid_request", $"Missing '{field}' in request."

/// Path, form, and how it is refused: status, error, description.
let private refused =
    [ "token", "", noGrant
      "token", "grant_type=password", noGrant
      "token", "grant_type=client_credentials&" + client, noGrant
      "token", "grant_type=", noGrant
      "token", "grant_type=authorization_code", anyMethod
      "token", "grant_type=authorization_code&client_id=", anyMethod
      "token", "grant_type=authorization_code&client_secret=polar_cs_a", anyMethod
      "token", "grant_type=authorization_code&" + client, missing "code"
      "token", "grant_type=authorization_code&client_id=polar_ci_a", missing "code"
      "token?code=polar_ac_a", "grant_type=authorization_code&" + client, missing "code"
      "token?grant_type=authorization_code&client_id=polar_ci_a", "", missing "code"
      "token", "grant_type=refresh_token", anyMethod
      "token", "grant_type=refresh_token&" + client, missing "refresh_token"
      "token", "grant_type=web", secretMethods
      "token", "grant_type=web&client_id=polar_ci_a", secretMethods
      "token", "grant_type=web&" + client, (400, "unauthorized_client", "The client is not authorized to use 'grant_type=web'")
      for path in [ "revoke"; "introspect" ] do
          path, "", secretMethods
          path, "token=polar_at_u_a", secretMethods
          path, "token=polar_at_u_a&client_id=polar_ci_a", secretMethods
          $"{path}?client_secret=polar_cs_a", "token=polar_at_u_a&client_id=polar_ci_a", secretMethods
          path, client, noToken
          $"{path}?token=polar_at_u_a", client, noToken
          path, "token=polar_at_u_a&token_type_hint=id_token&" + client, (401, "unsupported_token_type", "") ]

/// Path and form of what is right, as far as anybody can tell.
let private accepted =
    [ "token", "oauth2:request_token", "grant_type=authorization_code&code=polar_ac_a&" + client
      "token", "oauth2:request_token", "grant_type=authorization_code&code=polar_ac_a&client_id=polar_ci_a"
      "token", "oauth2:request_token", "grant_type=refresh_token&refresh_token=polar_rt_u_a&" + client
      "revoke", "oauth2:revoke_token", "token=polar_at_u_a&" + client
      "revoke", "oauth2:revoke_token", "token=polar_at_u_a&token_type_hint=access_token&" + client
      "introspect", "oauth2:introspect_token", "token=polar_at_u_a&token_type_hint=refresh_token&" + client ]

let private send (path: string) (contentType: string) (authorization: string option) (form: string) fake =
    let request = new HttpRequestMessage(HttpMethod.Post, $"/v1/oauth2/{path}")

    authorization
    |> Option.iter (fun value -> request.Headers.TryAddWithoutValidation("Authorization", value) |> ignore)

    request.Content <- new StringContent(form, Encoding.UTF8, contentType)
    Http.raw fake request

let private sendForm path =
    send path "application/x-www-form-urlencoded"

let private body error description =
    if description = "" then
        $"""{{"error": "{error}"}}"""
    else
        $"""{{"error": "{error}", "error_description": "{description}"}}"""

let private basic (credentials: string) =
    Some $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes credentials)}"

[<Tests>]
let tests =
    testList
        "OAuth2 forms"
        [ for path, form, (status, error, description) in refused do
              testCaseTask $"{path} refuses '{form}'" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = sendForm path None form fake
                      Expect.equal (answer.Status, answer.Text) (status, body error description) "the refusal"
                      Expect.equal answer.Headers["content-type"] "application/json" "its type"
                      Expect.equal answer.Headers["cache-control"] "no-store" "nobody keeps it"
                      Expect.equal answer.Headers["pragma"] "no-cache" "not even old ones"

                      Expect.equal
                          (answer.Headers.TryFind "www-authenticate")
                          (if error = "invalid_client" then
                               Some $"Basic error=\"{error}\", error_description=\"{description}\""
                           else
                               None)
                          "how a client says who it is"
                  })

          for path, operation, form in accepted do
              testCaseTask $"{path} finds nothing wrong with '{form}'" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = sendForm path None form fake
                      Expect.equal answer.Status 501 answer.Text
                      Expect.stringContains answer.Text operation "what is not there"
                  })

          testCaseTask "a client may say who it is in the header" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! known =
                      sendForm "revoke" (basic "polar_ci_a:polar_cs_a") "token=polar_at_u_a" fake

                  Expect.equal known.Status 501 known.Text

                  for wrong in [ basic "polar_ci_a"; Some "Basic %%%"; Some "Basic" ] do
                      let! unknown = sendForm "revoke" wrong "token=polar_at_u_a" fake
                      Expect.equal unknown.Status 401 $"{wrong}"
              })

          testCaseTask "JSON is an empty form" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      send "token" "application/json" None """{"grant_type":"refresh_token"}""" fake

                  Expect.equal (answer.Status, answer.Text) (400, body "unsupported_grant_type" "") "the refusal"
              }) ]
