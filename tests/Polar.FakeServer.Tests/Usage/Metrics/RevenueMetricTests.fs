/// Orders, and what they earn.
module Polar.FakeServer.Tests.Usage.Metrics.RevenueMetricTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Usage.Metrics.RevenueShop

let private numbers (day: DateOnly) (slugs: string list) (metrics: System.Text.Json.Nodes.JsonNode) =
    let period = Json.items "periods" metrics |> List.item (day.DayOfYear - 1)
    slugs |> List.map (fun slug -> (Json.at slug period).ToJsonString())

let private slugs =
    [ "orders"
      "revenue"
      "cumulative_revenue"
      "average_order_value"
      "one_time_products"
      "one_time_products_revenue"
      "new_subscriptions"
      "new_subscriptions_revenue"
      "renewed_subscriptions"
      "renewed_subscriptions_revenue"
      "active_subscriptions"
      "monthly_recurring_revenue" ]

let private revenue =
    testList
        "revenue"
        [ testCaseTask "goes to the days on which it was earned" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = open' fake
                  let! metrics = Figures.read (Figures.asked "2024-01-01" "2024-12-31" "day" "") fake

                  for (month: int), (day: int), expected in
                      [ 1, 1, "3 120000 130000 40000 1 10000 2 110000 0 0 2 18333"
                        1, 2, "0 0 130000 0 0 0 0 0 0 0 2 18333"
                        2, 1, "1 10000 140000 10000 0 0 0 0 1 10000 2 18333"
                        6, 1, "1 10000 150000 10000 0 0 1 10000 0 0 3 28333"
                        12, 31, "0 0 150000 0 0 0 0 0 0 0 3 28333" ] do
                      Expect.equal (numbers (DateOnly(2024, month, day)) slugs metrics |> String.concat " ") expected $"{month}/{day}"

                  Expect.equal
                      (slugs |> List.map (fun slug -> Figures.total slug metrics) |> String.concat " ")
                      "5 140000 150000 28000.0 1 10000 3 120000 1 10000 3 28333"
                      "totals"
              })

          testCaseTask "of a year is that of its days, and nothing is renewed within the year" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = open' fake
                  let! metrics = Figures.read (Figures.asked "2024-01-01" "2024-12-31" "year" "") fake

                  Expect.equal
                      (slugs
                       |> List.map (fun slug -> Figures.of' slug metrics |> List.exactlyOne)
                       |> String.concat " ")
                      "5 140000 150000 28000 1 10000 3 130000 0 0 3 28333"
                      "2024"
              })

          testCaseTask "of days before the first one is in the cumulative figures alone" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = open' fake

                  do!
                      Figures.checkMonths
                          "2024-01-11"
                          "2024-03-15"
                          ""
                          [ "revenue", [ "0"; "10000"; "0" ], "10000"
                            "cumulative_revenue", [ "130000"; "140000"; "140000" ], "140000"
                            "net_cumulative_revenue", [ "130000"; "140000"; "140000" ], "140000"
                            "orders", [ "0"; "1"; "0" ], "1"
                            // These count from the beginning of the month.
                            "new_subscriptions", [ "2"; "0"; "0" ], "2"
                            "new_subscriptions_revenue", [ "0"; "0"; "0" ], "0" ]
                          fake
              })

          testCaseTask "is of orders that are paid, even where something went back of them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.oneTime fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  for status in OrderStatus.KnownValues do
                      let! _ =
                          Figures.sell
                              { Figures.sale product customer 1000L "2024-01-01" with
                                  Status = status }
                              fake

                      ()

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-01-31"
                          ""
                          [ "orders", [ "3" ], "3"
                            "revenue", [ "3000" ], "3000"
                            "one_time_products", [ "3" ], "3" ]
                          fake
              })

          testCaseTask "is without tax, and average values are rounded up" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.oneTime fake
                  let! customer = Figures.customer "ada@acme.dev" fake

                  for net in [ 1000L; 1000L; 1001L ] do
                      let! _ = Figures.sell (Figures.sale product customer net "2024-01-01") fake
                      ()

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-02-29"
                          ""
                          [ "revenue", [ "3001"; "0" ], "3001"
                            "average_order_value", [ "1001"; "0" ], "1000.3333333333334"
                            "net_average_order_value", [ "1001"; "0" ], "1000.3333333333334" ]
                          fake
              }) ]

let private filters =
    testList
        "metrics are narrowed"
        [ for name, query, orders, cumulative, active, renewed in
              [ "to nothing but what there is", (fun _ -> ""), "5", "150000", "3", "1"
                "to a product", (fun shop -> $"&product_id={shop.Once}"), "1", "20000", "0", "0"
                "to several products", (fun shop -> $"&product_id={shop.Once}&product_id={shop.Monthly}"), "4", "50000", "2", "1"
                "to an unknown product", (fun _ -> $"&product_id={unknown}"), "0", "0", "0", "0"
                "to what is bought once", (fun _ -> "&billing_type=one_time"), "1", "20000", "0", "0"
                "to what recurs", (fun _ -> "&billing_type=recurring"), "4", "130000", "3", "1"
                "to both", (fun _ -> "&billing_type=one_time&billing_type=recurring"), "5", "150000", "3", "1"
                "to a product of another type", (fun shop -> $"&product_id={shop.Once}&billing_type=recurring"), "0", "0", "0", "0"
                "to a customer", (fun shop -> $"&customer_id={shop.Customer}"), "5", "150000", "3", "1"
                "to another customer", (fun _ -> $"&customer_id={unknown}"), "0", "0", "0", "0" ] do
              testCaseTask name (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! shop = open' fake

                      let! metrics =
                          Figures.read (Figures.asked "2024-01-01" "2024-12-31" "day" (query shop)) fake

                      Expect.equal
                          ([ "orders"
                             "cumulative_revenue"
                             "active_subscriptions"
                             "renewed_subscriptions" ]
                           |> List.map (fun slug -> Figures.total slug metrics))
                          [ orders; cumulative; active; renewed ]
                          "totals"
                  })

          testCaseTask "to an organization" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = open' fake

                  for organization, orders in [ fake.Organization.Id.ToString(), "5"; unknown, "0" ] do
                      let! metrics =
                          Figures.read (Figures.asked "2024-01-01" "2024-12-31" "month" $"&organization_id={organization}") fake

                      Expect.equal (Figures.total "orders" metrics) orders organization
              }) ]

[<Tests>]
let tests = testList "metrics of revenue" [ revenue; filters ]
