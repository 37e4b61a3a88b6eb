/// Registrations of OAuth2 clients that are refused.
module Polar.FakeServer.Tests.OAuth2.Clients.RegistrationRefusalTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// What is wrong with where browsers are to be sent, by its type and its sentence.
let private wrongAddresses =
    [ "\"http://app.example/\"", "value_error", "Value error, An HTTPS URL is required."
      "\"http://8.8.8.8/\"", "value_error", "Value error, An HTTPS URL is required."
      "\"http://100.64.0.1/\"", "value_error", "Value error, An HTTPS URL is required."
      "\"http://[::1]/\"", "value_error", "Value error, An HTTPS URL is required."
      "\"http://localhost.example/\"", "value_error", "Value error, An HTTPS URL is required."
      "\"callback\"", "url_parsing", "Input should be a valid URL, relative URL without a base"
      "\"\"", "url_parsing", "Input should be a valid URL, input is empty"
      "\"https://\"", "url_parsing", "Input should be a valid URL, empty host"
      "1", "url_type", "URL input should be a string or URL" ]

/// Where browsers may be sent, and how it is written then.
let private rightAddresses =
    [ "http://localhost", "http://localhost/"
      "http://LOCALHOST:3000/x", "http://localhost:3000/x"
      "http://app.localhost/x", "http://app.localhost/x"
      "http://127.0.0.1:8080", "http://127.0.0.1:8080/"
      "http://10.1.2.3/cb", "http://10.1.2.3/cb"
      "http://192.168.0.1/cb", "http://192.168.0.1/cb"
      "https://EXAMPLE.com/Cb?x=1", "https://example.com/Cb?x=1"
      "myapp://callback", "myapp://callback" ]

let private invalidMetadata =
    [ "redirect_uris", """{"client_name":"A","redirect_uris":["https://a.example/#top"]}"""
      "redirect_uris", """{"client_name":"A","redirect_uris":["myapp:/callback"]}"""
      "client_uri", """{"client_name":"A","redirect_uris":[],"client_uri":"a.example"}"""
      "client_uri", """{"client_name":"A","redirect_uris":[],"client_uri":"https://a.example/#x"}"""
      "logo_uri", """{"client_name":"A","redirect_uris":[],"logo_uri":"https://a.example/#x"}"""
      "scope", """{"client_name":"A","redirect_uris":[],"scope":"openid nonsense"}"""
      "scope", """{"client_name":"A","redirect_uris":[],"scope":"organization_access_tokens:read"}"""
      "scope", """{"client_name":"A","redirect_uris":[],"scope":"organization_access_tokens:write"}"""
      "tos_uri", """{"client_name":"A","redirect_uris":[],"tos_uri":"https://a.example/#x"}"""
      "policy_uri", """{"client_name":"A","redirect_uris":[],"policy_uri":"https://a.example/#x"}""" ]

let private invalidTypes =
    [ """{"redirect_uris":[]}""", "client_name", "missing"
      """{"client_name":"A"}""", "redirect_uris", "missing"
      """{"client_name":"A","redirect_uris":[],"token_endpoint_auth_method":"private_key_jwt"}""",
      "token_endpoint_auth_method",
      "literal_error"
      """{"client_name":"A","redirect_uris":[],"grant_types":["web"]}""", "grant_types", "literal_error"
      """{"client_name":"A","redirect_uris":[],"grant_types":["client_credentials"]}""", "grant_types", "literal_error"
      """{"client_name":"A","redirect_uris":[],"response_types":["token"]}""", "response_types", "literal_error"
      """{"client_name":"A","redirect_uris":[],"default_sub_type":"customer"}""", "default_sub_type", "enum"
      """{"client_name":"A","redirect_uris":[],"logo_uri":"ftp://a.example/"}""", "logo_uri", "url_scheme" ]

let private refusals =
    [ for given, kind, sentence in wrongAddresses do
          testCaseTask $"nobody is sent back to {given}" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.anonymous
                          "POST"
                          "/v1/oauth2/register"
                          (Some $"""{{"client_name":"A","redirect_uris":["https://a.example/",{given}]}}""")
                          fake

                  Expect.equal answer.Status 422 answer.Text
                  Expect.equal (Json.text "error" answer.Json) "RequestValidationError" "by its schema"
                  let issue = Json.at "detail.0" answer.Json
                  Expect.equal (Json.text "type" issue, Json.text "msg" issue) (kind, sentence) "what is wrong"

                  Expect.equal (Json.at "loc" issue |> fun loc -> loc.ToJsonString()) """["body","redirect_uris",1]""" "where"
              })

      for given, written in rightAddresses do
          testCaseTask $"browsers are sent back to {given}" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! client =
                      OAuth.registerWith $"""{{"client_name":"A","redirect_uris":["{given}"]}}""" fake

                  Expect.equal (Json.text "redirect_uris.0" client.Registration) written "in its one form"
              })

      for place, (name, body) in List.indexed invalidMetadata do
          testCaseTask $"{name} is wrong ({place})" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "POST" "/v1/oauth2/register" (Some body) fake

                  Expect.equal
                      (answer.Status, answer.Text)
                      (400, OAuth.refusal "invalid_client_metadata" $"Invalid claim: '{name}'")
                      "in OAuth2's words"

                  Expect.equal answer.Headers["cache-control"] "no-store" "nobody keeps it"
              })

      for place, (body, name, kind) in List.indexed invalidTypes do
          testCaseTask $"{name} is of a wrong type ({place})" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "POST" "/v1/oauth2/register" (Some body) fake
                  Expect.equal answer.Status 422 answer.Text

                  Expect.equal
                      (Json.text "detail.0.type" answer.Json, Json.text "detail.0.loc.1" answer.Json)
                      (kind, name)
                      "what and where"
              }) ]

[<Tests>]
let tests = testList "OAuth2 clients" [ testList "refusals" refusals ]
