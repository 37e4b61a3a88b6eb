/// Which metrics are shown, what they are made of, and their export.
module Polar.FakeServer.Tests.Usage.Metrics.MetricSelectionTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Usage.Events
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Usage.Metrics.CostMetricTests

let private names (path: string) (node: JsonNode) =
    [ for entry in (Json.at path node).AsObject() -> entry.Key ]

/// Every metric in Polar's order: its slug, its name, what its numbers are.
let private all =
    [ "active_subscriptions", "Active Subscriptions", "scalar"
      "committed_subscriptions", "Committed Subscriptions", "scalar"
      "monthly_recurring_revenue", "Monthly Recurring Revenue", "currency"
      "trial_monthly_recurring_revenue", "Trialing MRR Including Cancelations", "currency"
      "committed_monthly_recurring_revenue", "Committed Monthly Recurring Revenue", "currency"
      "trial_committed_monthly_recurring_revenue", "Trialing Monthly Recurring Revenue", "currency"
      "average_revenue_per_user", "Average Revenue Per User", "currency"
      "checkouts", "Checkouts", "scalar"
      "succeeded_checkouts", "Succeeded Checkouts", "scalar"
      "churned_subscriptions", "Churned Subscriptions", "scalar"
      "churn_rate", "Churn Rate", "percentage"
      "seats_total", "Seat Count", "scalar"
      "seats_claimed", "Claimed Seats", "scalar"
      "seats_pending", "Pending Seats", "scalar"
      "seat_customers", "Active Customers", "scalar"
      "new_seat_customers", "New Customers", "scalar"
      "churned_seat_customers", "Churned Customers", "scalar"
      "orders", "Orders", "scalar"
      "revenue", "Revenue", "currency"
      "net_revenue", "Net Revenue", "currency"
      "cumulative_revenue", "Cumulative Revenue", "currency"
      "net_cumulative_revenue", "Net Cumulative Revenue", "currency"
      "costs", "Costs", "currency_sub_cent"
      "cumulative_costs", "Cumulative Costs", "currency_sub_cent"
      "average_order_value", "Average Order Value", "currency"
      "net_average_order_value", "Net Average Order Value", "currency"
      "cost_per_user", "Cost Per User", "currency_sub_cent"
      "active_user_by_event", "Active User (By event)", "scalar"
      "one_time_products", "One-Time Products", "scalar"
      "one_time_products_revenue", "One-Time Products Revenue", "currency"
      "one_time_products_net_revenue", "One-Time Products Net Revenue", "currency"
      "new_subscriptions", "New Subscriptions", "scalar"
      "new_subscriptions_revenue", "New Subscriptions Revenue", "currency"
      "new_subscriptions_net_revenue", "New Subscriptions Net Revenue", "currency"
      "renewed_subscriptions", "Renewed Subscriptions", "scalar"
      "renewed_subscriptions_revenue", "Renewed Subscriptions Revenue", "currency"
      "renewed_subscriptions_net_revenue", "Renewed Subscriptions Net Revenue", "currency"
      "canceled_subscriptions", "Canceled Subscriptions", "scalar"
      "canceled_subscriptions_customer_service", "Canceled Subscriptions - Customer Service", "scalar"
      "canceled_subscriptions_low_quality", "Canceled Subscriptions - Low Quality", "scalar"
      "canceled_subscriptions_missing_features", "Canceled Subscriptions - Missing Features", "scalar"
      "canceled_subscriptions_switched_service", "Canceled Subscriptions - Switched Service", "scalar"
      "canceled_subscriptions_too_complex", "Canceled Subscriptions - Too Complex", "scalar"
      "canceled_subscriptions_too_expensive", "Canceled Subscriptions - Too Expensive", "scalar"
      "canceled_subscriptions_unused", "Canceled Subscriptions - Unused", "scalar"
      "canceled_subscriptions_other", "Canceled Subscriptions - Other", "scalar"
      "annual_recurring_revenue", "Annual Recurring Revenue", "currency"
      "committed_annual_recurring_revenue", "Committed Annual Recurring Revenue", "currency"
      "checkouts_conversion", "Checkouts Conversion Rate", "percentage"
      "ltv", "Lifetime Value", "currency"
      "gross_margin", "Gross Margin", "currency"
      "gross_margin_percentage", "Gross Margin %", "percentage"
      "cashflow", "Cashflow", "currency"
      "average_seats_per_customer", "Average Seats per Customer", "scalar"
      "seat_utilization_rate", "Seat Utilization Rate", "percentage" ]

let private shown =
    testList
        "what is shown"
        [ testCaseTask "is every metric where none is asked for, in Polar's order" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! metrics = Figures.read (Figures.asked "2024-01-01" "2024-01-01" "day" "") fake
                  let slugs = [ for slug, _, _ in all -> slug ]
                  Expect.equal (names "periods.0" metrics) ("timestamp" :: slugs) "a period"
                  Expect.equal (names "totals" metrics) slugs "totals"
                  Expect.equal (names "metrics" metrics) slugs "descriptions"

                  for slug, name, kind in all do
                      Expect.equal
                          ((Json.at $"metrics.{slug}" metrics).ToJsonString())
                          $"""{{"slug":"{slug}","display_name":"{name}","type":"{kind}"}}"""
                          slug
              })

          testCaseTask "is nothing but what is asked for" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.get (Figures.asked "2024-01-01" "2024-01-01" "day" "&metrics=ltv&metrics=orders&metrics=orders") fake

                  Expect.equal
                      answer.Text
                      """{"periods":[{"timestamp":"2024-01-01T00:00:00Z","orders":0,"ltv":0}],"totals":{"orders":0,"ltv":0},"metrics":{"orders":{"slug":"orders","display_name":"Orders","type":"scalar"},"ltv":{"slug":"ltv","display_name":"Lifetime Value","type":"currency"}}}"""
                      "the metrics, and none of those that they are made of"
              })

          testCaseTask "is an average without a total where the sums are not asked for" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.oneTime fake
                  let! customer = Figures.customer "ada@acme.dev" fake
                  let! _ = Figures.sell (Figures.sale product customer 1500L "2024-01-01") fake

                  for query, total in
                      [ "&metrics=average_order_value", "0.0"
                        "&metrics=average_order_value&metrics=orders", "0.0"
                        "&metrics=average_order_value&metrics=orders&metrics=revenue", "1500.0"
                        // Cash flow is made of revenue.
                        "&metrics=average_order_value&metrics=orders&metrics=cashflow", "1500.0" ] do
                      let! metrics =
                          Figures.read (Figures.asked "2024-01-01" "2024-01-01" "day" query) fake

                      Figures.check [ "average_order_value", [ "1500" ], total ] metrics
              })

          testCaseTask "is nobody else's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 10000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! other = fake.CreateOrganizationAsync "other"
                  let path = Figures.asked "2026-03-01" "2026-03-31" "month" ""
                  let! own = Figures.read path fake
                  Expect.equal (Figures.total "orders" own) "1" "its own"
                  let! answer = Http.raw fake (Http.request "GET" path (Some other.AccessToken) None)

                  Expect.equal
                      (Figures.total "orders" answer.Json, Figures.total "active_user_by_event" answer.Json)
                      ("0", "0")
                      "another's"
              }) ]

let private exports =
    testList
        "the export"
        [ testCaseTask "has a row a period, times with their offset, and no totals" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.oneTime fake
                  let! customer = Figures.customer "ada@acme.dev" fake
                  let! _ = Figures.sell (Figures.sale product customer 1500L "2024-01-01") fake
                  let! _ = record "call" (Choice1Of3 customer) (Some 0.5m) "2024-01-01" fake

                  let! answer =
                      Http.get
                          "/v1/metrics/export?start_date=2024-01-01&end_date=2024-01-02&interval=day&timezone=Asia/Kolkata&metrics=costs&metrics=orders&metrics=gross_margin_percentage&metrics=active_user_by_event"
                          fake

                  Expect.equal
                      answer.Text
                      "Timestamp,Orders,Costs,Active User (By event),Gross Margin %\r\n2023-12-31T18:30:00+00:00,1,0.5,1,0.9996666666666667\r\n2024-01-01T18:30:00+00:00,0,0,0,0.9996666666666667\r\n"
                      "rows"

                  Expect.equal answer.Headers["content-type"] "text/csv; charset=utf-8" "type"
                  Expect.stringContains answer.Headers["content-disposition"] "polar-metrics.csv" "name"
              })

          testCaseTask "has all metrics where none is asked for" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.get "/v1/metrics/export?start_date=2024-01-01&end_date=2024-01-01&interval=day" fake

                  let lines = answer.Text.Split "\r\n"
                  Expect.equal lines[0] (String.Join(',', "Timestamp" :: [ for _, name, _ in all -> name ])) "headers"
                  Expect.hasLength (lines[1].Split ',') (all.Length + 1) "numbers"
              }) ]

[<Tests>]
let tests = testList "figures" [ shown; exports ]
