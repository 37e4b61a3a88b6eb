/// Bodies on their way in and out: sizes, types, encodings.
module Polar.FakeServer.Tests.Transport.BodyTests

open System
open System.Net.Http
open System.Text
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Transport.Transport

let private bodies =
    [ case "a body without a length is refused" (fun fake ->
          task {
              for method in [ "POST"; "PUT"; "PATCH" ] do
                  let! answer =
                      send method "/v1/products/" [ bearer fake ] (Some(new Endless "{}")) fake

                  Expect.equal
                      (answer.Status, answer.Text)
                      (411, """{"error": "LengthRequired", "detail": "A Content-Length header is required."}""")
                      method

                  Expect.equal (header "cache-control" answer) None "before caching is thought of"
          })
      case "a body beyond ten megabytes is refused" (fun fake ->
          task {
              let body = new ByteArrayContent(Array.zeroCreate 10_485_761)

              let! answer =
                  send "POST" "/v1/products/" [ "Authorization", "Bearer x" ] (Some body) fake

              Expect.equal
                  (answer.Status, answer.Text)
                  (413,
                   """{"error": "RequestBodyTooLarge", "detail": "Request body exceeded the maximum allowed size of 10485760 bytes."}""")
                  "even before a bad token"
          })
      case "a body beyond ten megabytes is refused by whatever method" (fun fake ->
          task {
              let id = "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"
              let body = new ByteArrayContent(Array.zeroCreate 10_485_761)
              let! answer = send "DELETE" $"/v1/products/{id}" [ bearer fake ] (Some body) fake
              Expect.equal answer.Status 413 "also where no body is looked at"
          })
      case "a request without a body needs no length, by methods that have none" (fun fake ->
          task {
              let id = "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

              let! answer =
                  send "DELETE" $"/v1/products/{id}" [ bearer fake ] (Some(new Endless "{}")) fake

              Expect.equal answer.Status 404 "nor one of unknown length"
          })
      case "a body of exactly ten megabytes is read" (fun fake ->
          task {
              let text = String(' ', 10_485_758) + "[]"

              let! answer =
                  send
                      "POST"
                      "/v1/webhooks/endpoints"
                      [ bearer fake ]
                      (Some(new StringContent(text, Encoding.UTF8, "application/json")))
                      fake

              Expect.equal (Json.text "detail.0.type" answer.Json) "model_attributes_type" "as a list"
          })
      for kind in
          [ "text/plain"
            "application/x-www-form-urlencoded"
            "application/octet-stream"
            "application/xml"
            "" ] do
          case $"a body of the type '{kind}' is a text" (fun fake ->
              task {
                  let body = new StringContent("""{"url":1}""")
                  body.Headers.Remove "Content-Type" |> ignore

                  if kind <> "" then
                      body.Headers.TryAddWithoutValidation("Content-Type", kind) |> ignore

                  let! answer = send "POST" "/v1/webhooks/endpoints" [ bearer fake ] (Some body) fake

                  Expect.equal
                      answer.Text
                      ("""{"error":"RequestValidationError","detail":[{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","input":"{\"url\":1}"}]}""")
                      "as it was sent"
              })
      for kind in
          [ "application/json"
            "application/json; charset=utf-8"
            "APPLICATION/JSON"
            "application/vnd.acme+json" ] do
          case $"a body of the type '{kind}' is JSON" (fun fake ->
              task {
                  let body = new StringContent("[]")
                  body.Headers.Remove "Content-Type" |> ignore
                  body.Headers.TryAddWithoutValidation("Content-Type", kind) |> ignore
                  let! answer = send "POST" "/v1/webhooks/endpoints" [ bearer fake ] (Some body) fake
                  Expect.equal ((Json.at "detail.0.input" answer.Json).ToJsonString()) "[]" "read"
              })
      case "members that nobody knows are ignored" (fun fake ->
          task {
              let! made =
                  Http.post
                      "/v1/products/"
                      """{"name":"Pro","colour":"red","prices":[{"amount_type":"fixed","price_amount":500,"colour":"red"}]}"""
                      fake

              Expect.equal made.Status 201 made.Text
              Expect.isFalse (made.Text.Contains "colour") "and forgotten"
          })
      case "a body in parts is a text to an operation that takes JSON" (fun fake ->
          task {
              use parts = new MultipartFormDataContent("parts")
              parts.Add(new StringContent("x"), "url")
              let! answer = send "POST" "/v1/webhooks/endpoints" [ bearer fake ] (Some parts) fake
              Expect.equal answer.Status 422 "status"
              Expect.stringStarts (Json.text "detail.0.input" answer.Json) "--parts" "as it was sent"
          })
      case "a body that is no UTF-8 cannot be parsed" (fun fake ->
          task {
              let body = new ByteArrayContent([| 0x7Buy; 0xFFuy; 0x7Duy |])

              body.Headers.TryAddWithoutValidation("Content-Type", "application/json")
              |> ignore

              let! answer = send "POST" "/v1/products/" [ bearer fake ] (Some body) fake
              Expect.equal (answer.Status, answer.Text) (400, """{"detail":"There was an error parsing the body"}""") "refused"
          })
      case "a byte order mark is skipped" (fun fake ->
          task {
              let body = new ByteArrayContent(Array.append [| 0xEFuy; 0xBBuy; 0xBFuy |] "[]"B)

              body.Headers.TryAddWithoutValidation("Content-Type", "application/json")
              |> ignore

              let! answer = send "POST" "/v1/webhooks/endpoints" [ bearer fake ] (Some body) fake
              Expect.equal ((Json.at "detail.0.input" answer.Json).ToJsonString()) "[]" "read"
          })
      case "a body that nests without end cannot be parsed" (fun fake ->
          task {
              let! answer = Http.post "/v1/products/" (String('[', 100_000)) fake
              Expect.equal answer.Status 400 "refused"
          }) ]

let private answers =
    [ case "an empty success has a type and no length" (fun fake ->
          task {
              let! customer = Given.customer "ada@acme.dev" fake
              let! answer = Http.delete $"""/v1/customers/{Json.text "id" customer}""" fake
              Expect.equal (answer.Status, answer.Text) (204, "") "empty"
              Expect.equal (header "content-type" answer) (Some "application/json") "type"
              Expect.equal (header "content-length" answer) None "length"
          })
      case "an organization that is not the caller's is not found, whatever the body" (fun fake ->
          task {
              let! answer =
                  Http.patch "/v1/organizations/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10" """{"name":1}""" fake

              Expect.equal answer.Status 404 "before the body is looked at"

              let! own =
                  Http.patch $"/v1/organizations/{fake.Organization.Id}" """{"name":1}""" fake

              Expect.equal own.Status 422 "its own is"
          })
      case "answers are compact and not escaped" (fun fake ->
          task {
              let! made =
                  Http.post "/v1/products/" """{"name":"Größe 😀 <b>","prices":[{"amount_type":"fixed","price_amount":500}]}""" fake

              Expect.stringContains made.Text "\"name\":\"Größe 😀 <b>\"" "as it was sent"
              Expect.equal (header "content-type" made) (Some "application/json") "without a charset"
          }) ]

[<Tests>]
let tests =
    testList "bodies" [ testList "of requests" bodies; testList "of answers" answers ]
