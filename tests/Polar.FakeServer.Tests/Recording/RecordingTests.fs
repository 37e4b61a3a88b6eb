/// What was recorded of a fake is repeated on another one: the same answers, the same world.
module Polar.FakeServer.Tests.Recording.RecordingTests

open System
open System.IO
open System.Net
open System.Net.Http
open System.Text
open System.Text.Json.Nodes
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// A file that is not there yet, and is gone in the end.
let private scratch (play: string -> Task<unit>) : Task<unit> =
    task {
        let folder = Directory.CreateTempSubdirectory "polar-recording-"

        try
            do! play (Path.Combine(folder.FullName, "recording.jsonl"))
        finally
            folder.Delete true
    }

/// What happens in a fake, recorded.
let private recorded (file: string) (change: FakePolarOptions -> unit) (play: FakePolar -> Task<unit>) : Task<unit> =
    task {
        use! fake =
            Fake.startWith (fun options ->
                options.RecordTo <- file
                change options)

        do! play fake
    }

let private steps (file: string) : JsonNode list =
    File.ReadAllLines file |> Array.map Json.parse |> List.ofArray |> List.tail

let private kinds (file: string) =
    steps file |> List.map (Json.text "kind")

let private same (file: string) : Task<FakeReplay> =
    task {
        let! replay = FakePolar.ReplayAsync file
        Expect.isNull replay.Difference "nothing is different"
        return replay
    }

/// A recording with one of its lines changed.
let private edit (file: string) (change: string -> string) =
    File.WriteAllLines(file, File.ReadAllLines file |> Array.map change)

/// A body whose length nobody says.
type private Unsized(text: string) =
    inherit HttpContent()

    override _.SerializeToStreamAsync(stream: Stream, _: TransportContext | null) : Task =
        stream.WriteAsync(Encoding.UTF8.GetBytes text).AsTask()

    override _.TryComputeLength(length: byref<int64>) =
        length <- 0L
        false

let private raw (fake: FakePolar) (path: string) (content: HttpContent) =
    task {
        let request = new HttpRequestMessage(HttpMethod.Post, path, Content = content)

        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {fake.AccessToken}")
        |> ignore

        return! Http.raw fake request
    }

/// What a shop has to do with in a month, refusals included.
let private month (fake: FakePolar) : Task<unit> =
    task {
        let! product = Given.monthly 1900L fake
        let! customer, _ = Given.purchase product "ada@acme.dev" fake
        let! wrong = Http.post "/v1/customers/" """{"email":"x"}""" fake
        Expect.equal wrong.Status 422 "refused"
        let! stranger = Http.anonymous "GET" "/v1/products/" None fake
        Expect.equal stranger.Status 401 "refused"
        let! unsized = raw fake "/v1/customers/" (new Unsized "{}")
        Expect.equal unsized.Status 411 "a body without a length"
        let! control = raw fake "/_fake/tokens" (new Unsized """{"kind":"organization"}""")
        Expect.equal control.Status 201 control.Text
        let! _ = Http.post "/_fake/clock" """{"advance":"P1M"}""" fake
        let! orders = Http.get "/v1/orders/" fake
        Expect.equal (Json.whole "pagination.total_count" orders.Json) 2L "bought and renewed"

        let! _ =
            Http.patch $"""/v1/customers/{Json.text "id" customer}""" """{"name":"Ada"}""" fake

        let! _ = Http.post "/_fake/snapshots" """{"name":"month"}""" fake
        let! _ = Http.delete $"""/v1/customers/{Json.text "id" customer}""" fake
        let! _ = Http.post "/_fake/snapshots/month/restore" "" fake
        let! page = Http.anonymous "GET" "/_fake/requests" None fake
        Expect.equal page.Status 200 "what was asked"
        do! fake.Clock.AdvanceAsync "P3D"
    }

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

let private endpoints =
    [ testCaseTask "what endpoints answered is repeated, and nothing is sent" (fun () ->
          scratch (fun file ->
              task {
                  let mutable deliveries = 0

                  do!
                      recorded file ignore (fun fake ->
                          task {
                              let receive (_: FakeWebhookRequest) (_: CancellationToken) =
                                  deliveries <- deliveries + 1

                                  Task.FromResult(
                                      if deliveries % 2 = 1 then
                                          HttpStatusCode.InternalServerError
                                      else
                                          HttpStatusCode.Accepted
                                  )

                              let! receiver = fake.Webhooks.ReceiveAsync(receive, [ "customer.created" ])

                              for number in 1..3 do
                                  let! _ = Given.customer $"ada{number}@acme.dev" fake
                                  ()

                              do! fake.Webhooks.SettleAsync()
                              do! fake.Clock.AdvanceAsync "PT1H"
                              do! receiver.DisposeAsync()
                              let! log = Http.get "/v1/webhooks/deliveries" fake
                              Expect.equal (Json.whole "pagination.total_count" log.Json) (int64 deliveries) "attempts"
                          })

                  let before = deliveries
                  let! replay = same file
                  Expect.isTrue replay.IsComplete "to the end"
                  Expect.equal deliveries before "nothing was sent again"

                  let outcomes =
                      steps file
                      |> List.filter (fun step -> Json.text "kind" step = "delivery")
                      |> List.map (Json.whole "code")

                  Expect.equal outcomes.Length before "an outcome each"
                  Expect.contains outcomes 500L "a failure"
              }))

      testCaseTask "an app that calls the fake while its clock moves has its calls where they came" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file ignore (fun fake ->
                          task {
                              let receive (delivery: FakeWebhookRequest) (_: CancellationToken) =
                                  task {
                                      let order = Json.text "data.id" (Json.parse delivery.Body)
                                      let! answer = Http.patch $"/v1/orders/{order}" """{"billing_name":"Seen"}""" fake
                                      Expect.isLessThan answer.Status 500 answer.Text
                                      return HttpStatusCode.Accepted
                                  }

                              use! _ = fake.Webhooks.ReceiveAsync(receive, [ "order.paid" ])
                              let! product = Given.monthly 1900L fake
                              let! _ = Given.purchase product "ada@acme.dev" fake
                              let! moved = Http.post "/_fake/clock" """{"advance":"P3M"}""" fake
                              Expect.equal moved.Status 200 moved.Text
                          })

                  let! replay = same file
                  Expect.isTrue replay.IsComplete "to the end"

                  let patched =
                      steps file
                      |> List.filter (fun step -> Json.text "kind" step = "call" && Json.text "method" step = "PATCH")

                  Expect.hasLength patched 4 "one for each order"
                  Expect.hasLength (patched |> List.distinctBy (Json.text "time")) 4 "each in its month"
              }))

      testCaseTask "faults of webhooks befall the same ones" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file ignore (fun fake ->
                          task {
                              use! _ =
                                  fake.Webhooks.ReceiveAsync(
                                      (fun _ _ -> Task.FromResult HttpStatusCode.Accepted),
                                      [ "customer.created" ]
                                  )

                              for kind in [ "duplicate"; "skip"; "bad_signature" ] do
                                  let! added =
                                      Http.post "/_fake/faults" $"""{{"webhook":"{kind}","event":"customer.created","times":1}}""" fake

                                  Expect.equal added.Status 201 added.Text

                              let! failing =
                                  Http.post "/_fake/faults" """{"operation":"customers:create","status":503,"times":1}""" fake

                              Expect.equal failing.Status 201 failing.Text
                              let! failed = Http.post "/v1/customers/" """{"email":"nobody@acme.dev"}""" fake
                              Expect.equal failed.Status 503 "as asked for"

                              for number in 1..4 do
                                  let! _ = Given.customer $"ada{number}@acme.dev" fake
                                  ()

                              do! fake.Webhooks.SettleAsync()
                          })

                  let! replay = same file
                  Expect.isTrue replay.IsComplete "to the end"
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

let private look (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.get "/v1/products/" fake
        Expect.equal answer.Status 200 answer.Text
    }

let private files =
    [ for name, text, said in
          [ "an empty file", "", "It is empty."
            "a text", "hello\n", "Line 1: it is no JSON."
            "a list", "[]\n", "Line 1: it is no object."
            "other JSON", "{\"calls\":[]}\n", "Line 1: it is no recording of a fake."
            "a recording of later", "{\"format\":\"polar-fake recording\",\"version\":99}\n", "it is a recording of the version 99"
            "half a header", "{\"format\":\"polar-fake recording\",\"version\":1}\n", "it has no \"seed\"" ] do
          testCaseTask $"{name} is refused" (fun () ->
              scratch (fun file ->
                  task {
                      File.WriteAllText(file, text)

                      let! refused =
                          task {
                              try
                                  let! _ = FakePolar.ReplayAsync file
                                  return ""
                              with :? FormatException as refused ->
                                  return refused.Message
                          }

                      Expect.stringContains refused said "why"
                  }))

      testCaseTask "a line that is no step is refused, and numbered" (fun () ->
          scratch (fun file ->
              task {
                  do! recorded file ignore look
                  edit file (fun line -> line.Replace("\"kind\":\"call\"", "\"kind\":\"dance\""))

                  let! message =
                      task {
                          try
                              let! _ = FakePolar.ReplayAsync file
                              return ""
                          with :? FormatException as refused ->
                              return refused.Message
                      }

                  Expect.equal message "Line 2: there is no step of the kind \"dance\"." "where and why"
              }))

      testCaseTask "a last line that was not finished counts for nothing" (fun () ->
          scratch (fun file ->
              task {
                  do! recorded file ignore month
                  let lines = File.ReadAllLines file
                  let all = lines |> Array.filter _.Contains("\"kind\":\"call\"") |> Array.length
                  let kept = Array.truncate (lines.Length - 1) lines
                  let last = Array.last kept

                  File.WriteAllText(
                      file,
                      String.Join('\n', Array.truncate (kept.Length - 1) kept)
                      + "\n"
                      + last[.. last.Length / 2]
                  )

                  let! replay = same file
                  Expect.isFalse replay.IsComplete "it has no end"
                  Expect.isLessThanOrEqual replay.Calls all "what is there"
              }))

      testCaseTask "a file that is there is not written over, and what cannot be written is said" (fun () ->
          scratch (fun file ->
              task {
                  File.WriteAllText(file, "mine")

                  for path, said in [ file, "is there already"; Path.Combine(file, "inside"), "cannot be written" ] do
                      let! message =
                          task {
                              try
                                  do! recorded path ignore (fun _ -> Task.FromResult())
                                  return ""
                              with :? IOException as refused ->
                                  return refused.Message
                          }

                      Expect.stringContains message said path

                  Expect.equal (File.ReadAllText file) "mine" "untouched"
              }))

      testCaseTask "only its owner may read it: tokens are in it" (fun () ->
          scratch (fun file ->
              task {
                  if OperatingSystem.IsWindows() then
                      skiptest "Windows has other permissions"

                  do! recorded file ignore look
                  Expect.equal (File.GetUnixFileMode file) (UnixFileMode.UserRead ||| UnixFileMode.UserWrite) "mode"
                  let call = steps file |> List.head
                  Expect.stringContains ((Json.at "headers" call).ToJsonString()) "Bearer polar_oat_fake" "what was sent"
              }))

      testCaseTask "a call is in the file before it is answered" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file ignore (fun fake ->
                          task {
                              for number in 1..20 do
                                  let! _ = Given.customer $"ada{number}@acme.dev" fake

                                  let reader =
                                      new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))

                                  let text = reader.ReadToEnd()
                                  reader.Dispose()
                                  Expect.stringContains text $"ada{number}@acme.dev" "written"
                                  Expect.isTrue (text.EndsWith '\n') "as a whole line"
                          })
              }))

      testCaseTask "a fork is not recorded" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file ignore (fun fake ->
                          task {
                              use! fork = fake.ForkAsync()
                              let! _ = Given.customer "ada@acme.dev" fork
                              ()
                          })

                  Expect.equal (kinds file) [ "end" ] "nothing happened"
              })) ]

[<Tests>]
let tests = testList "recordings" (whole @ endpoints @ crowd @ differences @ files)
