/// The statuses of successes: what each operation answers with when it happened.
module Polar.FakeServer.Tests.Transport.StatusTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Transport.Transport

/// What deletes and shows what it deleted.
let private shownDeletions =
    [ "DELETE /v1/subscriptions/{id}"
      "DELETE /v1/customer-portal/subscriptions/{id}"
      "DELETE /v1/customer-seats/{seat_id}"
      "DELETE /v1/customer-portal/seats/{seat_id}" ]

/// What is posted and makes nothing.
let private actions =
    [ "POST /v1/license-keys/validate"
      "POST /v1/license-keys/activate"
      "POST /v1/customer-portal/license-keys/validate"
      "POST /v1/customer-portal/license-keys/activate"
      "POST /v1/license-keys/{id}/rotate"
      "POST /v1/customer-portal/license-keys/{id}/rotate"
      "POST /v1/events/ingest"
      "POST /v1/customer-seats"
      "POST /v1/customer-seats/claim"
      "POST /v1/customer-seats/{seat_id}/resend"
      "POST /v1/customer-portal/seats"
      "POST /v1/customer-portal/seats/{seat_id}/resend"
      "POST /v1/files/{id}/uploaded"
      "POST /v1/products/{id}/benefits"
      "POST /v1/orders/{id}/finalize"
      "POST /v1/disputes/{id}/accept"
      "POST /v1/checkouts/client/{client_secret}/confirm"
      "POST /v1/customer-portal/orders/{id}/confirm-payment"
      "POST /v1/customer-portal/customers/me/email-update/verify"
      "POST /v1/oauth2/token"
      "POST /v1/oauth2/revoke"
      "POST /v1/oauth2/introspect"
      "POST /v1/oauth2/register" ]

let private empty =
    [ "POST /v1/license-keys/deactivate"
      "POST /v1/customer-portal/license-keys/deactivate"
      "GET /v1/customer-portal/customers/me/email-update/check" ]

/// What is only begun.
let private begun =
    [ "POST /v1/orders/{id}/invoice"
      "POST /v1/customer-portal/orders/{id}/invoice"
      "POST /v1/webhooks/events/{id}/redeliver"
      "POST /v1/customer-portal/customers/me/email-update/request" ]

let private expected (request: string) (method: string) =
    if List.contains request (shownDeletions @ actions) then
        200
    elif List.contains request empty then
        204
    elif List.contains request begun then
        202
    elif request = "GET /v1/customer-portal/downloadables/{token}" then
        302
    else
        match method with
        | "POST" -> 201
        | "DELETE" -> 204
        | _ -> 200

let private statuses =
    [ for route in Operations.all do
          let request = $"{route.Method} {route.Template}"

          testCase $"{request} succeeds with {expected request route.Method}"
          <| fun () -> Expect.equal route.Status (expected request route.Method) "in the table that the fake answers by"
      testCase "every exception is an operation"
      <| fun () ->
          let known =
              set [ for route in Operations.all -> $"{route.Method} {route.Template}" ]

          for request in shownDeletions @ actions @ empty @ begun do
              Expect.isTrue (known.Contains request) request ]

/// The forms of a body that says nothing.
let private bodies =
    [ case "what was begun answers with null" (fun fake ->
          task {
              let! _ =
                  Given.create
                      "/v1/webhooks/endpoints"
                      """{"url":"http://127.0.0.1:9/hook","format":"raw","events":["product.created"]}"""
                      fake

              let! _ = Given.oneTime 500L fake
              do! fake.Webhooks.SettleAsync()
              let! deliveries = Http.get "/v1/webhooks/deliveries" fake
              let event = Json.text "items.0.webhook_event.id" deliveries.Json

              let! answer =
                  send "POST" $"/v1/webhooks/events/{event}/redeliver" [ bearer fake ] (Some(json "")) fake

              Expect.equal (answer.Status, answer.Text) (202, "null") "four letters"
              Expect.equal (header "content-type" answer) (Some "application/json") "type"
              Expect.equal (header "content-length" answer) (Some "4") "length"
          })
      case "an export is a text that is to be saved, with Windows' line ends" (fun fake ->
          task {
              let! _ = Given.customer "ada@acme.dev" fake
              let! answer = Http.get "/v1/customers/export" fake
              Expect.equal answer.Status 200 answer.Text
              Expect.equal (header "content-type" answer) (Some "text/csv; charset=utf-8") "type"
              Expect.equal (header "content-disposition" answer) (Some "attachment; filename=\"polar-customers.csv\"") "to be saved"
              Expect.stringContains answer.Text "\r\n" "line ends"
              Expect.equal (answer.Text.Replace("\r\n", "").IndexOf '\n') -1 "no others"
          }) ]

[<Tests>]
let tests =
    testList "successes" [ testList "statuses" statuses; testList "bodies" bodies ]
