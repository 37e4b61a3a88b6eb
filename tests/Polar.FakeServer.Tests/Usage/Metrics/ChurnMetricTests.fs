/// Subscriptions that leave.
module Polar.FakeServer.Tests.Usage.Metrics.ChurnMetricTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Billing.Subscriptions
open Polar.FakeServer.Tests
open Polar.FakeServer.Usage.Metrics
open Polar.Functional.Contracts

let private leaving =
    testList
        "churn"
        [ testCaseTask "is the share of those that were canceled in the thirty days before" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  let! _ =
                      Figures.subscribe (Figures.running product customer 10000L "2024-01-01") fake

                  let! _ =
                      Figures.subscribe
                          { Figures.running product customer 10000L "2024-01-01" with
                              Canceled = Some "2024-02-15"
                              Ends = Some "2024-03-01"
                              Ended = Some "2024-03-01" }
                          fake

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-03-01"
                          ""
                          [ "active_subscriptions", [ "2"; "2"; "1" ], "1"
                            "canceled_subscriptions", [ "0"; "1"; "0" ], "1"
                            "churned_subscriptions", [ "0"; "0"; "1" ], "1"
                            "churn_rate", [ "0"; "0"; "0.5" ], "0.5" ]
                          fake
              })

          testCaseTask "rolls from day to day" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  for _ in 1..4 do
                      let! _ =
                          Figures.subscribe (Figures.running product customer 10000L "2024-01-01") fake

                      ()

                  let! _ =
                      Figures.subscribe
                          { Figures.running product customer 10000L "2024-01-01" with
                              Canceled = Some "2024-02-01"
                              Ends = Some "2024-03-01"
                              Ended = Some "2024-03-01" }
                          fake

                  let! metrics = Figures.read (Figures.asked "2024-01-01" "2024-03-15" "day" "") fake

                  let expected =
                      [ for day in 0..74 ->
                            let date = DateOnly(2024, 1, 1).AddDays day

                            if date >= DateOnly(2024, 2, 2) && date <= DateOnly(2024, 3, 2) then
                                "0.2"
                            else
                                "0" ]

                  Expect.equal (Figures.of' "churn_rate" metrics) expected "a fifth for thirty days"

                  // A year looks ahead: all five ran when 2024 began, and four when 2025 did.
                  let! years = Figures.read (Figures.asked "2024-01-01" "2025-12-31" "year" "") fake
                  Expect.equal (Figures.of' "churn_rate" years) [ "0.2"; "0" ] "years"
                  Expect.equal (Figures.total "churn_rate" years) "0" "the last year"
              })

          testCaseTask "is told by reason, and none is another" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  let reasons =
                      [ for reason in CustomerCancellationReason.KnownValues -> Some reason ]

                  for place, reason in List.indexed (None :: reasons) do
                      let month = if place % 2 = 0 then "01" else "02"

                      let! _ =
                          Figures.subscribe
                              { Figures.running product customer 10000L "2023-01-01" with
                                  Canceled = Some $"2024-{month}-10"
                                  Reason = reason
                                  Ends = Some "2024-12-31" }
                              fake

                      ()

                  let! metrics = Figures.read (Figures.asked "2024-01-01" "2024-02-29" "month" "") fake

                  Figures.check
                      [ "canceled_subscriptions", [ "5"; "4" ], "9"
                        for place, reason in List.indexed reasons do
                            let reason = reason.Value.Value
                            let january, february = (if place % 2 = 0 then 0, 1 else 1, 0)
                            let january = if reason = "other" then january + 1 else january
                            $"canceled_subscriptions_{reason}", [ string january; string february ], string (january + february) ]
                      metrics
              })

          testCaseTask "is none of one whose cancellation was taken back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  let path = $"""/v1/subscriptions/{Json.text "id" subscription}"""

                  let! canceled =
                      Http.patch path """{"cancel_at_period_end":true,"customer_cancellation_reason":"unused"}""" fake

                  Expect.equal canceled.Status 200 canceled.Text

                  let asked = Figures.asked "2026-03-01" "2026-03-31" "month" ""
                  let! metrics = Figures.read asked fake

                  Figures.check
                      [ "canceled_subscriptions", [ "1" ], "1"
                        "canceled_subscriptions_unused", [ "1" ], "1"
                        "committed_subscriptions", [ "0" ], "0" ]
                      metrics

                  let! uncanceled = Http.patch path """{"cancel_at_period_end":false}""" fake
                  Expect.equal uncanceled.Status 200 uncanceled.Text
                  let! metrics = Figures.read asked fake

                  Figures.check
                      [ "canceled_subscriptions", [ "0" ], "0"
                        "canceled_subscriptions_unused", [ "0" ], "0"
                        "committed_subscriptions", [ "1" ], "1"
                        "active_subscriptions", [ "1" ], "1"
                        // The price has the Swedish tax in it.
                        "monthly_recurring_revenue", [ "1520" ], "1520" ]
                      metrics
              })

          testCaseTask "of one that comes and goes in one period is no new subscription" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  let! _ =
                      Figures.subscribe
                          { Figures.running product customer 0L "2024-01-01" with
                              Canceled = Some "2024-01-01T00:01"
                              Ends = Some "2024-01-15"
                              Ended = Some "2024-01-15" }
                          fake

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-02-01"
                          ""
                          [ "new_subscriptions", [ "0"; "0" ], "0"
                            "active_subscriptions", [ "0"; "0" ], "0"
                            "canceled_subscriptions", [ "1"; "0" ], "1"
                            "churned_subscriptions", [ "1"; "0" ], "1" ]
                          fake
              }) ]

[<Tests>]
let tests = testList "metrics of subscriptions" [ leaving ]
