/// Moves of the clock: one after the other, as far as time goes, and none outlives a reset.
module Polar.FakeServer.Tests.Execution.ClockMoveTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private move (body: string) fake =
    Http.anonymous "POST" "/_fake/clock" (Some body) fake

let private frozen () =
    Fake.startWith (fun options ->
        options.FreezeClock <- true
        options.WallClock <- TimeProvider.System)

[<Tests>]
let tests =
    testList
        "moves of the clock"
        [ testCaseTask "that are asked for at once follow each other" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answers = Task.WhenAll [| for _ in 1..20 -> move """{"advance":"P1D"}""" fake |]
                  Expect.all answers (fun answer -> answer.Status = 200) "all are made"
                  Expect.equal fake.Clock.UtcNow (Fake.startTime.AddDays 20.0) "twenty days"
                  do! Task.WhenAll [| for _ in 1..20 -> fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.0) |]
                  Expect.equal fake.Clock.UtcNow (Fake.startTime.AddDays(20.0).AddHours 20.0) "twenty hours"
              })

          testCaseTask "end with a reset, whatever hangs, and leave the clock where the reset put it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! _, called = Machinery.hanging [ "subscription.cycled" ] fake
                  let over = move """{"advance":"P2M"}""" fake
                  do! called
                  let inProcess = fake.Clock.AdvanceAsync "P1Y"
                  do! fake.ResetAsync()
                  let! answer = over
                  Expect.equal answer.Status 409 "the call"
                  Expect.stringContains (Json.text "detail" answer.Json) "was reset while its clock was moving" "why"

                  do!
                      task {
                          try
                              do! inProcess
                              failtest "The move should have ended."
                          with :? OperationCanceledException ->
                              ()
                      }

                  Expect.equal fake.Clock.UtcNow Fake.startTime "the clock"
                  let! list = Http.get "/v1/customers/" fake
                  Expect.equal (Json.whole "pagination.total_count" list.Json) 0L "the world"
                  do! fake.Clock.AdvanceAsync "P1D"
                  Expect.equal fake.Clock.UtcNow (Fake.startTime.AddDays 1.0) "and moves again"
              })

          for body in
              [ """{"advance":"P7000Y"}"""
                """{"advance":"P99999Y"}"""
                """{"set":"9000-01-02T00:00:00Z"}"""
                """{"set":"9999-12-31T23:59:59Z"}""" ] do
              testCaseTask $"past the year 9000 are refused: {body}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = move body fake
                      Expect.equal answer.Status 400 "status"
                      Expect.stringContains (Json.text "detail" answer.Json) "no further than 9000-01-01" "why"
                      Expect.equal fake.Clock.UtcNow Fake.startTime "it has not moved"
                  })

          testCaseTask "past the year 9000 are refused in the process too" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for move in
                      [ (fun () -> fake.Clock.AdvanceAsync TimeSpan.MaxValue)
                        (fun () -> fake.Clock.AdvanceAsync "P8000Y")
                        (fun () -> fake.Clock.SetAsync DateTimeOffset.MaxValue) ] do
                      do!
                          task {
                              try
                                  do! move ()
                                  failtest "It should be refused."
                              with :? ArgumentOutOfRangeException ->
                                  ()
                          }

                  do! fake.Clock.SetAsync(DateTimeOffset(8999, 12, 31, 0, 0, 0, TimeSpan.Zero))
                  Expect.equal fake.Clock.UtcNow.Year 8999 "but no sooner"
              })

          testCaseTask "are all that moves a frozen clock" (fun () ->
              task {
                  use! fake = frozen ()
                  Expect.equal fake.Clock.UtcNow Fake.startTime "where it was put"
                  let! customer = Given.customer "ada@acme.dev" fake
                  Expect.equal (Json.text "created_at" customer) "2026-03-01T12:00:00Z" "stands"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromTicks 12_345_678L)
                  Expect.equal fake.Clock.UtcNow (Fake.startTime.AddTicks 12_345_670L) "to the microsecond"
                  do! fake.ResetAsync()
                  Expect.equal fake.Clock.UtcNow Fake.startTime "and back"
              })

          testCaseTask "a frozen clock that was given no time starts now, and comes back to that" (fun () ->
              task {
                  use! fake =
                      Fake.startWith (fun options ->
                          options.StartTime <- Nullable()
                          options.FreezeClock <- true
                          options.WallClock <- TimeProvider.System)

                  let start = fake.Clock.UtcNow
                  do! fake.Clock.AdvanceAsync "P1D"
                  do! fake.ResetAsync()
                  Expect.equal fake.Clock.UtcNow start "the same"
              }) ]
