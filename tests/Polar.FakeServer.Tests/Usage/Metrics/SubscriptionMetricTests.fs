/// Subscriptions that run, and what they earn a month.
module Polar.FakeServer.Tests.Usage.Metrics.SubscriptionMetricTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Billing.Subscriptions
open Polar.FakeServer.Tests
open Polar.FakeServer.Usage.Metrics
open Polar.Functional.Contracts


/// What a subscription earns a month: amount, interval, and the amount of a month.
let private monthlyAmounts =
    [ 100000L, 1L, RecurringInterval.Year, 8333L
      5000L, 2L, RecurringInterval.Week, 10833L
      5000L, 1L, RecurringInterval.Week, 21667L
      100L, 1L, RecurringInterval.Day, 3042L
      30000L, 3L, RecurringInterval.Month, 10000L
      10000L, 1L, RecurringInterval.Month, 10000L
      100000L, 2L, RecurringInterval.Year, 4167L
      0L, 1L, RecurringInterval.Month, 0L ]

let private amounts =
    testList
        "the monthly amount"
        [ for net, count, interval, expected in monthlyAmounts do
              testCaseTask $"of {net} every {count} {interval.Value} is {expected}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product = Figures.monthly fake
                      let! customer = Figures.customer "ada@acme.dev" fake

                      let! _ =
                          Figures.subscribe
                              { Figures.running product customer net "2024-01-01" with
                                  Every = count, interval }
                              fake

                      do!
                          Figures.checkMonths
                              "2024-01-01"
                              "2024-01-31"
                              ""
                              [ "monthly_recurring_revenue", [ string expected ], string expected
                                "annual_recurring_revenue", [ string (expected * 12L) ], string (expected * 12L)
                                "committed_annual_recurring_revenue", [ string (expected * 12L) ], string (expected * 12L) ]
                              fake
                  }) ]

let private recurring =
    testList
        "recurring revenue"
        [ testCaseTask "of one that will end is there until then, and never committed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  let! _ =
                      Figures.subscribe (Figures.running product customer 10000L "2024-01-01") fake

                  let! _ =
                      Figures.subscribe
                          { Figures.running product customer 10000L "2024-02-01" with
                              Ends = Some "2024-03-01" }
                          fake

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-03-01"
                          ""
                          [ "monthly_recurring_revenue", [ "10000"; "20000"; "10000" ], "10000"
                            "committed_monthly_recurring_revenue", [ "10000"; "10000"; "10000" ], "10000"
                            "active_subscriptions", [ "1"; "2"; "1" ], "1"
                            "committed_subscriptions", [ "1"; "1"; "1" ], "1"
                            "annual_recurring_revenue", [ "120000"; "240000"; "120000" ], "120000"
                            "churned_subscriptions", [ "0"; "0"; "1" ], "1" ]
                          fake
              })

          testCaseTask "is divided among the customers who have subscriptions" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! ada = Figures.customer "ada@acme.dev" fake
                  let! eve = Figures.customer "eve@acme.dev" fake
                  let! _ = Figures.subscribe (Figures.running product ada 10000L "2024-01-01") fake

                  let! _ =
                      Figures.subscribe
                          { Figures.running product eve 100000L "2024-01-01" with
                              Every = 1L, RecurringInterval.Year }
                          fake

                  // A second one of the same customer makes her no second customer.
                  let! _ = Figures.subscribe (Figures.running product ada 10000L "2024-02-01") fake

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-02-29"
                          ""
                          [ "monthly_recurring_revenue", [ "18333"; "28333" ], "28333"
                            "average_revenue_per_user", [ "9167"; "14167" ], "14167" ]
                          fake
              })

          testCaseTask "leaves trials out until the period in which they end" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  let! _ =
                      Figures.subscribe (Figures.running product customer 10000L "2024-01-01") fake

                  let trial =
                      { Figures.running product customer 10000L "2024-01-01" with
                          TrialEnd = Some "2024-03-01"
                          Status = SubscriptionStatus.Trialing }

                  let! _ = Figures.subscribe trial fake
                  let! _ = Figures.subscribe { trial with Ends = Some "2024-02-20" } fake

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-03-01"
                          ""
                          [ "active_subscriptions", [ "3"; "2"; "2" ], "2"
                            "monthly_recurring_revenue", [ "10000"; "10000"; "20000" ], "20000"
                            "committed_monthly_recurring_revenue", [ "10000"; "10000"; "20000" ], "20000"
                            "trial_monthly_recurring_revenue", [ "20000"; "10000"; "0" ], "0"
                            "trial_committed_monthly_recurring_revenue", [ "10000"; "10000"; "0" ], "0" ]
                          fake
              })

          testCaseTask "counts whatever the status" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  for status in SubscriptionStatus.KnownValues do
                      let! _ =
                          Figures.subscribe
                              { Figures.running product customer 100L "2024-01-01" with
                                  Status = status }
                              fake

                      ()

                  let count = SubscriptionStatus.KnownValues.Count

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-01-31"
                          ""
                          [ "active_subscriptions", [ string count ], string count
                            "monthly_recurring_revenue", [ string (100 * count) ], string (100 * count) ]
                          fake
              })

          testCaseTask "counts only what overlaps the days that are asked for" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! customer = Figures.customer "ada@acme.dev" fake
                  let! _ = Figures.subscribe (Figures.running product customer 100L "2024-02-01") fake
                  let! _ = Figures.subscribe (Figures.running product customer 200L "2024-02-15") fake

                  // It is over before the first day, though within the month of it.
                  let! _ =
                      Figures.subscribe
                          { Figures.running product customer 400L "2023-11-01" with
                              Ended = Some "2024-01-05" }
                          fake

                  do!
                      Figures.checkMonths
                          "2024-01-10"
                          "2024-02-11"
                          ""
                          [ "active_subscriptions", [ "0"; "1" ], "1"
                            "monthly_recurring_revenue", [ "0"; "100" ], "100"
                            "churned_subscriptions", [ "0"; "0" ], "0"
                            "new_subscriptions", [ "0"; "1" ], "1" ]
                          fake
              }) ]

[<Tests>]
let tests = testList "metrics of subscriptions" [ amounts; recurring ]
