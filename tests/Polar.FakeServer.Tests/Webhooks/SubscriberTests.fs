/// Who listens to events in the same process, and fails.
module Polar.FakeServer.Tests.Webhooks.SubscriberTests

open System
open Expecto
open Microsoft.Extensions.Logging
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Execution

[<Tests>]
let tests =
    testList
        "a subscriber that fails"
        [ testCaseTask "fails alone: the step has happened, others hear of it, and it is logged" (fun () ->
              task {
                  let log = new Log()
                  use! fake = Fake.startWith (fun options -> options.LoggerFactory <- log)
                  let failing = Action<FakeEvent>(fun _ -> failwith "a subscriber fails")
                  let heard = ResizeArray<string>()
                  fake.Webhooks.add_Published failing
                  fake.Webhooks.add_Published (fun published -> heard.Add published.Type)
                  let! customer = Given.customer "ada@acme.dev" fake
                  Expect.contains heard "customer.created" "heard"

                  let! shown = Http.get $"""/v1/customers/{Json.text "id" customer}""" fake
                  Expect.equal shown.Status 200 "it has happened"

                  Expect.exists
                      log.Lines
                      (fun (level, line) ->
                          level = LogLevel.Error
                          && line.Contains("A subscriber to the fake's events failed over customer.created.", StringComparison.Ordinal))
                      "logged"

                  fake.Webhooks.remove_Published failing

                  let failures () =
                      log.Lines
                      |> List.filter (fun (level, _) -> level = LogLevel.Error)
                      |> List.length

                  let before = failures ()
                  let! _ = Given.customer "bob@acme.dev" fake
                  Expect.equal (failures ()) before "silent once it has gone"
              })

          testCaseTask "no secret is in the log, at any level" (fun () ->
              task {
                  let log = new Log()
                  use! fake = Fake.startWith (fun options -> options.LoggerFactory <- log)

                  let! receiver =
                      Machinery.receive [ "customer.created" ] (fun _ _ -> failwith "an endpoint fails") fake

                  let! _ = Given.customer "ada@acme.dev" fake
                  do! fake.Webhooks.SettleAsync()
                  do! fake.Clock.AdvanceAsync "P1D"
                  let text = String.Join("\n", log.Lines |> List.map snd)
                  Expect.isNotEmpty text "something is logged"

                  for secret in [ receiver.Secret; fake.AccessToken; "ada@acme.dev" ] do
                      Expect.isFalse (text.Contains(secret, StringComparison.Ordinal)) "not in it"
              }) ]
