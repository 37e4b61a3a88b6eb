/// The file that a world is kept in: what it holds, what it refuses, and what becomes of what cannot be written.
module Polar.FakeServer.Tests.Persistence.DataFileTests

open System
open System.IO
open System.Net
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Persistence

let private emails (fake: FakePolar) : Task<string list> =
    task {
        let! answer = Http.get "/v1/customers/?limit=100" fake
        return Json.items "items" answer.Json |> List.map (Json.text "email")
    }

/// A file with a customer in it.
let private begun (folder: Kept.Folder) : Task<unit> =
    task {
        use! fake = Kept.startOn folder.File ignore
        let! _ = Given.customer "ada@acme.dev" fake
        ()
    }

let private untouched (file: string) (start: unit -> Task<FakePolar>) : Task<string> =
    task {
        let before = File.ReadAllBytes file
        let! sentence = Kept.refusal start
        Expect.equal (File.ReadAllBytes file) before "the file is as it was"
        Expect.equal (Directory.GetFiles(Path.GetDirectoryName file |> string)) [| file |] "and nothing is beside it"
        return sentence
    }

let private keeping =
    [ testCaseTask "what was done is there in the next process, and without a file nothing is" (fun () ->
          task {
              use folder = new Kept.Folder()
              do! begun folder
              use! fake = Kept.startOn folder.File ignore
              let! kept = emails fake
              Expect.equal kept [ "ada@acme.dev" ] "with a file"
              use! other = Fake.start ()
              let! none = emails other
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
              let! kept = emails fake
              Expect.isEmpty kept "the file is the first one's"
          })

      testCaseTask "an address for webhooks that is new is added to the world that is kept" (fun () ->
          task {
              use folder = new Kept.Folder()
              do! begun folder

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

let private refusals =
    [ testCaseTask "a file that is none of the fake's" (fun () ->
          task {
              use folder = new Kept.Folder()
              File.WriteAllText(folder.File, String('x', 5000))
              let! sentence = untouched folder.File (fun () -> Kept.startOn folder.File ignore)
              Expect.equal sentence $"{folder.File} is no data file of a fake Polar." ""
          })

      testCaseTask "a file of another version" (fun () ->
          task {
              use folder = new Kept.Folder()
              do! begun folder

              do
                  use file = File.OpenWrite folder.File
                  file.Position <- 60L
                  file.Write([| 0uy; 0uy; 0uy; 99uy |])

              let! sentence = untouched folder.File (fun () -> Kept.startOn folder.File ignore)
              Expect.stringContains sentence "of another version of the fake: its form is number 99" ""
          })

      testCaseTask "a file that is cut off" (fun () ->
          task {
              use folder = new Kept.Folder()
              do! begun folder

              do
                  use file = File.OpenWrite folder.File
                  file.SetLength(file.Length / 2L / 4096L * 4096L)

              let! sentence = untouched folder.File (fun () -> Kept.startOn folder.File ignore)
              Expect.stringContains sentence "is damaged" ""
          })

      for seed in 1..6 do
          testCaseTask $"a file with a page of rubbish in it ({seed})" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  do! begun folder
                  let random = Random seed

                  do
                      use file = File.OpenWrite folder.File
                      let pages = int (file.Length / 4096L)
                      file.Position <- int64 (random.Next(1, pages)) * 4096L
                      let rubbish = Array.zeroCreate 4096
                      random.NextBytes rubbish
                      file.Write rubbish

                  let before = File.ReadAllBytes folder.File

                  try
                      // A page that nothing is on any more may hold anything.
                      use! _ = Kept.startOn folder.File ignore
                      ()
                  with :? FakeDataException as refused ->
                      Expect.stringContains refused.Message folder.File "which"
                      Expect.equal (File.ReadAllBytes folder.File) before "untouched"
              })

      for before, after, what in
          [ "\"resource\"", "\"xesource\"", " is not what was written"
            "ada@acme.dev", "eve@acme.dev", " is not what was written"
            "\"is_frozen\":true", "\"is_frozen\":trve", "the fact 'clock' is not what was written"
            "license_keys", "license_bees", "the list 'license_bees' is not what was written" ] do
          testCaseTask $"a file in which {before} was made {after}" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  do! begun folder
                  let text = Text.Encoding.Latin1.GetString(File.ReadAllBytes folder.File)
                  Expect.stringContains text before "it stands in it"
                  File.WriteAllBytes(folder.File, Text.Encoding.Latin1.GetBytes(text.Replace(before, after)))
                  let! sentence = untouched folder.File (fun () -> Kept.startOn folder.File ignore)
                  Expect.stringContains sentence $"The data file {folder.File} is damaged: " "what it is"
                  Expect.stringContains sentence what "and where"
              })

      testCaseTask "a file with a byte that is another one, wherever it is, unless nothing was kept in it" (fun () ->
          task {
              use folder = new Kept.Folder()
              do! begun folder

              let! expected =
                  task {
                      use! fake = Kept.startOn folder.File ignore
                      return! fake.ExportAsync()
                  }

              let good = File.ReadAllBytes folder.File
              let random = Random 11
              let mutable refused = 0

              for _ in 1..150 do
                  let bad = Array.copy good
                  let place = random.Next(100, bad.Length)
                  bad[place] <- bad[place] ^^^ byte (random.Next(1, 256))
                  File.WriteAllBytes(folder.File, bad)

                  try
                      use! fake = Kept.startOn folder.File ignore
                      let! found = fake.ExportAsync()
                      Kept.isSameDocument expected found $"the byte {place}"
                  with :? FakeDataException as wrong ->
                      refused <- refused + 1
                      Expect.stringContains wrong.Message folder.File $"the byte {place}"
                      Expect.isFalse (wrong.Message.TrimEnd('.').Contains ". ") $"one sentence: {wrong.Message}"
                      Expect.equal (File.ReadAllBytes folder.File) bad $"untouched, the byte {place}"

              Expect.isGreaterThan refused 30 "a good part of a file is what is kept in it"
          })

      testCaseTask "a file that another one has open" (fun () ->
          task {
              use folder = new Kept.Folder()
              use! fake = Kept.startOn folder.File ignore
              let! sentence = Kept.refusal (fun () -> Kept.startOn folder.File ignore)
              Expect.equal sentence $"The data file {folder.File} is in use by another process." ""
              let! customer = Given.customer "ada@acme.dev" fake
              Expect.equal (Json.text "email" customer) "ada@acme.dev" "the first one goes on"
          })

      testCaseTask "a folder that is none, a folder for a file, and one that takes no files" (fun () ->
          task {
              use folder = new Kept.Folder()
              let nowhere = Path.Combine(folder.Path, "no", "world.db")
              let! sentence = Kept.refusal (fun () -> Kept.startOn nowhere ignore)
              Expect.equal sentence $"""There is no folder {Path.Combine(folder.Path, "no")} for the data file.""" ""
              let! sentence = Kept.refusal (fun () -> Kept.startOn folder.Path ignore)
              Expect.equal sentence $"{folder.Path} is a folder, and no data file." ""

              if Directory.Exists "/proc" then
                  let! sentence = Kept.refusal (fun () -> Kept.startOn "/proc/world.db" ignore)

                  Expect.equal
                      sentence
                      "The data file /proc/world.db cannot be written: its folder or the file itself does not allow it."
                      ""
          })

      for name, change, expected in
          [ "another seed", (fun (options: FakePolarOptions) -> options.Seed <- 7), "was made with the seed 42, and not 7"
            "another token", (fun options -> options.AccessToken <- "polar_oat_other"), "was made with another access token"
            "another organization",
            (fun options -> options.OrganizationSlug <- "globex"),
            "was made with the organization acme, and not globex"
            "another start",
            (fun options -> options.StartTime <- Fake.startTime.AddDays 1.0),
            "was made with the start of the clock 2026-03-01T12:00:00Z, and not 2026-03-02T12:00:00Z"
            "other sample data",
            (fun options -> options.SampleData <- FakeSampleData.Full),
            "was made with the sample data Usual, and not Full" ] do
          testCaseTask $"a file of a world with {name}" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  do! begun folder
                  let! sentence = untouched folder.File (fun () -> Kept.startOn folder.File change)
                  Expect.stringContains sentence expected ""
                  Expect.isFalse (sentence.Contains "polar_oat") "no secret"
              }) ]

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

let private full =
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
              let! now = emails fake
              Expect.equal now made "memory is what the file is"
              let! health = Http.anonymous "GET" "/_fake/health" None fake
              Expect.equal (Json.text "status" health.Json) "degraded" "and says so"
              Expect.stringContains (Json.text "data.error" health.Json) "the disk is full" "why"
              Expect.isFalse (fake.Webhooks.Events |> Seq.exists _.Json.Contains($"client{made.Length}@")) "nobody was told"
              fake.DataFile.LimitGrowth -1
              let! _ = Given.customer "later@acme.dev" fake
              let! health = Http.anonymous "GET" "/_fake/health" None fake
              Expect.equal (Json.text "status" health.Json) "ok" "all is well again"
              let! expected = emails fake
              do! fake.DisposeAsync()
              use! fake = Kept.startOn folder.File ignore
              let! kept = emails fake
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

[<Tests>]
let tests =
    testList
        "data files"
        [ testList "what is kept" keeping
          testList "what is refused" refusals
          testList "what cannot be written" full ]
