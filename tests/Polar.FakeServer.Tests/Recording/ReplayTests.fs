/// Recordings that are played again: everything is as it was, or what differs is told.
module Polar.FakeServer.Tests.Recording.ReplayTests

open System
open System.Net
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Recording.Recorded

let private whole =
    [ testCaseTask "a month of a shop, with refusals, moves of the clock and a snapshot" (fun () ->
          scratch (fun file ->
              task {
                  do! recorded file ignore month
                  let! replay = same file
                  Expect.isTrue replay.IsComplete "to the end"
                  let calls = kinds file |> List.filter ((=) "call")
                  Expect.equal replay.Calls calls.Length "every call"
                  Expect.equal (List.last (kinds file)) "end" "with an end"

                  let numbers = steps file |> List.map (Json.whole "step")
                  Expect.equal numbers [ 1L .. int64 numbers.Length ] "numbered"
                  let times = steps file |> List.map (Json.text "time")
                  Expect.isTrue (times |> List.forall (fun time -> time.EndsWith "Z")) "with their times"
              }))

      testCaseTask "sample data, as it is made from the seed" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded
                          file
                          (fun options ->
                              options.Empty <- false
                              options.Seed <- 7)
                          (fun fake ->
                              task {
                                  let! products = Http.get "/v1/products/" fake
                                  Expect.equal products.Status 200 products.Text
                                  let! subscriptions = Http.get "/v1/subscriptions/" fake
                                  Expect.equal subscriptions.Status 200 subscriptions.Text
                                  do! fake.Clock.AdvanceAsync "P40D"
                                  let! orders = Http.get "/v1/orders/?limit=100" fake
                                  Expect.equal orders.Status 200 orders.Text
                              })

                  let! replay = same file
                  Expect.isTrue replay.IsComplete "to the end"
              }))

      testCaseTask "a clock that runs: jobs fall due by themselves, and each call has its own time" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded
                          file
                          (fun options ->
                              options.WallClock <- TimeProvider.System
                              options.StartTime <- Nullable())
                          (fun fake ->
                              task {
                                  let! product = Given.monthly 1900L fake

                                  for number in 1..5 do
                                      let! _ = Given.purchase product $"ada{number}@acme.dev" fake
                                      ()

                                  do! fake.Clock.AdvanceAsync "P1M"
                                  let! _ = Http.post "/_fake/reset" "" fake
                                  let! _ = Given.customer "grace@acme.dev" fake
                                  ()
                              })

                  let! replay = same file
                  Expect.isTrue replay.IsComplete "to the end"

                  let times =
                      steps file
                      |> List.filter (fun step -> Json.text "kind" step = "call")
                      |> List.map (Json.text "time")

                  Expect.isGreaterThan (List.distinct times).Length 10 "time has passed"
              })) ]

let private crowd =
    [ testCaseTask "32 clients at once while the clock moves: the order is that in which they took their turn" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file (fun options -> options.WallClock <- TimeProvider.System) (fun fake ->
                          task {
                              use! _ =
                                  fake.Webhooks.ReceiveAsync((fun _ _ -> Task.FromResult HttpStatusCode.Accepted), [])

                              let! product = Given.monthly 1900L fake

                              let visit (index: int) : Task<unit> =
                                  task {
                                      let! customer, _ = Given.purchase product $"client{index}@acme.dev" fake
                                      let! _ = Http.get $"""/v1/customers/{Json.text "id" customer}/state""" fake
                                      let! token = Http.post "/_fake/tokens" """{"kind":"organization"}""" fake

                                      let! _ = Http.delete $"""/_fake/tokens/{token.Json |> Json.text "token"}""" fake

                                      let! _ =
                                          Http.patch
                                              $"""/v1/customers/{Json.text "id" customer}"""
                                              $"""{{"name":"Client {index}"}}"""
                                              fake

                                      ()
                                  }

                              let moving =
                                  Task.Run<unit>(fun () ->
                                      task {
                                          for _ in 1..6 do
                                              do! fake.Clock.AdvanceAsync "PT10M"
                                      })

                              let! _ = Task.WhenAll [ for index in 1..32 -> Task.Run<unit>(fun () -> visit index) ]
                              do! moving
                              do! fake.Webhooks.SettleAsync()
                          })

                  let! replay = same file
                  Expect.isTrue replay.IsComplete "to the end"
              })) ]

let private differences =
    [ for name, change, said in
          [ "another status",
            (fun (line: string) -> line.Replace("\"status\":201", "\"status\":200")),
            "POST /v1/products/: it was answered with 200 and is answered with 201 now"
            "another body that was sent", (fun line -> line.Replace("Ada Lovelace", "Ada L")), "its answer, 201, has another body ("
            "another digest",
            (fun line ->
                if line.Contains "\"target\":\"/v1/orders/\"" then
                    line.Replace("\"sha256\":\"", "\"sha256\":\"0")
                else
                    line),
            "GET /v1/orders/: its answer, 200, has another body ("
            "another world at the end",
            (fun line -> line.Replace("\"world\":\"", "\"world\":\"0")),
            "calls were answered as they were, but the world is another one at the end"
            "another seed",
            (fun line -> line.Replace("\"seed\":42", "\"seed\":43")),
            "Call 1, POST /v1/products/: its answer, 201, has another body (" ] do
          testCaseTask $"{name} is found, and said in a sentence" (fun () ->
              scratch (fun file ->
                  task {
                      do! recorded file ignore month
                      edit file change
                      let! replay = FakePolar.ReplayAsync file
                      Expect.isFalse replay.IsComplete "not to the end"

                      match replay.Difference with
                      | null -> failtest "Nothing was found."
                      | difference ->
                          Expect.stringContains difference said "which one"
                          Expect.isMatch difference @" \(line \d+ of the recording\)\.$" "where"
                  }))

      testCaseTask "no token stands in what is said" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file ignore (fun fake ->
                          task {
                              let! _ = Http.anonymous "GET" "/v1/checkouts/client/polar_c_veryverysecret" None fake
                              ()
                          })

                  edit file (fun line -> line.Replace("\"status\":404", "\"status\":200"))
                  let! replay = FakePolar.ReplayAsync file
                  Expect.stringContains (string replay.Difference) "/v1/checkouts/client/polar_c_***" "the path"
              }))

      testCaseTask "what a program did with the fake's objects is named" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file ignore (fun fake ->
                          task {
                              let! _ = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization))
                              ()
                          })

                  let! replay = FakePolar.ReplayAsync file
                  Expect.stringContains (string replay.Difference) "CreateTokenAsync" "what it called"
              })) ]

[<Tests>]
let tests = testList "recordings" (whole @ crowd @ differences)
