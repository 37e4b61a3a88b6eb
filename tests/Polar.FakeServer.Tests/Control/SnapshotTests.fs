/// Worlds that are kept, gone back to and forked.
module Polar.FakeServer.Tests.Control.SnapshotTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private emails (fake: FakePolar) =
    task {
        let! answer = Http.get "/v1/customers/?sorting=created_at&limit=100" fake
        return Json.items "items" answer.Json |> List.map (Json.text "email")
    }

let private orders (fake: FakePolar) =
    task {
        let! answer = Http.get "/v1/orders/" fake
        return Json.whole "pagination.total_count" answer.Json
    }

let private call method path body fake = Http.anonymous method path body fake

let private ofHttp =
    testList
        "over HTTP"
        [ testCaseTask "what came after is gone, what was there is back, and so is the time" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! kept = call "POST" "/_fake/snapshots" (Some """{"name":"bought"}""") fake
                  Expect.equal (kept.Status, kept.Text) (201, """{"name":"bought","clock":"2026-03-01T12:00:00Z"}""") "kept"
                  do! fake.Clock.AdvanceAsync "P2M"
                  let! _ = Given.customer "eve@acme.dev" fake
                  let! later = orders fake
                  Expect.equal later 3L "two renewals"

                  for _ in 1..2 do
                      let! restored = call "POST" "/_fake/snapshots/bought/restore" None fake
                      Expect.equal (restored.Status, restored.Text) (200, kept.Text) "restored"
                      let! there = emails fake
                      Expect.equal there [ "ada@acme.dev" ] "only she"
                      let! count = orders fake
                      Expect.equal count 1L "no renewal yet"
                      Expect.equal fake.Clock.UtcNow Fake.startTime "the time of it"
                      do! fake.Clock.AdvanceAsync "P1M"
                      let! again = orders fake
                      Expect.equal again 2L "what was due is due again"
              })

          testCaseTask "they are listed in their order, replaced by name, let go one by one, and outlive a reset" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = call "POST" "/_fake/snapshots" None fake
                  Expect.equal (Json.text "name" first.Json) "snapshot-1" "a name of its own"
                  let! _ = call "POST" "/_fake/snapshots" (Some """{"name":"mine"}""") fake
                  do! fake.Clock.AdvanceAsync "P1D"
                  let! _ = call "POST" "/_fake/snapshots" (Some """{"name":"mine"}""") fake
                  do! fake.ResetAsync()
                  let! listed = call "GET" "/_fake/snapshots" None fake

                  Expect.equal
                      (Json.items "snapshots" listed.Json
                       |> List.map (fun entry -> Json.text "name" entry, Json.text "clock" entry))
                      [ "snapshot-1", "2026-03-01T12:00:00Z"; "mine", "2026-03-02T12:00:00Z" ]
                      "both"

                  let! gone = call "DELETE" "/_fake/snapshots/snapshot-1" None fake
                  Expect.equal gone.Status 204 "let go"

                  for method, path in
                      [ "DELETE", "/_fake/snapshots/snapshot-1"
                        "POST", "/_fake/snapshots/snapshot-1/restore" ] do
                      let! missing = call method path None fake
                      Expect.equal missing.Status 404 path
                      Expect.equal (Json.text "detail" missing.Json) "There is no such snapshot." path
              })

          for body, said in
              [ """{"name":""}""", "'name' is not made of"
                """{"name":"a/b"}""", "'name' is not made of"
                """{"name":7}""", "'name' is not a string."
                """{"title":"x"}""", "no member 'title'" ] do
              testCaseTask $"refuses {body}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = call "POST" "/_fake/snapshots" (Some body) fake
                      Expect.equal answer.Status 400 answer.Text
                      Expect.stringContains (Json.text "detail" answer.Json) said "a sentence"
                  }) ]

let private ofTests =
    testList
        "in a test"
        [ testCaseTask "a fake goes back to its snapshot, and draws the same ids again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let snapshot = fake.Snapshot()
                  let! first = Given.customer "ada@acme.dev" fake
                  do! fake.RestoreAsync snapshot
                  let! none = emails fake
                  Expect.isEmpty none "nobody"
                  let! again = Given.customer "ada@acme.dev" fake
                  Expect.equal (again.ToJsonString()) (first.ToJsonString()) "all of it"
              })

          testCaseTask "a fork has what was there, and shares nothing from then on" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  do! fake.Clock.AdvanceAsync "P1D"
                  use! fork = fake.ForkAsync()
                  Expect.equal fork.Organization.Id fake.Organization.Id "the same organization"
                  Expect.equal fork.Clock.UtcNow fake.Clock.UtcNow "the same time"
                  let! _ = Given.customer "eve@acme.dev" fork
                  do! fork.Clock.AdvanceAsync "P1M"
                  let! ofFork = emails fork
                  let! ofFake = emails fake
                  Expect.equal (ofFake, ofFork) ([ "ada@acme.dev" ], [ "ada@acme.dev"; "eve@acme.dev" ]) "each its own"
                  let! ordersOfFork = orders fork
                  let! ordersOfFake = orders fake
                  Expect.equal (ordersOfFake, ordersOfFork) (1L, 2L) "each its own time"
                  do! fork.ResetAsync()
                  let! back = emails fork
                  Expect.equal back [ "ada@acme.dev" ] "a fork starts over from where it began"
                  do! fake.RestoreAsync(fork.Snapshot())
              })

          testCaseTask "a fork is there in less than a millisecond, sample data and all" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.Empty <- false)
                  let fastest = ref TimeSpan.MaxValue

                  // The fastest of many: others use the machine too.
                  for _ in 1..200 do
                      let started = System.Diagnostics.Stopwatch.GetTimestamp()
                      let! fork = fake.ForkAsync()
                      fastest.Value <- min fastest.Value (System.Diagnostics.Stopwatch.GetElapsedTime started)
                      do! fork.DisposeAsync()

                  Expect.isLessThan fastest.Value (TimeSpan.FromMilliseconds 1.) "of two hundred forks"
              })

          testCaseTask "a fork of a fake on a socket is in this process" (fun () ->
              task {
                  use! fake = FakePolar.ListenAsync(0, Fake.options ())
                  let! _ = Given.customer "ada@acme.dev" fake
                  use! fork = fake.ForkAsync()
                  do! fake.DisposeAsync()
                  let! there = emails fork
                  Expect.equal there [ "ada@acme.dev" ] "it is there without the other"
              })

          testCaseTask "a snapshot of another organization's fake is refused" (fun () ->
              task {
                  use! fake = Fake.start ()
                  use! other = Fake.startWith (fun options -> options.Seed <- 43)

                  let isRefused =
                      try
                          fake.RestoreAsync(other.Snapshot()).Wait()
                          false
                      with :? ArgumentException as wrong ->
                          wrong.Message.StartsWith "The snapshot is of a fake with another organization."

                  Expect.isTrue isRefused "refused"
              }) ]

[<Tests>]
let tests = testList "snapshots" [ ofHttp; ofTests ]
