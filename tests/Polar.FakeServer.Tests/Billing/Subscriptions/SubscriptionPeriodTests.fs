module Polar.FakeServer.Tests.Billing.Subscriptions.SubscriptionPeriodTests

open System
open Expecto
open Polar.FakeServer.Tests

/// The day that a subscription begins, its interval, and the days that its periods end.
let private periods =
    [ "2024-01-31", "month", 1, [ "2024-02-29"; "2024-03-31"; "2024-04-30"; "2024-05-31"; "2024-06-30" ]
      "2025-01-30", "month", 1, [ "2025-02-28"; "2025-03-30"; "2025-04-30" ]
      "2025-08-31", "month", 6, [ "2026-02-28"; "2026-08-31"; "2027-02-28" ]
      "2024-02-29", "year", 1, [ "2025-02-28"; "2026-02-28"; "2027-02-28"; "2028-02-29" ]
      "2024-01-15", "month", 2, [ "2024-03-15"; "2024-05-15"; "2024-07-15" ]
      "2024-02-28", "day", 1, [ "2024-02-29"; "2024-03-01"; "2024-03-02" ]
      "2024-02-26", "week", 2, [ "2024-03-11"; "2024-03-25" ] ]

[<Tests>]
let tests =
    testList
        "periods of a subscription"
        [ testList
              "go by the calendar"
              [ for start, interval, count, ends in periods ->
                    testCaseTask $"{start}, every {count} {interval}" (fun () ->
                        task {
                            let moment = DateTimeOffset.Parse(start + "T09:30:00Z")

                            use! fake =
                                Fake.startWith (fun options ->
                                    options.StartTime <- moment
                                    options.WallClock <- StandingClock moment)

                            let! product =
                                Given.create
                                    "/v1/products/"
                                    $"""{{"name":"Pro","recurring_interval":"{interval}","recurring_interval_count":{count},"prices":[{{"amount_type":"fixed","price_amount":0}}]}}"""
                                    fake

                            let! customer = Given.customer "ada@acme.dev" fake

                            let! begun =
                                Given.create
                                    "/v1/subscriptions/"
                                    $"""{{"product_id":"{Json.text "id" product}","customer_id":"{Json.text "id" customer}"}}"""
                                    fake

                            Expect.equal (Json.text "current_period_end" begun) (List.head ends + "T09:30:00Z") "the first"

                            for previous, next in List.pairwise ends do
                                do! fake.Clock.SetAsync(DateTimeOffset.Parse(previous + "T09:30:00Z"))
                                let! subscription = Buying.only "/v1/subscriptions/" fake
                                Expect.equal (Json.text "current_period_start" subscription) (previous + "T09:30:00Z") "start"
                                Expect.equal (Json.text "current_period_end" subscription) (next + "T09:30:00Z") "end"
                        }) ]

          testCaseTask "behind a trial they end on the day that the trial ended" (fun () ->
              task {
                  let moment = DateTimeOffset(2026, 4, 28, 0, 0, 0, TimeSpan.Zero)

                  use! fake =
                      Fake.startWith (fun options ->
                          options.StartTime <- moment
                          options.WallClock <- StandingClock moment)

                  let! product =
                      Buying.monthlyWith (Buying.fixedPrice 1000) ""","trial_interval":"day","trial_interval_count":7""" fake

                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  let! trialing = Buying.only "/v1/subscriptions/" fake
                  Expect.equal (Json.text "status" trialing) "trialing" "status"
                  Expect.equal (Json.text "trial_start" trialing) "2026-04-28T00:00:00Z" "start"
                  Expect.equal (Json.text "current_period_end" trialing) "2026-05-05T00:00:00Z" "end"
                  let! order = Buying.only "/v1/orders/" fake
                  Expect.equal (Json.whole "total_amount" order) 0L "nothing yet"

                  Expect.equal (Json.text "items.0.label" order) "Trial period for Pro (Apr 28, 2026 - May 5, 2026)" "what it is for"

                  do! fake.Clock.AdvanceAsync "P7D"
                  let! active = Buying.only "/v1/subscriptions/" fake
                  Expect.equal (Json.text "status" active) "active" "status"
                  Expect.equal (Json.text "current_period_end" active) "2026-06-05T00:00:00Z" "end"
                  Expect.equal (Json.text "trial_end" active) "2026-05-05T00:00:00Z" "it stays"
              })

          testCaseTask "a product that is not free is not given away" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! paid = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! once = Buying.once (Buying.fixedPrice 0) fake
                  let! free = Buying.monthly (Buying.fixedPrice 0) fake
                  let nobody = "0e0e0e0e-0000-4000-8000-000000000001"
                  let! customer = Given.customer "ada@acme.dev" fake
                  let id = Json.text "id" customer

                  for product, buyer, place, message in
                      [ nobody, id, "product_id", "Product does not exist."
                        once, id, "product_id", "Product is not a recurring product."
                        paid,
                        id,
                        "product_id",
                        "Product is not free. The customer should go through a checkout to create a paid subscription."
                        free, nobody, "customer_id", "Customer does not exist." ] do
                      let! answer =
                          Http.post "/v1/subscriptions/" $"""{{"product_id":"{product}","customer_id":"{buyer}"}}""" fake

                      Faults.one answer ("value_error", $"""["body","{place}"]""", message)
              })

          testCaseTask "invoices and receipts are counted for each customer" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! book = Buying.once (Buying.fixedPrice 0) fake

                  for product, email in [ book, "ada@acme.dev"; product, "ada@acme.dev"; product, "eve@acme.dev" ] do
                      let! session = Buying.session product "" fake
                      let! answer = Buying.confirm (Buying.french email) session fake
                      Buying.succeeds answer |> ignore
                      do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.0)

                  do! fake.Clock.AdvanceAsync "P1M"
                  let! orders = Http.get "/v1/orders/?sorting=created_at" fake

                  let numbers =
                      [ for order in Json.items "items" orders.Json ->
                            Json.text "customer.email" order,
                            (Json.text "invoice_number" order).Split '-' |> Array.last,
                            (if Json.isNull "receipt_number" order then
                                 "-"
                             else
                                 (Json.text "receipt_number" order).Split '-' |> Array.last) ]

                  Expect.equal
                      numbers
                      [ "ada@acme.dev", "0001", "-"
                        "ada@acme.dev", "0002", "0001"
                        "eve@acme.dev", "0001", "0001"
                        "ada@acme.dev", "0003", "0002"
                        "eve@acme.dev", "0002", "0002" ]
                      "numbers"

                  let first = Json.at "items.0" orders.Json
                  let parts = (Json.text "invoice_number" first).Split '-'
                  Expect.equal parts[0] "ACME" "prefix"
                  Expect.equal parts[1].Length 10 "the customer's letters"
              }) ]
