/// What meters have measured over time.
module Polar.FakeServer.Tests.Usage.Meters.QuantityTests

open System
open System.Globalization
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.Meters.Quantities

let private threeDays (values: string list list) =
    [ for day, numbers in List.indexed values do
          for number in numbers do
              use' $"2026-01-0{day + 1}T10:00:00Z" "ada" number ]

/// An aggregation, what is measured on three days, the rows, and the total.
let private byDay =
    [ "max", [ [ "10"; "20" ]; []; [ "15"; "5" ] ], [ 20M; 0M; 15M ], 20M
      "min", [ [ "10"; "20" ]; []; [ "15"; "5" ] ], [ 10M; 0M; 5M ], 5M
      "sum", [ [ "10"; "20" ]; []; [ "15"; "5" ] ], [ 30M; 0M; 20M ], 50M
      "avg", [ [ "10"; "20" ]; []; [ "15"; "5" ] ], [ 15M; 0M; 10M ], 12.5M
      "count", [ [ "10"; "20" ]; []; [ "15"; "5" ] ], [ 2M; 0M; 2M ], 4M
      "unique", [ [ "\"a\""; "\"b\""; "\"c\"" ]; []; [ "\"b\""; "\"c\""; "\"d\"" ] ], [ 3M; 0M; 3M ], 4M
      "unique", [ [ "1"; "\"1\""; "1.0"; "true"; "\"true\"" ]; []; [] ], [ 4M; 0M; 0M ], 4M
      "sum", [ [ "20"; "10"; "true"; "\"x\""; "\"10\"" ]; []; [] ], [ 30M; 0M; 0M ], 30M
      "sum", [ List.replicate 10 "0.1"; [ "-0.5" ]; [ "0.000000000001" ] ], [ 1M; -0.5M; 0.000000000001M ], 0.500000000001M ]

/// A zone and an interval, from when to when, the events' moments, and the rows.
let private zoned =
    [ "UTC",
      "hour",
      "2026-01-01T00:30:00Z",
      "2026-01-01T02:30:00Z",
      [ "2026-01-01T00:00:00Z"; "2026-01-01T02:59:59Z" ],
      [ "2026-01-01T00:30:00Z", 1M
        "2026-01-01T01:30:00Z", 0M
        "2026-01-01T02:30:00Z", 1M ]
      "Asia/Kolkata",
      "day",
      "2025-12-31T18:30:00Z",
      "2026-01-01T18:30:00Z",
      [ "2025-12-31T18:30:00Z"; "2026-01-01T18:29:59Z"; "2026-01-01T18:30:00Z" ],
      [ "2025-12-31T18:30:00Z", 2M; "2026-01-01T18:30:00Z", 1M ]
      // Clocks go forward on the 30th of March 2025: that day has 23 hours.
      "Europe/Berlin",
      "day",
      "2025-03-29T11:00:00Z",
      "2025-03-31T11:00:00Z",
      [ "2025-03-29T23:00:00Z"; "2025-03-30T21:59:59Z"; "2025-03-30T22:00:00Z" ],
      [ "2025-03-29T11:00:00Z", 0M
        "2025-03-30T10:00:00Z", 2M
        "2025-03-31T10:00:00Z", 1M ]
      "UTC",
      "week",
      "2026-01-07T00:00:00Z",
      "2026-01-14T00:00:00Z",
      [ "2026-01-05T00:00:00Z"; "2026-01-11T23:59:59Z"; "2026-01-12T00:00:00Z" ],
      [ "2026-01-07T00:00:00Z", 2M; "2026-01-14T00:00:00Z", 1M ]
      "UTC",
      "month",
      "2025-12-31T00:00:00Z",
      "2026-02-28T00:00:00Z",
      [ "2025-12-01T00:00:00Z"; "2026-01-31T00:00:00Z"; "2026-02-28T23:00:00Z" ],
      [ "2025-12-31T00:00:00Z", 1M
        "2026-01-31T00:00:00Z", 1M
        "2026-02-28T00:00:00Z", 1M ]
      "America/New_York",
      "year",
      "2025-06-01T00:00:00Z",
      "2026-06-01T00:00:00Z",
      [ "2025-01-01T04:59:59Z"; "2025-01-01T05:00:00Z"; "2026-01-01T04:59:59Z" ],
      [ "2025-06-01T00:00:00Z", 2M; "2026-06-01T00:00:00Z", 0M ] ]

/// An interval, the widest range of it, and one day more.
let private widest =
    [ "hour", 7; "day", 366; "week", 371; "month", 1460; "year", 3650 ]

[<Tests>]
let tests =
    testList
        "quantities of meters"
        [ testCaseTask "the example: rows keep the time of day of the start, and stand for whole days" (fun () ->
              task {
                  let! fake, meter =
                      measured
                          "sum"
                          [ use' "2026-01-01T01:00:00Z" "ada" "10"
                            use' "2026-01-01T13:00:00Z" "ada" "5"
                            use' "2026-01-03T20:00:00Z" "ada" "7" ]

                  use fake = fake

                  let! answer =
                      ask meter (range "day" "2026-01-01T12:00:00Z" "2026-01-03T12:00:00Z") fake

                  Expect.equal
                      (read answer)
                      ([ "2026-01-01T12:00:00Z", 15M
                         "2026-01-02T12:00:00Z", 0M
                         "2026-01-03T12:00:00Z", 7M ],
                       22M)
                      "rows and total"
              })

          for func, values, rows, total in byDay do
              testCaseTask $"{func} of {values}" (fun () ->
                  task {
                      let! fake, meter = measured func (threeDays values)
                      use fake = fake
                      let! answer = ask meter inThreeDays fake
                      Expect.equal (quantities answer) (rows, total) func
                  })

          for zone, interval, first, last, moments, rows in zoned do
              testCaseTask $"by {interval} in {zone}" (fun () ->
                  task {
                      let! fake, meter =
                          measured "count" [ for moment in moments -> use' moment "ada" "1" ]

                      use fake = fake
                      let! answer = ask meter $"{range interval first last}&timezone={zone}" fake
                      Expect.equal (fst (read answer)) rows "rows"
                  })

          testCaseTask "a mean and distinct values come of all events, whenever they happened" (fun () ->
              task {
                  for func, expected in [ "avg", 20M; "unique", 2M ] do
                      let! fake, meter =
                          measured
                              func
                              [ use' "2025-06-01T00:00:00Z" "ada" "30"
                                use' "2026-01-02T00:00:00Z" "ada" "10" ]

                      use fake = fake
                      let! answer = ask meter inThreeDays fake
                      Expect.equal (snd (quantities answer)) expected func
              })

          testCaseTask "the range may be so wide, and no wider" (fun () ->
              task {
                  use! fake = start ()
                  let! meter = Measuring.calls Measuring.count fake
                  let first = DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero)

                  for interval, days in widest do
                      let until (days: int) =
                          first.AddDays(days).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)

                      let! answer = ask meter (range interval "2023-01-01T00:00:00Z" (until days)) fake
                      Expect.equal answer.Status 200 interval

                      let! refused =
                          ask meter (range interval "2023-01-01T00:00:00Z" (until (days + 1))) fake

                      Refusal.invalid
                          [ "value_error",
                            "query",
                            "The interval is too small for the given date range. Use a larger interval or reduce the date range." ]
                          refused

                      Expect.equal
                          ((Json.at "detail.0.input" refused.Json).ToJsonString().Replace("\\u002B", "+"))
                          $"""["2023-01-01T00:00:00+00:00","{(until (days + 1)).Replace("Z", "+00:00")}","{interval}"]"""
                          "input"

                  let! backwards =
                      ask meter (range "day" "2024-01-02T00:00:00Z" "2024-01-01T00:00:00Z") fake

                  Expect.equal
                      (backwards.Status, Json.text "error" backwards.Json)
                      (422, "PolarRequestValidationError")
                      "from later to earlier"
              })

          testCaseTask "what is asked is checked" (fun () ->
              task {
                  use! fake = start ()
                  let! meter = Measuring.calls Measuring.count fake

                  for query, faults in
                      [ "",
                        [ "missing", "query.start_timestamp", "Field required"
                          "missing", "query.end_timestamp", "Field required"
                          "missing", "query.interval", "Field required" ]
                        "interval=day&start_timestamp=2024-01-01T00:00:00&end_timestamp=2024-01-02T00:00:00Z",
                        [ "timezone_aware", "query.start_timestamp", "Input should have timezone info" ]
                        range "day" "2022-12-31T23:59:59Z" "2023-01-02T00:00:00Z",
                        [ "greater_than_equal", "query.start_timestamp", "Input should be greater than or equal to 2023-01-01T00:00:00Z" ]
                        inThreeDays + "&timezone=Mars/Olympus", [ "TimeZoneName", "query.timezone", "Invalid timezone name." ]
                        range "decade" "2023-01-01T00:00:00Z" "2023-01-02T00:00:00Z",
                        [ "enum", "query.interval", "Input should be 'year', 'month', 'week', 'day' or 'hour'" ] ] do
                      let! answer = ask meter query fake
                      Refusal.malformed faults answer

                  let! answer = ask unknown inThreeDays fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" answer
              }) ]
