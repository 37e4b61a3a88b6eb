/// What becomes of what cannot be written to a data file.
module Polar.FakeServer.Tests.Persistence.FullDiskTests

open System
open System.IO
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Persistence

/// A file system of so many bytes at a folder; where none can be made, the reason.
let private mounted (folder: string) (size: string) : string option =
    if not (OperatingSystem.IsLinux()) then
        Some "only Linux has a file system in memory that can be made so small"
    else
        try
            use mount =
                Diagnostics.Process.Start(
                    Diagnostics.ProcessStartInfo(
                        "mount",
                        [ "-t"; "tmpfs"; "-o"; $"size={size}"; "none"; folder ],
                        RedirectStandardError = true
                    )
                )
                |> Unchecked.nonNull

            let said = mount.StandardError.ReadToEnd()
            mount.WaitForExit()

            if mount.ExitCode = 0 then
                None
            else
                Some $"no file system can be mounted here: {said.Trim()}"
        with :? ComponentModel.Win32Exception as missing ->
            Some $"no file system can be mounted here: {missing.Message}"

let private unmount (folder: string) : unit =
    use unmounting = Diagnostics.Process.Start("umount", folder) |> Unchecked.nonNull
    unmounting.WaitForExit()

[<Tests>]
let tests =
    testList
        "data files that cannot be written"
        [ testCaseTask "on a disk that is really full, what does not fit has not happened, and the file is whole" (fun () ->
              task {
                  let disk = Directory.CreateTempSubdirectory "polar-disk-"

                  try
                      match mounted disk.FullName "2m" with
                      | Some reason -> skiptest reason
                      | None ->
                          try
                              let file = Path.Combine(disk.FullName, "world.db")
                              let! fake = Kept.startOn file ignore
                              let mutable made = []
                              let mutable refused = None

                              while refused.IsNone do
                                  let email = $"client{made.Length}@acme.dev"

                                  let! answer =
                                      Http.post "/v1/customers/" $"""{{"email":"{email}","metadata":{{"x":"{String('x', 400)}"}}}}""" fake

                                  if answer.Status = 201 then
                                      made <- email :: made
                                  else
                                      refused <- Some answer

                              let answer = Option.get refused
                              Expect.equal (answer.Status, Json.text "error" answer.Json) (500, "NotKept") answer.Text
                              Expect.stringContains (Json.text "detail" answer.Json) "What was asked has not happened" "nothing of it"
                              Expect.isGreaterThan made.Length 10 "some fit"
                              let! health = Http.anonymous "GET" "/_fake/health" None fake
                              Expect.equal (Json.text "status" health.Json) "degraded" "it says so"
                              let! page = Http.get "/v1/customers/?limit=1" fake
                              Expect.equal (Json.whole "pagination.total_count" page.Json) (int64 made.Length) "memory is what the file is"
                              do! fake.DisposeAsync()

                              let! another =
                                  Kept.refusal (fun () -> Kept.startOn (Path.Combine(disk.FullName, "other.db")) ignore)

                              Expect.stringContains another "other.db" "no room for another one"
                              let copy = Directory.CreateTempSubdirectory "polar-disk-copy-"

                              try
                                  for name in Directory.GetFiles disk.FullName do
                                      File.Copy(name, Path.Combine(copy.FullName, string (Path.GetFileName name)))

                                  use! again = Kept.startOn (Path.Combine(copy.FullName, "world.db")) ignore
                                  let! page = Http.get "/v1/customers/?limit=1" again

                                  Expect.equal
                                      (Json.whole "pagination.total_count" page.Json)
                                      (int64 made.Length)
                                      "all of it, where there is room"
                              finally
                                  copy.Delete true
                          finally
                              unmount disk.FullName
                  finally
                      disk.Delete true
              })

          testCaseTask "what does not fit on the disk has not happened; what was there is, and it goes on when there is room" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  let! fake = Kept.startOn folder.File ignore
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! before = fake.ExportAsync()
                  fake.DataFile.LimitGrowth 1
                  let mutable refused = None
                  let mutable made = [ "ada@acme.dev" ]

                  while refused.IsNone do
                      let email = $"client{made.Length}@acme.dev"

                      let! answer =
                          Http.post "/v1/customers/" $"""{{"email":"{email}","metadata":{{"x":"{String('x', 400)}"}}}}""" fake

                      if answer.Status = 201 then
                          made <- email :: made
                      else
                          refused <- Some answer

                  let answer = Option.get refused
                  Expect.equal (answer.Status, Json.text "error" answer.Json) (500, "NotKept") answer.Text
                  Expect.stringContains (Json.text "detail" answer.Json) "What was asked has not happened" ""
                  Expect.stringContains (Json.text "detail" answer.Json) "the disk is full" ""
                  let! now = Kept.emails fake
                  Expect.equal now made "memory is what the file is"
                  let! health = Http.anonymous "GET" "/_fake/health" None fake
                  Expect.equal (Json.text "status" health.Json) "degraded" "and says so"
                  Expect.stringContains (Json.text "data.error" health.Json) "the disk is full" "why"
                  Expect.isFalse (fake.Webhooks.Events |> Seq.exists _.Json.Contains($"client{made.Length}@")) "nobody was told"
                  fake.DataFile.LimitGrowth -1
                  let! _ = Given.customer "later@acme.dev" fake
                  let! health = Http.anonymous "GET" "/_fake/health" None fake
                  Expect.equal (Json.text "status" health.Json) "ok" "all is well again"
                  let! expected = Kept.emails fake
                  do! fake.DisposeAsync()
                  use! fake = Kept.startOn folder.File ignore
                  let! kept = Kept.emails fake
                  Expect.equal kept expected "and kept"
                  Expect.isNotEmpty before ""
              })

          testCaseTask "a move of the clock that cannot be kept leaves the clock where it was" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  use! fake = Kept.startOn folder.File ignore
                  fake.DataFile.FailWrites true

                  try
                      do! fake.Clock.AdvanceAsync "P1D"
                      failtest "It moves."
                  with :? FakeDataException ->
                      ()

                  Expect.equal fake.Clock.UtcNow Fake.startTime "there it stands"
                  fake.DataFile.FailWrites false
                  do! fake.Clock.AdvanceAsync "P1D"
                  Expect.equal fake.Clock.UtcNow (Fake.startTime.AddDays 1.0) "now it moves"
              })

          testCaseTask "of many at once either all of a call has happened and is kept, or nothing" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  let! fake = Kept.startOn folder.File ignore
                  let counter = ref 0

                  let writer _ =
                      task {
                          let mine = ResizeArray<string>()

                          for _ in 1..30 do
                              let number = Interlocked.Increment counter
                              let email = $"client{number}@acme.dev"

                              if number % 40 = 0 then
                                  fake.DataFile.FailWrites true
                              elif number % 40 = 3 then
                                  fake.DataFile.FailWrites false

                              let! answer = Http.post "/v1/customers/" $"""{{"email":"{email}"}}""" fake

                              if answer.Status = 201 then
                                  mine.Add email
                              else
                                  Expect.equal (Json.text "error" answer.Json) "NotKept" answer.Text

                          return List.ofSeq mine
                      }

                  let! all =
                      Task.WhenAll [ for index in 1..16 -> Task.Run<string list>(fun () -> writer index) ]

                  fake.DataFile.FailWrites false
                  let! page = Http.get "/v1/customers/?limit=1" fake
                  let told = all |> Seq.concat |> Set.ofSeq
                  Expect.equal (Json.whole "pagination.total_count" page.Json) (int64 told.Count) "as many as were told of"
                  let! before = fake.ExportAsync()
                  do! fake.DisposeAsync()
                  use! fake = Kept.startOn folder.File ignore
                  let! after = fake.ExportAsync()
                  Kept.isSameDocument before after "the same world"
              }) ]
