/// Who holds files may be a test's own. It is asked once, and fails alone.
module Polar.FakeServer.Tests.Simulation.FileStorageServiceTests

open System
open System.IO
open System.Net.Http
open System.Security.Cryptography
open System.Text
open Expecto
open Microsoft.Extensions.Logging
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Catalog.Files
open Polar.FakeServer.Mail
open Polar.FakeServer.Simulation
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Execution
open Polar.FakeServer.Tests.Simulation.OwnServices

let private keyOf (text: string) =
    Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes text))

let private bytesIn (fake: FakePolar) =
    [ for row in fake.World.Table<StoredObject>().All -> row.Bytes.Length ]

[<Tests>]
let tests =
    testList
        "services of a test's own"
        [ testCaseTask "files: a storage of one's own holds the bytes, and the world holds none" (fun () ->
              task {
                  let shelf = Shelf()
                  use! fake = Fake.startWith (fun options -> options.FileStorage <- shelf)
                  let! announced, answers = upload [ "first "; "second" ] fake
                  let! completed = complete announced answers fake
                  Expect.equal completed.Status 200 completed.Text
                  Expect.equal shelf.Written [ keyOf "first "; keyOf "second"; keyOf "first second" ] "each once"
                  Expect.equal (bytesIn fake) [ 0 ] "none in the world"
                  let! url = address announced fake
                  let! read = Http.raw fake (new HttpRequestMessage(HttpMethod.Get, url))
                  Expect.equal (read.Status, read.Text) (200, "first second") "what is read"
                  let range = new HttpRequestMessage(HttpMethod.Get, url)
                  range.Headers.TryAddWithoutValidation("Range", "bytes=6-") |> ignore
                  let! part = Http.raw fake range
                  Expect.equal (part.Status, part.Text) (206, "second") "a part of it"
                  let! single, answers = upload [ "alone" ] fake
                  let! completed = complete single answers fake
                  Expect.equal completed.Status 200 completed.Text
                  Expect.hasLength shelf.Written 4 "a file of one part is written once"
              })

          testCaseTask "files: snapshots, forks, a reset and a deletion leave the bytes where they are" (fun () ->
              task {
                  let shelf = Shelf()
                  use! fake = Fake.startWith (fun options -> options.FileStorage <- shelf)
                  let! announced, answers = upload [ "kept" ] fake
                  let! completed = complete announced answers fake
                  Expect.equal completed.Status 200 completed.Text
                  let snapshot = fake.Snapshot()
                  let! deleted = Http.delete $"""/v1/files/{Json.text "id" announced}""" fake
                  Expect.equal deleted.Status 204 deleted.Text
                  do! fake.ResetAsync()
                  do! fake.RestoreAsync snapshot
                  use! fork = fake.ForkAsync()

                  for one in [ fake; fork ] do
                      let! url = address announced one
                      let! read = Http.raw one (new HttpRequestMessage(HttpMethod.Get, url))
                      Expect.equal read.Text "kept" "still there"
              })

          testCaseTask "files: a data file has the keys, and a fake that starts from it needs the storage" (fun () ->
              task {
                  let folder = Directory.CreateTempSubdirectory "polar-files-"

                  try
                      let shelf = Shelf()

                      let start (storage: IFileStorage | null) =
                          Fake.startWith (fun options ->
                              options.FileStorage <- storage
                              options.DataFile <- Path.Combine(folder.FullName, "world.db"))

                      let! announced =
                          task {
                              use! fake = start shelf
                              let! announced, answers = upload [ "kept" ] fake
                              let! completed = complete announced answers fake
                              Expect.equal completed.Status 200 completed.Text
                              return announced
                          }

                      let read storage =
                          task {
                              use! fake = start storage
                              let! url = address announced fake
                              let! answer = Http.raw fake (new HttpRequestMessage(HttpMethod.Get, url))
                              return answer.Status, answer.Text.Contains "InternalError", answer.Text = "kept"
                          }

                      let! withIt = read shelf
                      Expect.equal withIt (200, false, true) "with it"
                      let! without = read null
                      Expect.equal without (500, true, false) "without it"
                      let! withAnother = read (Shelf())
                      Expect.equal withAnother (500, true, false) "with one that has nothing"
                  finally
                      folder.Delete true
              })

          testCaseTask "files: a storage that throws fails that call alone, and its log says why" (fun () ->
              task {
                  let log = new Log()
                  let shelf = Shelf()

                  use! fake =
                      Fake.startWith (fun options ->
                          options.FileStorage <- shelf
                          options.LoggerFactory <- log)

                  shelf.Fails <- true
                  let! announced, answers = upload [ "text" ] fake
                  let failed = List.exactlyOne answers
                  Expect.equal failed.Status 500 failed.Text
                  Expect.stringContains failed.Text "<Code>InternalError</Code>" "in the storage's own words"

                  Expect.isTrue
                      (log.Lines
                       |> List.exists (fun (level, line) -> level = LogLevel.Error && line.Contains "the disk is gone"))
                      "logged"

                  shelf.Fails <- false
                  let! second, answers = upload [ "te"; "xt" ] fake
                  shelf.Fails <- true
                  let! refused = complete second answers fake
                  Expect.equal refused.Status 500 refused.Text
                  shelf.Fails <- false
                  let! completed = complete second answers fake
                  Expect.equal completed.Status 200 "nothing of the first try has happened"
                  let! list = Http.get "/v1/files/" fake
                  Expect.equal (Json.whole "pagination.total_count" list.Json) 1L "the first upload never came to its end"
                  ignore announced
              }) ]
