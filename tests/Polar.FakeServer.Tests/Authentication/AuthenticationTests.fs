/// Who may call, and what a caller gets whose token is missing, malformed, or good for something else.
module Polar.FakeServer.Tests.Authentication.AuthenticationTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Execution
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Authentication.Bearers

let private unauthorized = """{"error":"Unauthorized","detail":"Unauthorized"}"""

let private expectUnauthorized (answer: Answer) =
    Expect.equal answer.Status 401 "status"
    Expect.equal answer.Text unauthorized "body"
    Expect.equal (header "cache-control" answer) "private, no-store" "cache-control"
    Expect.equal (header "www-authenticate" answer) "Bearer realm=\"polar\"" "www-authenticate"

let private strangers =
    [ "polar_oat_unknown"
      "polar_pat_x"
      "polar_at_u_x"
      "polar_cst_x"
      "polar_mst_x"
      "polar_us_x"
      "sk_live_1"
      "x" ]
    |> List.map (fun token ->
        testCaseTask $"the bearer '{token}' is nobody" (fun () ->
            task {
                use! fake = Fake.start ()
                let! answer = Http.getAs token "/v1/products/" fake
                expectInvalidToken answer
            }))

/// What counts as having sent no bearer at all.
let private absent =
    [ "Basic dXNlcjpwYXNz"; "Bearer"; "Bearer "; "Token abc"; "Bearer schlüssel" ]
    |> List.map (fun authorization ->
        testCaseTask $"'Authorization: {authorization}' is as good as none" (fun () ->
            task {
                use! fake = Fake.start ()
                let request = Http.request "GET" "/v1/products/" None None

                request.Headers.TryAddWithoutValidation("Authorization", authorization)
                |> ignore

                let! answer = Http.raw fake request
                expectUnauthorized answer
            }))

[<Tests>]
let tests =
    testList
        "authentication"
        [ testList "strangers" strangers
          testList "no bearer" absent

          testCaseTask "the scheme is read in whatever case" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let request = Http.request "GET" "/v1/products/" None None

                  request.Headers.TryAddWithoutValidation("Authorization", $"bEARER {fake.AccessToken}")
                  |> ignore

                  let! answer = Http.raw fake request
                  Expect.equal answer.Status 200 "taken"
              })

          testCaseTask "a client registration token is nobody in particular" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.getAs "polar_crt_x" "/v1/products/" fake
                  expectUnauthorized answer
              })

          testCaseTask "a token without the scope is told which it lacks" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = issue """{"kind":"organization","scopes":["orders:read"]}""" fake
                  let! answer = Http.getAs token "/v1/products/" fake
                  Expect.equal answer.Status 403 "status"

                  let sentence =
                      "The request requires higher privileges than provided by the access token."

                  Expect.equal answer.Text $"""{{"error": "insufficient_scope", "error_description": "{sentence}"}}""" "body"

                  Expect.equal (header "cache-control" answer) "no-store" "cache-control"
                  Expect.equal (header "pragma" answer) "no-cache" "pragma"

                  Expect.equal
                      (header "www-authenticate" answer)
                      ("Bearer realm=\"polar\", scope=\"products:read products:write\", error=\"insufficient_scope\", error_description=\""
                       + sentence
                       + "\"")
                      "www-authenticate"
              })

          testCaseTask "any one of the accepted scopes suffices" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = issue """{"kind":"organization","scopes":["products:write"]}""" fake
                  let! answer = Http.getAs token "/v1/products/" fake
                  Expect.equal answer.Status 200 "taken"
              })

          testCaseTask "an organization's token has no business in the portal, nor a session outside of it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! portal = Http.get "/v1/customer-portal/orders/" fake
                  expectUnauthorized portal
                  let! session = tokenOf "member_session" "" fake
                  let! core = Http.getAs session "/v1/orders/" fake
                  expectUnauthorized core
              })

          testCaseTask "malformed JSON is told before a missing token" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "POST" "/v1/products/" (Some "{") fake
                  Expect.equal answer.Status 422 "status"
                  Expect.equal (Json.text "detail.0.type" answer.Json) "json_invalid" "type"
              }) ]
