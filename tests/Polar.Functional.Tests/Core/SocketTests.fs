/// What goes over a socket: requests as they are described, and answers as they come.
module Polar.Functional.Tests.Core.SocketTests

open System
open System.IO
open System.Text
open Expecto
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Http
open Microsoft.AspNetCore.Http.Features
open Microsoft.AspNetCore.TestHost
open Microsoft.Extensions.Logging
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.SocketServers
open Polar.Functional.Tests

/// The library's own version, as the changelog decides it.
let private version =
    (Unchecked.nonNull (typeof<WireRequest>.Assembly.GetName().Version)).ToString 3

let private exactness =
    testList
        "what is sent"
        [ overBoth "a request carries version, token, organization and who sends it" (reply 200 [] emptyPage) (fun server executor _ ->
              task {
                  let! _ = call executor (Products.list (ProductsListQuery()))
                  let received = server.Received[0]
                  Expect.equal received.Method "GET" "the method"
                  Expect.equal received.Target "/v1/products/" "the trailing slash stays"
                  Expect.equal (received.Header "authorization") "Bearer polar_oat_secret" "the token"
                  Expect.equal (received.Header "polar-version") "2026-10" "the version"
                  Expect.equal (received.Header "polar-organization") (string id) "the organization"
                  Expect.equal (received.Header "user-agent") $"Polar.Functional/{version}" "who sends it"
                  Expect.stringContains (received.Header "accept") "application/json" "what is wanted"
              })

          overBoth "bodies are sent with their length" (reply 500 [] "") (fun server executor _ ->
              task {
                  let! _ =
                      call executor (Refunds.create (RefundCreate(OrderId = id, Reason = RefundReason.Other, Amount = 1L)))

                  let! _ =
                      call executor (OAuth2.token (RefreshTokenRequest(ClientId = "a&b", ClientSecret = "ü", RefreshToken = "c")))

                  let! _ = call executor (Webhooks.redeliverWebhookEvent id)
                  let json, form, none = server.Received[0], server.Received[1], server.Received[2]

                  for received in [ json; form; none ] do
                      Expect.equal (received.Header "transfer-encoding") "" "never in chunks"
                      Expect.equal (received.Header "content-length") (string (Encoding.UTF8.GetByteCount received.Body)) "the length"

                  Expect.stringStarts (json.Header "content-type") "application/json" "JSON"
                  Expect.equal json.Body $"""{{"order_id":"{id}","reason":"other","amount":1}}""" "the body"
                  Expect.stringStarts (form.Header "content-type") "application/x-www-form-urlencoded" "a form"
                  Expect.stringContains form.Body "client_id=a%26b" "escaped"
                  Expect.stringContains form.Body "client_secret=%C3%BC" "as UTF-8"
                  Expect.stringContains form.Body "grant_type=refresh_token" "what kind of grant"
                  Expect.equal none.Body "" "nothing to send"
              })

          overBoth "each path value reaches the server as one segment" (reply 500 [] "") (fun server executor _ ->
              task {
                  for value in
                      [ "%2F"
                        "%2E%2E"
                        "..."
                        "ü"
                        "a b"
                        "q?x#y"
                        "..%2f.."
                        "😀"
                        "a\\b"
                        "+"
                        "\u200E" ] do
                      let! _ = call executor (Customers.getStateExternal value)
                      let target = server.Received[server.Received.Count - 1].Target
                      let segments = target.Split '/'
                      Expect.equal segments[5] "state" "what follows it stays"
                      Expect.equal (Uri.UnescapeDataString segments[4]) value "nothing is lost"
              })

          testCase "in process each path value is one segment too"
          <| fun () ->
              let run =
                  task {
                      let builder = WebApplication.CreateSlimBuilder()
                      builder.Logging.ClearProviders() |> ignore
                      builder.WebHost.UseTestServer() |> ignore
                      use app = builder.Build()
                      let targets = ResizeArray<string>()

                      app.Run(
                          RequestDelegate(fun context ->
                              targets.Add(string context.Request.Path)
                              reply 500 [] "" context)
                      )

                      do! app.StartAsync()
                      use client = app.GetTestClient()

                      let connection =
                          Connection.create (Polar.Functional.Server.At(Unchecked.nonNull client.BaseAddress)) "token"

                      for value in [ "%2F"; "%2E%2E"; "..."; "ü"; "a b"; "..%2f.."; "q?x#y" ] do
                          let! result =
                              call (Executor.ofHttpClient client connection) (Customers.getStateExternal value)

                          Expect.isError result "an empty 500"
                          let target = targets[targets.Count - 1]
                          let segments = target.Split '/'
                          Expect.hasLength segments 6 $"'{value}' is one segment of {target}"
                          Expect.equal segments[5] "state" "what follows it stays"
                  }

              wait run

          overBoth "options reach the server as they are" (reply 200 [] emptyPage) (fun server executor _ ->
              task {
                  let! _ =
                      call
                          executor
                          (Products.list (
                              ProductsListQuery(
                                  Query = "a+b & c=d/ü?#",
                                  Sorting = ValueList.ToValueList [ ProductSortProperty.NameDescending; ProductSortProperty.CreatedAt ]
                              )
                          ))

                  let target = server.Received[0].Target
                  Expect.stringContains target "query=a%2Bb%20%26%20c%3Dd%2F%C3%BC%3F%23" "escaped once"
                  Expect.stringContains target "sorting=-name&sorting=created_at" "one by one"
              }) ]

let private answers =
    testList
        "what comes back"
        [ overBoth
              "a redirect is not followed, so no token goes astray"
              (reply 307 [ "Location", "/elsewhere" ] "")
              (fun server executor _ ->
                  task {
                      let! result = call executor (Products.list (ProductsListQuery()))
                      Expect.isError result "a redirect is no page"
                      Expect.hasLength server.Received 1 "one request"
                  })

          overBoth
              "where a redirect is the answer, its place is the result"
              (reply 302 [ "Location", "https://files.example/a%20b?X-Sig=1" ] "")
              (fun server executor _ ->
                  task {
                      let! result = call executor (CustomerPortal.Downloadables.get "token")
                      let redirection: Redirection = succeeded result
                      Expect.equal (string redirection.Location) "https://files.example/a%20b?X-Sig=1" "as it was sent"
                      Expect.hasLength server.Received 1 "not followed"
                  })

          overBoth "a CSV export is text" (reply 200 [ "Content-Type", "text/csv" ] "Email,Zoë\r\n") (fun _ executor _ ->
              task {
                  let! result = call executor (Customers.export (CustomersExportQuery()))
                  Expect.equal (succeeded result) "Email,Zoë\r\n" "as it was sent"
              })

          overBoth "an answer without a body is one" (reply 204 [] "") (fun _ executor _ ->
              task {
                  let! result = call executor (Products.delete id)
                  Expect.isOk result "204"
              })

          overBoth "headers are found in any casing" (reply 429 [ "rEtRy-aFtEr", "7" ] "") (fun _ executor _ ->
              task {
                  let! result = call executor (Products.get id)

                  Expect.equal (result |> failed |> box |> callOf) (CallError.RateLimited(Nullable(TimeSpan.FromSeconds 7.0))) "the wait"
              }) ]

[<Tests>]
let tests = testList "over a socket" [ exactness; answers ]
