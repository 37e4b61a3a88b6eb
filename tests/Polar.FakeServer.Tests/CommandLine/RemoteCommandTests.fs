/// Commands that talk to a fake that runs elsewhere.
module Polar.FakeServer.Tests.CommandLine.RemoteCommandTests

open System
open System.IO
open System.Net
open System.Net.Sockets
open System.Threading
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Http
open Microsoft.Extensions.Logging
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool
open Polar.FakeServer.Tests.CommandLine.Listening

let private on (fake: FakePolar) (arguments: string list) =
    run (arguments @ [ "--url"; string fake.Address ])

let private ofClock =
    [ testCaseTask "advance moves the clock, and says where it stands" (fun () ->
          task {
              use! fake = listening ()
              let! outcome = on fake [ "advance"; "P1M" ]
              Expect.equal (outcome.Code, outcome.Output.Trim(), outcome.Error) (0, "2026-04-01T12:00:00Z", "") "a month on"
              Expect.equal fake.Clock.UtcNow (Fake.startTime.AddMonths 1) "there it stands"
          })

      testCaseTask "advance says what is wrong with a duration" (fun () ->
          task {
              use! fake = listening ()
              let! outcome = on fake [ "advance"; "tomorrow" ]
              Expect.equal (outcome.Code, outcome.Output) (2, "") "refused"
              Expect.hasLength (lines outcome.Error) 1 outcome.Error
              Expect.stringContains outcome.Error "'tomorrow' is not an ISO 8601 duration" "why"
          })

      testCaseTask "reset starts over" (fun () ->
          task {
              use! fake = listening ()
              let! _ = Given.customer "ada@acme.dev" fake
              do! fake.Clock.AdvanceAsync "P1D"
              let! outcome = on fake [ "reset" ]
              Expect.equal outcome.Code 0 outcome.Error
              Expect.stringContains outcome.Output "2026-03-01T12:00:00Z" "the start"
              let! customers = Http.get "/v1/customers/" fake
              Expect.equal (Json.whole "pagination.total_count" customers.Json) 0L "nobody"
          }) ]

let private ofSnapshots =
    [ testCaseTask "snapshot keeps the world, lists what is kept, goes back and lets go" (fun () ->
          task {
              use! fake = listening ()
              let! saved = on fake [ "snapshot"; "save"; "empty" ]
              Expect.equal (saved.Code, saved.Output.Trim()) (0, "empty  2026-03-01T12:00:00Z") saved.Error
              let! _ = Given.customer "ada@acme.dev" fake
              do! fake.Clock.AdvanceAsync "P1D"
              let! _ = on fake [ "snapshot"; "save"; "later" ]
              let! listed = on fake [ "snapshot"; "list" ]

              Expect.equal (lines listed.Output) [ "empty  2026-03-01T12:00:00Z"; "later  2026-03-02T12:00:00Z" ] "both"

              let! restored = on fake [ "snapshot"; "restore"; "empty" ]
              Expect.equal restored.Code 0 restored.Error
              let! customers = Http.get "/v1/customers/" fake
              Expect.equal (Json.whole "pagination.total_count" customers.Json) 0L "nobody"
              let! deleted = on fake [ "snapshot"; "delete"; "empty" ]
              Expect.equal deleted.Code 0 deleted.Error

              for verb in [ "restore"; "delete" ] do
                  let! missing = on fake [ "snapshot"; verb; "empty" ]
                  Expect.equal (missing.Code, missing.Error.Trim()) (2, "polar-fake: There is no such snapshot.") verb

              let! wrong = on fake [ "snapshot"; "save"; "a b" ]
              Expect.equal wrong.Code 2 wrong.Output
              Expect.stringContains wrong.Error "'name' is not made of" "why"
          }) ]

let private ofLogs =
    [ testCaseTask "requests shows what was asked" (fun () ->
          task {
              use! fake = listening ()
              let! _ = Given.customer "zoë@acme.dev" fake
              let! _ = Http.post "/v1/customers/" """{"email":"x"}""" fake
              let! all = on fake [ "requests" ]
              Expect.equal (all.Code, List.length (lines all.Output)) (0, 2) "two lines"
              Expect.isMatch all.Output @"^2026-03-01T12:00:00Z POST /v1/customers/ 201 [\d.]+ ms\n" "the first"

              let! failed =
                  on fake [ "requests"; "--failed"; "--bodies"; "--operation"; "customers:create" ]

              let said = lines failed.Output
              Expect.hasLength said 3 "the refusal, what was sent, what was answered"
              Expect.equal said[1] """  > {"email":"x"}""" "sent"
              Expect.stringStarts said[2] """  < {"error":"RequestValidationError",""" "answered"
              let! sent = on fake [ "requests"; "--limit"; "2"; "--bodies" ]
              Expect.stringContains sent.Output "zoë@acme.dev" "letters as they are"
          })

      testCaseTask "webhooks shows what was published and delivered" (fun () ->
          task {
              use! app = app (fun _ -> 202)
              let options = Fake.options ()
              options.WebhookUrl <- Uri(addressOf app)
              use! fake = FakePolar.ListenAsync(0, options)
              let! _ = Given.monthly 1900L fake
              do! fake.Webhooks.SettleAsync()
              let! outcome = on fake [ "webhooks"; "--type"; "product.created"; "--bodies" ]
              Expect.equal outcome.Code 0 outcome.Error
              let said = lines outcome.Output
              Expect.equal said[0] "2026-03-01T12:00:00Z product.created" "the event"
              Expect.stringContains said[1] "\"name\":\"Pro\"" "its data"
              Expect.isMatch said[2] "^delivered product.created [0-9a-f-]{36} 202$" "its delivery"
          })

      testCaseTask "webhooks shows the last of very many events, not the first" (fun () ->
          task {
              use! fake = listening ()

              for number in 1..130 do
                  let! _ = Given.customer $"ada{number}@acme.dev" fake
                  ()

              let! outcome =
                  on fake [ "webhooks"; "--type"; "customer.created"; "--limit"; "7"; "--bodies" ]

              Expect.equal outcome.Code 0 outcome.Error
              let said = lines outcome.Output
              Expect.hasLength said 14 "seven events with their data"
              Expect.stringContains said[1] "ada124@acme.dev" "the first of them"
              Expect.stringContains (List.last said) "ada130@acme.dev" "the last one"
          }) ]

let private doctor (answer: (HttpRequest -> int) option) =
    task {
        match answer with
        | None ->
            use! fake = listening ()
            return! on fake [ "doctor" ]
        | Some answer ->
            use! app = app answer
            let options = Fake.options ()
            options.WebhookUrl <- Uri(addressOf app)
            use! fake = FakePolar.ListenAsync(0, options)
            return! on fake [ "doctor" ]
    }

let private ofDoctor =
    [ for name, answer, code, said in
          [ "without an endpoint says how to have one", None, 0, "polar-fake listen --forward"
            "finds an app that verifies no signature", Some(fun _ -> 200), 1, "it verifies none"
            "finds an app that refuses what is signed rightly", Some(fun _ -> 403), 1, "does the app have its secret?"
            "cannot tell where the app answers neither so nor so", Some(fun _ -> 500), 0, "cannot be told" ] do
          testCaseTask $"doctor {name}" (fun () ->
              task {
                  let! outcome = doctor answer
                  Expect.equal (outcome.Code, outcome.Error) (code, "") outcome.Output
                  Expect.stringContains outcome.Output said "what it found"
                  Expect.stringContains outcome.Output "2026-03-01T12:00:00Z" "the clock"
              })

      testCaseTask "doctor is content with an app that looks at signatures" (fun () ->
          task {
              let mutable first = ""

              // The first delivery is signed rightly, the second is not.
              let! outcome =
                  doctor (
                      Some(fun request ->
                          let signature = string request.Headers["webhook-signature"]

                          if first = "" then
                              first <- signature

                          if signature = first then 202 else 403)
                  )

              Expect.equal outcome.Code 0 outcome.Output
              Expect.stringContains outcome.Output "takes what is signed rightly (202), and refuses what is not (403)" "both"
          })

      testCaseTask "doctor finds nothing wrong with listen itself, nor with what sample data has" (fun () ->
          task {
              use! fake = listening ()

              for name, url in
                  [ "polar-fake listen", "http://127.0.0.1:9/webhooks"
                    "Example", "https://shop.example/hooks" ] do
                  let! made =
                      Http.post
                          "/v1/webhooks/endpoints"
                          $"""{{"url":"{url}","name":"{name}","format":"raw","events":["order.paid"]}}"""
                          fake

                  Expect.equal made.Status 201 made.Text

              let! outcome = on fake [ "doctor" ]
              Expect.equal outcome.Code 0 outcome.Output
              Expect.stringContains outcome.Output "http://127.0.0.1:9/webhooks is polar-fake listen" "the tool's own"
              Expect.stringContains outcome.Output "https://shop.example/hooks is an example" "nobody's"
          })

      testCaseTask "doctor finds an app that does not answer" (fun () ->
          task {
              let options = Fake.options ()
              options.WebhookUrl <- Uri "http://127.0.0.1:9/hooks"
              use! fake = FakePolar.ListenAsync(0, options)
              let! outcome = on fake [ "doctor" ]
              Expect.equal outcome.Code 1 outcome.Output
              Expect.stringContains outcome.Output "http://127.0.0.1:9/hooks does not answer" "that one"
          }) ]

let private ofNobody =
    [ for arguments in
          [ [ "advance"; "P1M" ]
            [ "reset" ]
            [ "requests" ]
            [ "webhooks" ]
            [ "doctor" ]
            [ "listen" ] ] do
          let command = List.head arguments

          testCaseTask $"{command} says that no fake answers" (fun () ->
              task {
                  use holder = new TcpListener(IPAddress.Loopback, 0)
                  holder.Start()
                  let port = (holder.LocalEndpoint :?> IPEndPoint).Port
                  holder.Stop()
                  let! outcome = run (arguments @ [ "--url"; $"http://127.0.0.1:{port}" ])
                  Expect.equal (outcome.Code, outcome.Output) (1, "") "exit code"
                  Expect.hasLength (lines outcome.Error) 1 outcome.Error

                  Expect.equal
                      (outcome.Error.Trim())
                      $"polar-fake: No fake answers at http://127.0.0.1:{port}. Start one with: polar-fake serve"
                      "what to do"
              })

          testCaseTask $"{command} says that what answers is no fake" (fun () ->
              task {
                  use! other = app (fun _ -> 404)
                  let! outcome = run (arguments @ [ "--url"; Seq.head other.Urls ])
                  Expect.equal (outcome.Code, outcome.Output) (1, "") outcome.Error
                  Expect.stringContains outcome.Error "is not a fake Polar" "what it is"
              })

      testCaseTask "the address comes from the environment" (fun () ->
          task {
              use! fake = listening ()
              use output = new StringWriter()

              let! outcome =
                  runWith (Map.ofList [ "POLAR_FAKE_URL", string fake.Address ]) CancellationToken.None output [ "advance"; "PT0S" ]

              Expect.equal (outcome.Code, outcome.Output.Trim()) (0, "2026-03-01T12:00:00Z") outcome.Error
          }) ]

[<Tests>]
let tests =
    testList
        "polar-fake against a running fake"
        [ testList "clock" ofClock
          testList "snapshots" ofSnapshots
          testList "logs" ofLogs
          testList "doctor" ofDoctor
          testList "where there is none" ofNobody ]
