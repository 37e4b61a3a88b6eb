/// Intervals by the calendar of a time zone, around changes of its clocks.
module Polar.FakeServer.Tests.Time.ZoneCalendarTests

open System
open Expecto
open FsCheck
open Polar.FakeServer.Time
open Polar.Functional.Contracts
open Polar.FakeServer.Tests

let private calendar (zone: string) =
    ZoneCalendar(TimeZoneInfo.FindSystemTimeZoneById zone)

let private instant (text: string) = DateTimeOffset.Parse text

let private shown (moment: DateTimeOffset) =
    moment.UtcDateTime.ToString "yyyy-MM-ddTHH:mm"

let private series zone interval (start: string) (count: int) =
    let calendar = calendar zone

    (instant start, [ 1 .. count - 1 ])
    ||> List.scan (fun moment _ -> calendar.Next(moment, TimeInterval interval))
    |> List.map shown

/// A zone, an interval, where the series starts, and the series in UTC.
let private steps =
    [ "UTC", "hour", "2024-01-01T00:30Z", [ "2024-01-01T00:30"; "2024-01-01T01:30" ]
      "UTC", "month", "2024-01-31T12:00Z", [ "2024-01-31T12:00"; "2024-02-29T12:00"; "2024-03-29T12:00" ]
      "UTC", "year", "2024-02-29T12:00Z", [ "2024-02-29T12:00"; "2025-02-28T12:00"; "2026-02-28T12:00" ]
      "UTC", "week", "2024-02-26T12:00Z", [ "2024-02-26T12:00"; "2024-03-04T12:00" ]
      // A day in which an hour is missing, and one that has an hour twice.
      "Europe/Berlin", "day", "2024-03-30T11:00Z", [ "2024-03-30T11:00"; "2024-03-31T10:00"; "2024-04-01T10:00" ]
      "Europe/Berlin", "day", "2024-10-26T10:00Z", [ "2024-10-26T10:00"; "2024-10-27T11:00" ]
      "Europe/Berlin", "hour", "2024-03-31T00:30Z", [ "2024-03-31T00:30"; "2024-03-31T01:30" ]
      // Half past two does not exist that day: half past three, and so from then on.
      "Europe/Berlin", "day", "2024-03-30T01:30Z", [ "2024-03-30T01:30"; "2024-03-31T01:30"; "2024-04-01T01:30" ]
      // Half past two comes twice that day: the second one.
      "Europe/Berlin", "day", "2024-10-26T00:30Z", [ "2024-10-26T00:30"; "2024-10-27T01:30"; "2024-10-28T01:30" ]
      "America/New_York", "week", "2024-03-08T17:00Z", [ "2024-03-08T17:00"; "2024-03-15T16:00" ]
      "Asia/Kolkata", "month", "2023-12-31T18:30Z", [ "2023-12-31T18:30"; "2024-01-31T18:30"; "2024-02-29T18:30" ] ]

/// A zone, an interval, a moment, and from when to when what it is in lasts.
let private wholes =
    [ "UTC", "hour", "2024-01-01T00:30Z", "2024-01-01T00:00", "2024-01-01T01:00"
      "Asia/Kolkata", "hour", "2024-01-01T00:10Z", "2023-12-31T23:30", "2024-01-01T00:30"
      "UTC", "week", "2024-01-07T23:59Z", "2024-01-01T00:00", "2024-01-08T00:00"
      "Europe/Berlin", "day", "2024-03-31T12:00Z", "2024-03-30T23:00", "2024-03-31T22:00"
      "Europe/Berlin", "day", "2024-10-27T12:00Z", "2024-10-26T22:00", "2024-10-27T23:00"
      "Europe/Berlin", "month", "2024-03-31T23:00Z", "2024-03-31T22:00", "2024-04-30T22:00"
      "America/New_York", "year", "2024-06-01T00:00Z", "2024-01-01T05:00", "2025-01-01T05:00"
      // Midnight does not exist: the day begins at one.
      "Africa/Cairo", "day", "2024-04-26T12:00Z", "2024-04-25T22:00", "2024-04-26T21:00"
      // Midnight comes twice: the day begins with the first one.
      "America/Havana", "day", "2024-11-03T12:00Z", "2024-11-03T04:00", "2024-11-04T05:00" ]

let private zones =
    [ "UTC"
      "Europe/Berlin"
      "America/New_York"
      "America/Havana"
      "Africa/Cairo"
      "Asia/Kolkata"
      "Australia/Lord_Howe"
      "Pacific/Auckland" ]

[<Tests>]
let tests =
    testList
        "the calendar of a time zone"
        [ for zone, interval, start, expected in steps do
              testCase $"{interval}s from {start} in {zone}" (fun () ->
                  Expect.equal (series zone interval start expected.Length) expected "series")

          for zone, interval, moment, first, behind in wholes do
              testCase $"the {interval} of {moment} in {zone}" (fun () ->
                  let struct (start, ending) =
                      (calendar zone).Around(instant moment, TimeInterval interval)

                  Expect.equal (shown start, shown ending) (first, behind) "from when to when")

          testCase "days follow on each other without a gap, and every moment is in its own" (fun () ->
              let check (NonNegativeInt minutes) =
                  let moment = (instant "2023-01-01T00:00Z").AddMinutes(float (minutes % 2_000_000))

                  for zone in zones do
                      for interval in [ "day"; "week"; "month"; "year" ] do
                          let calendar = calendar zone
                          let struct (start, ending) = calendar.Around(moment, TimeInterval interval)
                          Expect.isTrue (start <= moment && moment < ending) $"{moment} in the {interval} of {zone}"
                          let struct (next, _) = calendar.Around(ending, TimeInterval interval)
                          Expect.equal next ending $"what follows the {interval} of {moment} in {zone}"

              Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(2_000_000), check)) ]
