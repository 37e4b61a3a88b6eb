/// How an ASP.NET Core application is set up for webhooks, and what it is told where that is wrong.
module Polar.Functional.Tests.AspNetCore.WebhookSetupTests

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.Net
open System.Threading.Tasks
open Expecto
open Microsoft.AspNetCore.Authorization
open Microsoft.AspNetCore.Builder
open Microsoft.Extensions.Configuration
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Options
open Polar.Functional.AspNetCore
open Polar.Functional.Tests
open Polar.Functional.Tests.AspNetCore.WebApplication
open Polar.Functional.Contracts
open Polar.Functional.Tests.AspNetCore.WebhookDeliveries

/// Handles an event as a service of the application.
type Handler(handled: ConcurrentQueue<string>) =
    interface IPolarWebhookHandler with
        member _.HandleAsync(delivery, _) =
            handled.Enqueue delivery.Id
            Task.CompletedTask

let private setup =
    testList
        "setup"
        [ testCaseTask "a handler may be a service" (fun () ->
              task {
                  let handled = ConcurrentQueue<string>()

                  use! app =
                      start
                          (fun services ->
                              addWith ignore services
                              services.AddSingleton(handled).AddScoped<Handler>() |> ignore)
                          (fun app -> app.MapPolarWebhooks<Handler> path |> ignore)

                  let! answered = status app (delivery path secret "msg_1" deleted)
                  Expect.equal answered 202 "accepted"
                  Expect.equal (List.ofSeq handled) [ "msg_1" ] "handled"
              })

          testCaseTask "secrets come from configuration, one or several, for each endpoint its own" (fun () ->
              task {
                  let configuration =
                      ConfigurationBuilder()
                          .AddInMemoryCollection(
                              [ for key, value in
                                    [ "One:Secret", "first secret"
                                      "Two:Secrets:0", "second secret"
                                      "Two:Secrets:1", "third secret"
                                      "Two:MaxBodyBytes", "100000" ] -> KeyValuePair<string, string | null>(key, value) ]
                          )
                          .Build()

                  use! app =
                      start
                          (fun services ->
                              for name in [ "One"; "Two" ] do
                                  services.AddPolarWebhooks(configuration.GetSection name, name) |> ignore)
                          (fun app ->
                              for name in [ "One"; "Two" ] do
                                  app.MapPolarWebhooks($"/{name}", Func<_, _, _>(fun _ _ -> Task.CompletedTask), name)
                                  |> ignore)

                  for path, secret, expected in
                      [ "/One", "first secret", 202
                        "/One", "second secret", 403
                        "/Two", "second secret", 202
                        "/Two", "third secret", 202
                        "/Two", "first secret", 403 ] do
                      let! answered = status app (delivery path secret $"{path} {secret}" deleted)
                      Expect.equal answered expected $"{path} with the {secret}"
              })

          testCase "faults of the options stop the app as it starts, and name the key"
          <| fun () ->
              let failures (values: (string * string) list) =
                  let configuration =
                      ConfigurationBuilder()
                          .AddInMemoryCollection([ for key, value in values -> KeyValuePair<string, string | null>($"Hooks:{key}", value) ])
                          .Build()

                  let thrown =
                      Expect.throwsC
                          (fun () ->
                              (start (fun services -> services.AddPolarWebhooks(configuration.GetSection "Hooks") |> ignore) ignore)
                                  .GetAwaiter()
                                  .GetResult()
                              |> ignore)
                          (fun thrown -> thrown :?> OptionsValidationException)

                  String.Join(" ", thrown.Failures)

              Expect.stringContains (failures []) "Secrets is empty" "no secret"
              Expect.stringContains (failures [ "Secret", " " ]) "empty secret" "an empty one"
              Expect.stringContains (failures [ "Secret", secret; "Secrte", "x" ]) "'Hooks:Secrte' is unknown" "a misspelt key"
              Expect.stringContains (failures [ "Secret", secret; "MaxBodyBytes", "much" ]) "'Hooks:MaxBodyBytes'" "an unreadable one"
              Expect.stringContains (failures [ "Secrets", secret ]) "'Hooks:Secrets'" "no list"

          testCase "an endpoint without options is refused as it is mapped"
          <| fun () ->
              let thrown =
                  Expect.throwsC
                      (fun () ->
                          (start (addWith ignore) (fun app ->
                              app.MapPolarWebhooks(path, Func<_, _, _>(fun _ _ -> Task.CompletedTask), "other")
                              |> ignore))
                              .GetAwaiter()
                              .GetResult()
                          |> ignore)
                      (fun thrown -> thrown :?> InvalidOperationException)

              Expect.stringContains thrown.Message "AddPolarWebhooks for the name 'other'" thrown.Message

          testCase "options do not print their secrets"
          <| fun () ->
              let options = PolarWebhookOptions()
              options.Secrets.Add secret
              Expect.isFalse ((string options).Contains secret) (string options) ]

[<Tests>]
let tests = testList "ASP.NET Core: webhooks" [ setup ]
