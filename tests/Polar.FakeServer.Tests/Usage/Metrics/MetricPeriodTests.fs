/// How days are cut into periods: by the calendar, by the clocks of a time zone, and not too finely.
module Polar.FakeServer.Tests.Usage.Metrics.MetricPeriodTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Time
open Polar.Functional.Contracts

let private periods (first: string) (last: string) (interval: string) (zone: string) =
    CalendarPeriods(DateOnly.Parse first, DateOnly.Parse last, TimeInterval interval, TimeZoneInfo.FindSystemTimeZoneById zone)

let private starts (periods: CalendarPeriods) =
    [ for period in 0 .. periods.Count - 1 -> (periods.Start period).ToString "yyyy-MM-ddTHH:mmZ" ]

/// Ranges, and when their periods begin.
let private cuts =
    [ "2024-01-10", "2024-03-01", "month", "UTC", [ "2024-01-01T00:00Z"; "2024-02-01T00:00Z"; "2024-03-01T00:00Z" ]
      "2024-01-10", "2024-01-22", "week", "UTC", [ "2024-01-08T00:00Z"; "2024-01-15T00:00Z"; "2024-01-22T00:00Z" ]
      "2024-01-14", "2024-01-14", "week", "UTC", [ "2024-01-08T00:00Z" ]
      "2023-06-15", "2024-01-01", "year", "UTC", [ "2023-01-01T00:00Z"; "2024-01-01T00:00Z" ]
      "2024-01-01", "2024-01-02", "day", "Asia/Kolkata", [ "2023-12-31T18:30Z"; "2024-01-01T18:30Z" ]
      "2024-03-30", "2024-04-01", "day", "Europe/Paris", [ "2024-03-29T23:00Z"; "2024-03-30T23:00Z"; "2024-03-31T22:00Z" ]
      "2024-10-26", "2024-10-28", "day", "Europe/Paris", [ "2024-10-25T22:00Z"; "2024-10-26T22:00Z"; "2024-10-27T23:00Z" ]
      "2024-03-01", "2024-04-30", "month", "America/New_York", [ "2024-03-01T05:00Z"; "2024-04-01T04:00Z" ]
      // Midnight is skipped in São Paulo, and comes twice in Havana: the day begins with the first moment of it.
      "2018-11-03", "2018-11-05", "day", "America/Sao_Paulo", [ "2018-11-03T03:00Z"; "2018-11-04T03:00Z"; "2018-11-05T02:00Z" ]
      "2024-11-02", "2024-11-04", "day", "America/Havana", [ "2024-11-02T04:00Z"; "2024-11-03T04:00Z"; "2024-11-04T05:00Z" ] ]

let private counts =
    [ "year", 1; "month", 12; "week", 53; "day", 366; "hour", 8784 ]

let private cutting =
    testList
        "days are cut"
        [ for first, last, interval, zone, expected in cuts do
              test $"from {first} to {last} into periods of a {interval} in {zone}" {
                  let periods = periods first last interval zone
                  Expect.equal (starts periods) expected "beginnings"

                  for period in 0 .. periods.Count - 1 do
                      Expect.equal (periods.Of(periods.Start period)) period "a beginning is in its period"
                      Expect.equal (periods.Of((periods.Start period).AddTicks -1L)) (period - 1) "what is before it is not"
              }

          for interval, count in counts do
              test $"2024 has {count} of a {interval}" {
                  Expect.equal (periods "2024-01-01" "2024-12-31" interval "UTC").Count count "periods"
              }

          for zone, day, hours in
              [ "Europe/Paris", "2024-03-31", 23
                "Europe/Paris", "2024-10-27", 25
                "Europe/Paris", "2024-06-01", 24
                "America/New_York", "2024-03-10", 23
                "Australia/Adelaide", "2024-04-07", 25 ] do
              test $"{day} has {hours} hours in {zone}" {
                  let periods = periods day day "hour" zone
                  Expect.equal periods.Count hours "hours"
                  Expect.equal (periods.Start hours - periods.Start 0) (TimeSpan.FromHours(float hours)) "one follows the other"
              }

          for first, last, interval in
              [ "0001-01-01", "0001-01-02", "day"
                "0001-01-01", "0001-01-01", "week"
                "9999-12-31", "9999-12-31", "hour"
                "9999-12-31", "9999-12-31", "day"
                "9999-12-27", "9999-12-31", "week"
                "9999-12-31", "9999-12-31", "month"
                "9999-01-01", "9999-12-31", "year" ] do
              for zone in [ "UTC"; "Asia/Tokyo"; "America/Los_Angeles" ] do
                  testCaseTask $"at the end of the calendar, from {first} to {last} by {interval} in {zone}" (fun () ->
                      task {
                          use! fake = Fake.start ()

                          let! metrics =
                              Figures.read (Figures.asked first last interval $"&timezone={zone}") fake

                          Expect.isNonEmpty (Json.items "periods" metrics) "periods"
                      }) ]

let private shown =
    testList
        "metrics by period"
        [ testCaseTask "are of the days of the time zone" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.oneTime fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  for created in [ "2024-01-01T18:29:59"; "2024-01-01T18:30:00"; "2024-01-02T18:30:00" ] do
                      let! _ = Figures.sell (Figures.sale product customer 100L created) fake
                      ()

                  let! metrics =
                      Figures.read (Figures.asked "2024-01-01" "2024-01-02" "day" "&timezone=Asia/Kolkata&metrics=orders") fake

                  Expect.equal
                      (Json.items "periods" metrics |> List.map _.ToJsonString())
                      [ """{"timestamp":"2023-12-31T18:30:00Z","orders":1}"""
                        """{"timestamp":"2024-01-01T18:30:00Z","orders":1}""" ]
                      "the third one is of the third day"
              })

          testCaseTask "of hours are right when the clocks go back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.oneTime fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  // Half past two comes twice in Paris.
                  for created, net in [ "2024-10-27T00:30:00", 1L; "2024-10-27T01:30:00", 10L ] do
                      let! _ = Figures.sell (Figures.sale product customer net created) fake
                      ()

                  let! metrics =
                      Figures.read (Figures.asked "2024-10-27" "2024-10-27" "hour" "&timezone=Europe/Paris&metrics=revenue") fake

                  let numbers = Figures.of' "revenue" metrics
                  Expect.hasLength numbers 25 "hours"
                  Expect.equal numbers[1..4] [ "0"; "1"; "10"; "0" ] "two hours"
              })

          testCaseTask "of hours are of the hour" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.oneTime fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  let! _ =
                      Figures.sell (Figures.sale product customer 10000L "2024-01-15T06:30:00") fake

                  let! _ =
                      Figures.sell (Figures.sale product customer 20000L "2024-01-15T22:45:00") fake

                  let! metrics = Figures.read (Figures.asked "2024-01-15" "2024-01-15" "hour" "") fake
                  let revenue = Figures.of' "revenue" metrics
                  Expect.hasLength revenue 24 "hours"
                  Expect.equal (revenue[6], revenue[22], Figures.total "revenue" metrics) ("10000", "20000", "30000") "revenue"
                  let cumulative = Figures.of' "cumulative_revenue" metrics
                  Expect.equal cumulative[5..7] [ "0"; "10000"; "10000" ] "cumulative"
              }) ]

let private tooFine (first: string) (last: string) (interval: string) =
    $"""{{"error":"PolarRequestValidationError","detail":[{{"type":"value_error","loc":["query"],"msg":"The interval is too small for the given date range. Use a larger interval or reduce the date range.","input":["{first}","{last}","{interval}"]}}]}}"""

let private limits =
    testList
        "limits"
        [ testCaseTask "are told" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.get "/v1/metrics/limits" fake

                  Expect.equal
                      answer.Text
                      """{"min_date":"2023-01-01","intervals":{"hour":{"min_days":0,"max_days":7},"day":{"min_days":0,"max_days":366},"week":{"min_days":14,"max_days":371},"month":{"min_days":60,"max_days":1460},"year":{"min_days":366,"max_days":3650}}}"""
                      "limits"
              })

          for first, fits, exceeds, interval in
              [ "2024-01-01", "2024-01-08", "2024-01-09", "hour"
                "2024-01-01", "2025-01-01", "2025-01-02", "day"
                "2024-01-01", "2025-01-06", "2025-01-07", "week"
                "2020-01-01", "2023-12-31", "2024-01-01", "month"
                "2020-01-01", "2029-12-29", "2029-12-30", "year" ] do
              for path in [ "/v1/metrics/"; "/v1/metrics/export" ] do
                  testCaseTask $"of {path} by {interval} are kept" (fun () ->
                      task {
                          use! fake = Fake.start ()

                          let query last =
                              $"{path}?start_date={first}&end_date={last}&interval={interval}"

                          let! most = Http.get (query fits) fake
                          Expect.equal most.Status 200 most.Text
                          let! refused = Http.get (query exceeds) fake
                          Expect.equal (refused.Status, refused.Text) (422, tooFine first exceeds interval) "too many days"
                      })

          testCaseTask "have the first day before the last" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! refused = Http.get (Figures.asked "2024-01-02" "2024-01-01" "day" "") fake
                  Expect.equal (refused.Status, refused.Text) (422, tooFine "2024-01-02" "2024-01-01" "day") "backwards"
              })

          testCaseTask "neither have a least number of days nor an earliest one" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for interval in [ "hour"; "day"; "week"; "month"; "year" ] do
                      let! metrics =
                          Figures.read (Figures.asked "1999-05-05" "1999-05-05" interval "") fake

                      Expect.hasLength (Json.items "periods" metrics) (if interval = "hour" then 24 else 1) interval
              })

          for path in [ "/v1/metrics/"; "/v1/metrics/export" ] do
              testCaseTask $"of {path} are the metrics that there are" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! refused =
                          Http.get
                              $"{path}?start_date=2024-01-01&end_date=2023-01-02&interval=day&metrics=zeta&metrics=orders&metrics=alpha&metrics=zeta"
                              fake

                      Expect.equal
                          (refused.Status, refused.Text)
                          (422,
                           """{"error":"PolarRequestValidationError","detail":[{"type":"value_error","loc":["query","metrics"],"msg":"Invalid metric slugs: alpha, zeta","input":["zeta","orders","alpha","zeta"]}]}""")
                          "before the range is looked at"
                  }) ]

[<Tests>]
let tests = testList "metrics over time" [ cutting; shown; limits ]
