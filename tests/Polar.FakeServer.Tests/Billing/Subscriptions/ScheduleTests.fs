/// Periods, discounts and tries to collect, by the calendar.
module Polar.FakeServer.Tests.Billing.Subscriptions.ScheduleTests

open System
open Expecto
open FsCheck
open FsCheck.FSharp
open Polar.FakeServer.Billing.Dunning
open Polar.FakeServer.Billing.Subscriptions
open Polar.FakeServer.Tests

let private at = GivenPrices.at

let private interval = Gen.elements [ "day"; "week"; "month"; "year" ]

let private beginning =
    Gen.choose (0, 3000)
    |> Gen.map (fun days -> (at "2023-12-01T10:11:12Z").AddDays(float days))

let private periods =
    testList
        "periods"
        [ testCase "have no gap and no overlap, and end on the anchor's day or the month's last" (fun () ->
              let law (start: DateTimeOffset, interval: string, count: int) =
                  let mutable from = start

                  for _ in 1..24 do
                      let until = Periods.Next(from, interval, int64 count, start.Day)
                      Expect.isGreaterThan until from "forward"
                      Expect.equal until.TimeOfDay start.TimeOfDay "the time of day stays"

                      if interval = "month" || interval = "year" then
                          Expect.equal until.Day (min start.Day (DateTime.DaysInMonth(until.Year, until.Month))) "day"

                      from <- until

              let values =
                  gen {
                      let! start = beginning
                      let! interval = interval
                      let! count = Gen.choose (1, 12)
                      return start, interval, count
                  }

              Check.QuickThrowOnFailure(Prop.forAll (Arb.fromGen values) law)) ]

/// How many tries have failed, and in how many days the next one is.
let private tries =
    [ 1, Some 2.0; 2, Some 5.0; 3, Some 7.0; 4, Some 7.0; 5, None; 0, Some 7.0 ]

let private dunning =
    testList
        "tries to collect"
        [ testList
              "are spaced"
              [ for failures, days in tries ->
                    testCase $"behind {failures} that failed" (fun () ->
                        let now = at "2026-03-10T12:00:00Z"

                        Expect.equal
                            (DunningSchedule.Next(failures, now, Nullable now) |> Option.ofNullable)
                            (days |> Option.map now.AddDays)
                            "next") ]

          testCase "end when the deadline has passed" (fun () ->
              let since = at "2026-03-01T12:00:00Z"
              let deadline = at "2026-03-22T12:01:00Z"
              Expect.equal (DunningSchedule.Deadline since) deadline "21 days and a minute"
              Expect.isFalse (DunningSchedule.Next(1, deadline.AddSeconds 1.0, Nullable since).HasValue) "behind it"
              Expect.isTrue (DunningSchedule.Next(1, deadline, Nullable since).HasValue) "at it")

          testCase "wait for the deadline where they cannot help" (fun () ->
              let now = at "2026-03-01T12:00:00Z"

              for reason, isFinal in
                  [ "expired_card", true
                    "stolen_card", true
                    "blocklist", true
                    "insufficient_funds", false
                    "card_declined", false ] do
                  Expect.equal
                      (DunningSchedule.First(now, now, reason))
                      (if isFinal then
                           DunningSchedule.Deadline now
                       else
                           now.AddDays 2.0)
                      reason

              Expect.equal (DunningSchedule.First(now, now, null)) (now.AddDays 2.0) "no reason")

          testCase "are made on the hour" (fun () ->
              Expect.equal (DunningSchedule.Sweep(at "2026-03-10T12:00:00Z")) (at "2026-03-10T12:00:00Z") "on it"
              Expect.equal (DunningSchedule.Sweep(at "2026-03-10T12:00:01Z")) (at "2026-03-10T13:00:00Z") "behind it") ]

[<Tests>]
let tests = testList "schedules" [ periods; dunning ]
