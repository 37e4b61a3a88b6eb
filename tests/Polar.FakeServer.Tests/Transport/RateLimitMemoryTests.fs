/// What rate limits remember of callers has an end, and is no more than so much.
module Polar.FakeServer.Tests.Transport.RateLimitMemoryTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Http
open Polar.FakeServer.Tests

/// A clock that is set by hand.
type private SetClock(start: DateTimeOffset) =
    inherit TimeProvider()
    member val Now = start with get, set
    override clock.GetUtcNow() = clock.Now

let private ask (limiter: RateLimiter) (caller: string) : Nullable<int> =
    limiter.RetryAfter("/v1/products/", null, caller)

[<Tests>]
let tests =
    testList
        "what rate limits remember"
        [ testCase "is dropped when it has expired" (fun () ->
              let clock = SetClock Fake.startTime
              let limiter = RateLimiter(FakeRateLimits.Sandbox, clock)

              for minute in 1..50 do
                  clock.Now <- clock.Now.AddMinutes 2.0

                  for caller in 1..500 do
                      Expect.isFalse (ask limiter $"10.{minute}.0.{caller}").HasValue "each comes once"

              Expect.isLessThan limiter.Remembered 2500 "of 25,000 callers only those of the last minutes are left")

          testCase "is bounded, however many come within a minute, and those who come last are counted" (fun () ->
              let clock = SetClock Fake.startTime
              let limiter = RateLimiter(FakeRateLimits.Sandbox, clock)

              for caller in 1..120_000 do
                  clock.Now <- clock.Now.AddTicks 1L
                  ask limiter $"caller {caller}" |> ignore

              Expect.isLessThanOrEqual limiter.Remembered RateLimiter.MostCallers "no more"
              let asked = [ for _ in 1..100 -> ask limiter "caller 120000" ]
              Expect.equal (asked |> List.filter _.HasValue |> List.length) 1 "it had asked once before")

          testCase "is short, however long what a caller sends is, and still tells callers apart" (fun () ->
              let limiter = RateLimiter(FakeRateLimits.Sandbox, SetClock Fake.startTime)
              let token (end': string) = String('x', 100_000) + end'

              let passed (bearer: string) =
                  [ for _ in 1..61 -> limiter.RetryAfter("/v1/products/", bearer, "10.0.0.1") ]
                  |> List.filter (fun wait -> not wait.HasValue)
                  |> List.length

              let before = GC.GetAllocatedBytesForCurrentThread()
              Expect.equal (passed (token "a")) 60 "a stranger's limit"
              Expect.equal (passed (token "b")) 60 "another one's"
              Expect.isLessThan limiter.Remembered 10 "two callers"
              Expect.isGreaterThan before 0L "")

          Fake.test "is no more once the clock was put back" (fun _ ->
              task {
                  use! fake =
                      Fake.startWith (fun options -> options.RateLimits <- FakeRateLimits.Sandbox)

                  let confirm () =
                      Http.anonymous "POST" "/v1/checkouts/client/polar_c_x/confirm" (Some "{}") fake

                  do! fake.Clock.AdvanceAsync "P1Y"

                  for _ in 1..7 do
                      let! _ = confirm ()
                      ()

                  let! blocked = confirm ()
                  Expect.equal blocked.Status 429 "in a year"
                  do! fake.ResetAsync()
                  let! again = confirm ()
                  Expect.notEqual again.Status 429 "that year has not come"
              }) ]
