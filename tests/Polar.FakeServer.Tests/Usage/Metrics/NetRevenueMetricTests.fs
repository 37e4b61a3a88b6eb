/// What fees, refunds and disputes leave of what orders earn.
module Polar.FakeServer.Tests.Usage.Metrics.NetRevenueMetricTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Usage.Metrics.RevenueShop

let private net =
    testList
        "net revenue"
        [ testCaseTask "is what fees and refunds leave, in the period of the order" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! shop = open' fake

                  let! _ =
                      Figures.sell
                          { Figures.sale shop.Once shop.Customer 20000L "2024-03-05" with
                              Fee = 1050L
                              Refunded = 5000L
                              Status = OrderStatus.PartiallyRefunded }
                          fake

                  let! _ =
                      Figures.sell
                          { Figures.sale shop.Once shop.Customer 10000L "2024-03-20" with
                              Fee = 550L }
                          fake

                  do!
                      Figures.checkMonths
                          "2024-02-01"
                          "2024-04-30"
                          ""
                          [ "revenue", [ "10000"; "30000"; "0" ], "40000"
                            "net_revenue", [ "10000"; "23400"; "0" ], "33400"
                            "net_cumulative_revenue", [ "140000"; "163400"; "163400" ], "163400"
                            "cumulative_revenue", [ "140000"; "170000"; "170000" ], "170000"
                            "one_time_products_revenue", [ "0"; "30000"; "0" ], "30000"
                            "one_time_products_net_revenue", [ "0"; "23400"; "0" ], "23400"
                            "renewed_subscriptions_net_revenue", [ "10000"; "0"; "0" ], "10000"
                            "net_average_order_value", [ "10000"; "11700"; "0" ], "11133.333333333334" ]
                          fake
              })

          testCaseTask "of a purchase over the API is the amount without fee, tax and refund" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 10000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! order = Buying.only "/v1/orders/" fake
                  let fee = Json.whole "platform_fee_amount" order
                  let net = Json.whole "net_amount" order
                  Expect.isGreaterThan (Json.whole "tax_amount" order) 0L "there is a tax"
                  let asked = Figures.asked "2026-03-01" "2026-04-30" "month" ""
                  let! metrics = Figures.read asked fake

                  Figures.check
                      [ "revenue", [ string net; "0" ], string net
                        "net_revenue", [ string (net - fee); "0" ], string (net - fee) ]
                      metrics

                  // What goes back a month later counts where the order was made.
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 40.0)

                  let! refunded =
                      Http.post "/v1/refunds/" $"""{{"order_id":"{Json.text "id" order}","reason":"other","amount":1000}}""" fake

                  Expect.equal refunded.Status 201 refunded.Text
                  let! metrics = Figures.read asked fake

                  Figures.check
                      [ "revenue", [ string net; "0" ], string net
                        "net_revenue", [ string (net - fee - 1000L); "0" ], string (net - fee - 1000L) ]
                      metrics
              })

          testCaseTask "loses a dispute and its fee where the dispute is decided, in no average value" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 10000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! order = Buying.only "/v1/orders/" fake
                  let net = Json.whole "net_amount" order - Json.whole "platform_fee_amount" order
                  let! dispute = Disputes.raised (Json.text "id" order) fake
                  let asked = Figures.asked "2026-03-01" "2026-04-30" "month" ""
                  let! metrics = Figures.read asked fake
                  Figures.check [ "net_revenue", [ string net; "0" ], string net ] metrics

                  do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 40.0)
                  let! _ = Disputes.advanced dispute DisputeStatus.Lost fake
                  let! metrics = Figures.read asked fake
                  let lost = Json.whole "net_amount" order + 1500L

                  Figures.check
                      [ "net_revenue", [ string net; string -lost ], string (net - lost)
                        "net_cumulative_revenue", [ string net; string (net - lost) ], string (net - lost)
                        "net_average_order_value", [ string net; "0" ], $"{net - lost}.0"
                        "one_time_products_net_revenue", [ string net; "0" ], string net ]
                      metrics
              })

          testCaseTask "loses the fee of a dispute that is won" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 10000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! order = Buying.only "/v1/orders/" fake
                  let net = Json.whole "net_amount" order - Json.whole "platform_fee_amount" order
                  let! dispute = Disputes.raised (Json.text "id" order) fake
                  let! _ = Disputes.advanced dispute DisputeStatus.Won fake
                  let! metrics = Figures.read (Figures.asked "2026-03-01" "2026-03-31" "month" "") fake
                  Figures.check [ "net_revenue", [ string (net - 1500L) ], string (net - 1500L) ] metrics
                  let! later = Figures.read (Figures.asked "2026-04-01" "2026-04-30" "month" "") fake
                  Figures.check [ "net_cumulative_revenue", [ string (net - 1500L) ], string (net - 1500L) ] later
              }) ]

[<Tests>]
let tests = testList "metrics of revenue" [ net ]
