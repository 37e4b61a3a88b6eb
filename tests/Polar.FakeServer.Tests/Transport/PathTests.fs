/// Paths and methods: slashes, routes that there are not, what is not allowed, and the pages beside the API.
module Polar.FakeServer.Tests.Transport.PathTests

open System.Net.Http
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Transport.Transport

/// The collections whose path ends in a slash.
let private collections =
    [ for name in
          [ "organizations"
            "subscriptions"
            "benefits"
            "benefit-grants"
            "products"
            "orders"
            "refunds"
            "disputes"
            "checkouts"
            "checkout-links"
            "files"
            "metrics"
            "license-keys"
            "custom-fields"
            "discounts"
            "customers"
            "customer-sessions"
            "events"
            "event-types"
            "meters"
            "customer-meters"
            "payments" ] do
          "/v1/" + name
      for name in
          [ "benefit-grants"
            "meters"
            "downloadables"
            "license-keys"
            "orders"
            "subscriptions"
            "wallets" ] do
          "/v1/customer-portal/" + name ]

/// Paths of many things, or of one, that end without.
let private plain =
    let id = "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

    [ "/v1/webhooks/endpoints"
      "/v1/webhooks/deliveries"
      "/v1/metrics/dashboards"
      "/v1/metrics/export"
      "/v1/metrics/limits"
      "/v1/customer-seats"
      "/v1/customer-seats/claim"
      "/v1/events/names"
      "/v1/events/ingest"
      "/v1/orders/export"
      "/v1/subscriptions/export"
      "/v1/customers/export"
      $"/v1/customers/{id}/members"
      $"/v1/customers/{id}/payment-methods"
      $"/v1/benefits/{id}/grants"
      $"/v1/benefits/{id}/files"
      "/v1/customer-portal/seats"
      "/v1/customer-portal/members"
      "/v1/customer-portal/customers/me"
      "/v1/customer-portal/customers/me/payment-methods"
      "/v1/customer-portal/customer-session/introspect"
      "/v1/oauth2/authorize"
      "/v1/oauth2/token"
      "/v1/oauth2/revoke"
      "/v1/oauth2/introspect"
      "/v1/oauth2/userinfo"
      "/v1/oauth2/register"
      $"/v1/products/{id}"
      $"/v1/products/{id}/benefits"
      $"/v1/license-keys/{id}/rotate" ]

let private ends =
    [ for path in collections do
          path, path + "/"
      for path in plain do
          path + "/", path ]
    |> List.map (fun (path, target) ->
        case $"{path} leads to {target} by whatever method" (fun fake ->
            task {
                for method in [ "GET"; "DELETE"; "POST"; "HEAD" ] do
                    let body = if method = "POST" then Some(json "{}") else None
                    let! answer = send method path [] body fake
                    Expect.equal answer.Status 307 method
                    Expect.equal (header "location" answer) (Some("http://localhost" + target)) method
                    let! there = send method target [] body fake
                    Expect.notEqual there.Status 307 "and there it is"
                    Expect.notEqual there.Text notFound "and there it is"
            }))

let private slashes =
    [ "GET", "/v1/products?limit=1&sorting=-name", "/v1/products/?limit=1&sorting=-name"
      "POST", "/v1/products", "/v1/products/"
      "DELETE", "/v1/customers", "/v1/customers/"
      "GET", "/v1/webhooks/endpoints/", "/v1/webhooks/endpoints"
      "GET", "/v1/customers/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10/", "/v1/customers/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"
      "GET", "/v1/customers/external/a%20b/", "/v1/customers/external/a%20b"
      "GET", "/v1/customer-portal/orders", "/v1/customer-portal/orders/"
      "GET", "/api/v1/products?limit=1", "/v1/products/?limit=1"
      "GET", "/v1/webhooks/endpoints//", "/v1/webhooks/endpoints"
      "GET", "/healthz/", "/healthz" ]
    |> List.map (fun (method, path, target) ->
        case $"{method} {path} leads to {target}" (fun fake ->
            task {
                let body =
                    if method = "POST" then
                        Some(new StringContent("{}") :> HttpContent)
                    else
                        None

                let! answer = send method path [] body fake
                Expect.equal answer.Status 307 "temporary, with method and body"
                Expect.equal answer.Text "" "empty"
                Expect.equal (header "content-length" answer) (Some "0") "length"
                Expect.equal (header "location" answer) (Some("http://localhost" + target)) "absolute"
            }))

let private methods =
    [ "PUT", "/v1/products/", "GET"
      "HEAD", "/v1/products/", "GET"
      "OPTIONS", "/v1/products/", "GET"
      "GET", "/v1/files/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10", "PATCH"
      "DELETE", "/v1/customer-seats", "POST"
      "POST", "/v1/customers/export", "GET"
      "PUT", "/v1/subscriptions/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10", "GET"
      "DELETE", "/healthz", "GET"
      "POST", "/2026-10/openapi.json", "GET" ]
    |> List.map (fun (method, path, allowed) ->
        case $"{method} {path} is not allowed" (fun fake ->
            task {
                let body =
                    if method = "POST" || method = "PUT" then
                        Some(new StringContent("{}") :> HttpContent)
                    else
                        None

                let! answer = send method path [] body fake
                Expect.equal answer.Status 405 "status"

                if method <> "HEAD" then
                    Expect.equal answer.Text notAllowed "body"

                Expect.equal (header "allow" answer) (Some allowed) "the first declared method"
            }))

let private unknown =
    [ "/"
      "/v1"
      "/v1/"
      "/docs"
      "/redoc"
      "/openapi.json"
      "/v1/nowhere"
      "/v2/products/"
      "/v1/Products/"
      "/v1/customers/external/a%2Fb"
      "//v1/products/" ]
    |> List.map (fun path ->
        case $"{path} is no route" (fun fake ->
            task {
                let! answer = send "GET" path [ bearer fake ] None fake
                Expect.equal (answer.Status, answer.Text) (404, notFound) "not found"
            }))

let private pages =
    [ case "health is told to everybody" (fun fake ->
          task {
              let! answer = send "GET" "/healthz" [] None fake
              Expect.equal (answer.Status, answer.Text) (200, """{"status":"ok"}""") "healthy"
          })
      for version in [ "2026-04"; "2026-10" ] do
          case $"the description of {version} lists the operations" (fun fake ->
              task {
                  let! answer = send "GET" $"/{version}/openapi.json" [] None fake
                  Expect.equal (Json.text "info.version" answer.Json) version "version"
                  let paths = (Json.at "paths" answer.Json).AsObject()
                  Expect.isTrue (paths.ContainsKey "/v1/checkouts/client/{client_secret}/confirm") "a path"
              })
      case "the OpenID configuration names the fake's own addresses" (fun fake ->
          task {
              let! answer = send "GET" "/.well-known/openid-configuration" [] None fake
              Expect.equal (Json.text "issuer" answer.Json) "https://polar.sh" "issuer"
              Expect.equal (Json.text "token_endpoint" answer.Json) "http://localhost/v1/oauth2/token" "endpoint"
              let! keys = send "GET" "/.well-known/jwks.json" [] None fake
              Expect.isTrue (Json.has "keys" keys.Json) "keys"
          }) ]


/// Paths that a sibling has for one method only: by another they are an id, which they are not.
let private siblings =
    [ for path in [ "/v1/events/ingest" ] do
          case $"GET {path} asks for the id 'ingest'" (fun fake ->
              task {
                  let! anonymous = send "GET" path [] None fake
                  Expect.equal anonymous.Status 401 "a token comes first"
                  let! answer = Http.get path fake
                  Expect.equal answer.Status 422 "status"
                  Expect.equal (Json.text "detail.0.type" answer.Json) "uuid_parsing" "no id"
                  Expect.equal ((Json.at "detail.0.loc" answer.Json).ToJsonString()) """["path","id"]""" "in the path"
              })
      for path in
          [ "/v1/customers/export"
            "/v1/orders/export"
            "/v1/subscriptions/export"
            "/v1/events/names"
            "/v1/metrics/export" ] do
          case $"GET {path} is no id" (fun fake ->
              task {
                  let! answer = Http.get path fake
                  Expect.isFalse (answer.Text.Contains "\"path\"") answer.Text
              })
      case "DELETE /v1/customers/export asks for the id 'export'" (fun fake ->
          task {
              let! answer = Http.delete "/v1/customers/export" fake
              Expect.equal answer.Status 422 "status"
              Expect.equal ((Json.at "detail.0.loc" answer.Json).ToJsonString()) """["path","id"]""" "in the path"
          }) ]

let private roots =
    [ case "the old root still works and says that it moved" (fun fake ->
          task {
              let! answer = send "GET" "/api/v1/products/" [ bearer fake ] None fake
              Expect.equal answer.Status 200 "status"

              Expect.equal
                  (header "x-polar-deprecation-notice" answer)
                  (Some "The API root has moved from /api/v1 to /v1. Please update your integration.")
                  "notice"

              let! wrong = send "GET" "/api/v1/nowhere" [] None fake
              Expect.isSome (header "x-polar-deprecation-notice" wrong) "for whatever lies below"
          })
      case "a bad token is told before a redirect, a wrong route and a wrong method" (fun fake ->
          task {
              for path in [ "/v1/products"; "/v1/nowhere"; "/v1/customers/export" ] do
                  let! answer = send "GET" path [ "Authorization", "Bearer x" ] None fake
                  Expect.equal answer.Status 401 path
          }) ]

[<Tests>]
let tests =
    testList
        "paths and methods"
        [ testList "slashes" slashes
          testList "ends" ends
          testList "siblings" siblings
          testList "roots" roots
          testList "methods" methods
          testList "unknown routes" unknown
          testList "pages" pages ]
