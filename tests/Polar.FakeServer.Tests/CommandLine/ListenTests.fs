/// `polar-fake listen`: events are printed, and brought to an app.
module Polar.FakeServer.Tests.CommandLine.ListenTests

open System
open System.Threading
open System.Threading.Tasks
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Http
open Microsoft.Extensions.Logging
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool
open Polar.FakeServer.Tests.CommandLine.Listening

let private ofListen =
    [ testCaseTask "all events are printed where none is named and nothing is forwarded" (fun () ->
          task {
              use! fake = listening ()
              use stop = new CancellationTokenSource()
              use output = new Awaited("product.created")
              let ended = runUntil stop.Token output [ "listen"; "--url"; string fake.Address ]
              let mutable isThere = false

              while not isThere && not ended.IsCompleted do
                  let! endpoints = Http.get "/v1/webhooks/endpoints" fake
                  isThere <- not (List.isEmpty (Json.items "items" endpoints.Json))

              let! _ = Given.monthly 1900L fake
              do! output.Written.WaitAsync patience
              stop.Cancel()
              let! outcome = ended
              Expect.equal (outcome.Code, outcome.Error) (0, "") "it ends well"
          })

      testCaseTask "each event is brought to the app and printed with its answer" (fun () ->
          task {
              let delivered =
                  TaskCompletionSource<string> TaskCreationOptions.RunContinuationsAsynchronously

              use! app =
                  app (fun request ->
                      delivered.TrySetResult(string request.Headers["webhook-signature"]) |> ignore
                      418)

              use! fake = listening ()
              use stop = new CancellationTokenSource()
              use output = new Awaited("customer.created")

              let ended =
                  runUntil
                      stop.Token
                      output
                      [ "listen"
                        "--url"
                        string fake.Address
                        "--forward"
                        addressOf app
                        "--events"
                        "customer.created" ]

              let! endpoint =
                  task {
                      let mutable found = None

                      while found.IsNone && not ended.IsCompleted do
                          let! endpoints = Http.get "/v1/webhooks/endpoints" fake
                          found <- List.tryHead (Json.items "items" endpoints.Json)

                      return Option.get found
                  }

              let! _ = Given.monthly 1900L fake
              let! _ = Given.customer "ada@acme.dev" fake
              do! output.Written.WaitAsync patience
              let! signature = delivered.Task.WaitAsync patience
              Expect.stringStarts signature "v1," "with its signature"
              stop.Cancel()
              let! outcome = ended
              Expect.equal (outcome.Code, outcome.Error) (0, "") "it ends well"
              Expect.stringContains outcome.Output (Json.text "secret" endpoint) "what they are signed with"
              Expect.isMatch outcome.Output @"customer\.created +\S+  418 [\d.]+ ms" "the app's answer"
              Expect.isFalse (outcome.Output.Contains "product.created") "only what was asked for"
              let! left = Http.get "/v1/webhooks/endpoints" fake
              Expect.isEmpty (Json.items "items" left.Json) "the endpoint is gone"
          })

      testCaseTask "that the fake has disabled the endpoint is told as it happens" (fun () ->
          task {
              use! app = app (fun _ -> 500)
              use! fake = listening ()
              use stop = new CancellationTokenSource()
              use output = new Awaited("The endpoint is disabled")

              let ended =
                  runUntil
                      stop.Token
                      output
                      [ "listen"
                        "--url"
                        string fake.Address
                        "--forward"
                        addressOf app
                        "--events"
                        "customer.created" ]

              let mutable isThere = false

              while not isThere && not ended.IsCompleted do
                  let! endpoints = Http.get "/v1/webhooks/endpoints" fake
                  isThere <- not (List.isEmpty (Json.items "items" endpoints.Json))

              for number in 1..10 do
                  let! _ = Given.customer $"ada{number}@acme.dev" fake
                  ()

              do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 3.)
              do! output.Written.WaitAsync patience
              stop.Cancel()
              let! outcome = ended
              Expect.equal (outcome.Code, outcome.Error) (0, "") "it ends well"
              Expect.isMatch outcome.Output @"customer\.created +\S+  500 [\d.]+ ms" "each failure"
          }) ]

[<Tests>]
let tests =
    testList "polar-fake against a running fake" [ testList "listen" ofListen ]
