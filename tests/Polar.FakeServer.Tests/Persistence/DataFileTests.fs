/// The file that a world is kept in, and what it holds.
module Polar.FakeServer.Tests.Persistence.DataFileTests

open System
open System.Net
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Persistence

[<Tests>]
let tests =
    testList
        "what data files keep"
        [ testCaseTask "what was done is there in the next process, and without a file nothing is" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  do! Kept.begun folder
                  use! fake = Kept.startOn folder.File ignore
                  let! kept = Kept.emails fake
                  Expect.equal kept [ "ada@acme.dev" ] "with a file"
                  use! other = Fake.start ()
                  let! none = Kept.emails other
                  Expect.isEmpty none "without"
              })

          testCaseTask "the file is written as a log, and every commit waits for the disk" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  use! fake = Kept.startOn folder.File ignore
                  let! health = Http.anonymous "GET" "/_fake/health" None fake
                  Expect.equal (Json.text "data.journal_mode" health.Json) "wal" "SQLite's write-ahead log"
                  Expect.equal (Json.text "data.synchronous" health.Json) "full" "FULL"
                  Expect.equal (Json.text "data.file" health.Json) folder.File "where"
              })

          testCaseTask "durability is traded for speed where that is asked for" (fun () ->
              task {
                  use folder = new Kept.Folder()

                  use! fake =
                      Kept.startOn folder.File (fun options -> options.DataDurability <- FakeDataDurability.Process)

                  let! health = Http.anonymous "GET" "/_fake/health" None fake
                  Expect.equal (Json.text "data.journal_mode" health.Json) "wal" "a log all the same"
                  Expect.equal (Json.text "data.synchronous" health.Json) "normal" "that the disk gets later"
              })

          testCaseTask "a clock that runs has gone on meanwhile, and what fell due happens at the start" (fun () ->
              task {
                  use folder = new Kept.Folder()

                  let start (now: DateTimeOffset) =
                      Fake.startWith (fun options ->
                          options.StartTime <- Nullable()
                          options.WallClock <- StandingClock now
                          options.DataFile <- folder.File)

                  let! fake = start Fake.startTime
                  let! product = Given.monthly 900L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  do! fake.Clock.AdvanceAsync "P1D"
                  do! fake.DisposeAsync()
                  use! fake = start (Fake.startTime.AddDays 40.0)
                  Expect.equal fake.Clock.UtcNow (Fake.startTime.AddDays 41.0) "a day ahead, as before"
                  let! orders = Http.get "/v1/orders/" fake
                  Expect.equal (Json.whole "pagination.total_count" orders.Json) 2L "the renewal has happened"
              })

          testCaseTask "what was not delivered when the process ended is delivered by the next one, once" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  let hanging = TaskCompletionSource()
                  let taken = ResizeArray<string>()

                  let handler (answer: unit -> Task<HttpStatusCode>) =
                      { new Net.Http.HttpMessageHandler() with
                          member _.SendAsync(request, _) =
                              task {
                                  let! body = (Unchecked.nonNull request.Content).ReadAsStringAsync()
                                  let! status = answer ()

                                  // Once it is answered: what hangs when its process ends may begin late, and is not taken.
                                  lock taken (fun () -> taken.Add(Json.text "type" (Json.parse body)))
                                  return new Net.Http.HttpResponseMessage(status)
                              } }

                  let start answer =
                      Kept.startOn folder.File (fun options ->
                          options.WebhookUrl <- Uri "http://127.0.0.1:9/hooks"
                          options.WebhookHandler <- handler answer)

                  let! fake =
                      start (fun () ->
                          task {
                              do! hanging.Task
                              return HttpStatusCode.OK
                          })

                  let! _ = Given.customer "ada@acme.dev" fake
                  let sent = fake.Webhooks.Events |> Seq.map _.Type |> List.ofSeq
                  do! fake.DisposeAsync()
                  taken.Clear()
                  use! fake = start (fun () -> Task.FromResult HttpStatusCode.OK)
                  do! fake.Webhooks.SettleAsync()
                  Expect.equal (List.ofSeq taken) sent "each of them"
                  Expect.isTrue (fake.Webhooks.Deliveries |> Seq.forall _.Succeeded) "and all are noted"
                  do! fake.DisposeAsync()
                  taken.Clear()
                  use! fake = start (fun () -> Task.FromResult HttpStatusCode.OK)
                  do! fake.Webhooks.SettleAsync()
                  Expect.isEmpty taken "no more"
              })

          testCaseTask "a delivery that somebody asked for again is made by the next process" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  let mutable hangs = false
                  let taken = ResizeArray<string>()

                  let handler =
                      { new Net.Http.HttpMessageHandler() with
                          member _.SendAsync(request, stop) =
                              task {
                                  if hangs then
                                      do! Task.Delay(Timeout.Infinite, stop)

                                  let! body = (Unchecked.nonNull request.Content).ReadAsStringAsync()
                                  taken.Add body
                                  return new Net.Http.HttpResponseMessage(HttpStatusCode.OK)
                              } }

                  let start () =
                      Kept.startOn folder.File (fun options ->
                          options.WebhookUrl <- Uri "http://127.0.0.1:9/hooks"
                          options.WebhookHandler <- handler)

                  let! fake = start ()
                  let! _ = Given.customer "ada@acme.dev" fake
                  do! fake.Webhooks.SettleAsync()
                  hangs <- true
                  let message = fake.Webhooks.Deliveries[0].EventId
                  let! asked = Http.post $"/v1/webhooks/events/{message}/redeliver" "" fake
                  Expect.equal asked.Status 202 asked.Text
                  do! fake.DisposeAsync()
                  hangs <- false
                  let first = taken[0]
                  taken.Clear()
                  use! fake = start ()
                  do! fake.Webhooks.SettleAsync()
                  Expect.equal (List.ofSeq taken) [ first ] "the same body again"
              })

          testCaseTask "a fork of a fake with a file is kept nowhere" (fun () ->
              task {
                  use folder = new Kept.Folder()

                  do!
                      task {
                          use! fake = Kept.startOn folder.File ignore
                          use! fork = fake.ForkAsync()
                          let! _ = Given.customer "fork@acme.dev" fork
                          ()
                      }

                  use! fake = Kept.startOn folder.File ignore
                  let! kept = Kept.emails fake
                  Expect.isEmpty kept "the file is the first one's"
              })

          testCaseTask "an address for webhooks that is new is added to the world that is kept" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  do! Kept.begun folder

                  let start () =
                      Kept.startOn folder.File (fun options -> options.WebhookUrl <- Uri "http://127.0.0.1:9/hooks")

                  let! fake = start ()
                  let secret = fake.WebhookSecret
                  Expect.isNotNull secret "it has one"
                  do! fake.DisposeAsync()
                  use! fake = start ()
                  Expect.equal fake.WebhookSecret secret "and keeps it"
                  let! endpoints = Http.get "/v1/webhooks/endpoints" fake
                  Expect.equal (Json.whole "pagination.total_count" endpoints.Json) 1L "once"
              }) ]
