/// Checkouts, seats, costs of events, figures that are made of others, which of them are shown, and their export.
module Polar.FakeServer.Tests.Usage.MetricFigureTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Usage.Events
open Polar.Functional.Contracts

let private checkouts =
    testList
        "checkouts"
        [ testCaseTask "count where somebody opened their page, those of old times where they were made" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.oneTime fake

                  for created, opened, status in
                      [ "2026-01-22T12:12:59", None, CheckoutStatus.Open
                        "2026-01-22T12:12:59", Some "2026-02-01T00:00:00", CheckoutStatus.Succeeded
                        "2026-01-22T12:13:00", None, CheckoutStatus.Succeeded
                        "2026-01-31T23:00:00", Some "2026-02-01T01:00:00", CheckoutStatus.Open
                        "2026-02-15T09:00:00", Some "2026-02-15T10:00:00", CheckoutStatus.Succeeded
                        "2026-02-15T09:00:00", Some "2026-02-15T10:00:00", CheckoutStatus.Expired
                        // Before the first day, though in its month, and behind the last.
                        "2026-01-05T00:00:00", None, CheckoutStatus.Succeeded
                        "2026-02-28T23:30:00", Some "2026-03-01T00:00:00", CheckoutStatus.Succeeded ] do
                      let! _ = Figures.session product created opened status fake
                      ()

                  do!
                      Figures.checkMonths
                          "2026-01-10"
                          "2026-02-28"
                          ""
                          [ "checkouts", [ "1"; "4" ], "5"
                            "succeeded_checkouts", [ "0"; "2" ], "2"
                            "checkouts_conversion", [ "0.0"; "0.5" ], "0.4" ]
                          fake

                  // Asked for alone, it is the same.
                  do!
                      Figures.checkMonths
                          "2026-01-10"
                          "2026-02-28"
                          "&metrics=checkouts_conversion"
                          [ "checkouts_conversion", [ "0.0"; "0.5" ], "0.4" ]
                          fake
              })

          testCaseTask "are opened by their page, once, and nobody is told" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake

                  let asked =
                      Figures.asked "2026-03-01" "2026-03-31" "day" "&metrics=checkouts&metrics=succeeded_checkouts"

                  let! before = Figures.read asked fake
                  Expect.equal (Figures.total "checkouts" before) "0" "nobody has looked"

                  let open' () =
                      Http.anonymous "POST" $"{Buying.path session}/opened" (Some """{"distinct_id":"x"}""") fake

                  let! opened, events = Events.during fake open'
                  Expect.equal (opened.Status, events) (200, []) opened.Text
                  Expect.equal (Json.text "id" opened.Json) (Json.text "id" session) "the session, as the public sees it"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 14.0)
                  let! again = open' ()
                  Expect.equal again.Status 200 again.Text
                  let! confirmed = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds confirmed |> ignore
                  let! metrics = Figures.read asked fake

                  Expect.equal
                      (List.take 2 (Figures.of' "checkouts" metrics), Figures.of' "succeeded_checkouts" metrics |> List.head)
                      ([ "1"; "0" ], "1")
                      "the first time counts"
              })

          testCaseTask "are opened by nobody without a body, a secret, or time" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  let path = $"{Buying.path session}/opened"
                  let! bare = Http.anonymous "POST" path (Some "[]") fake
                  Expect.equal bare.Status 422 bare.Text
                  let! wrong = Http.anonymous "POST" path (Some """{"distinct_id":1}""") fake
                  Expect.equal wrong.Status 422 wrong.Text

                  let! unknown =
                      Http.anonymous "POST" "/v1/checkouts/client/polar_c_none/opened" (Some "{}") fake

                  Expect.equal unknown.Status 404 unknown.Text
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 25.0)
                  let! late = Http.anonymous "POST" path (Some "{}") fake
                  Expect.equal late.Status 410 late.Text
              }) ]

let private seats =
    testList
        "seats"
        [ testCaseTask "are given, claimed and revoked" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! monthly = Figures.monthly fake
                  let! once = Figures.oneTime fake
                  let! ada = Figures.customer "ada@acme.dev" fake
                  let! eve = Figures.customer "eve@acme.dev" fake

                  let! subscription =
                      Figures.subscribe (Figures.running monthly ada 10000L "2024-01-01") fake

                  let! order = Figures.sell (Figures.sale once ada 5000L "2024-01-01") fake
                  let! other = Figures.sell (Figures.sale once eve 5000L "2024-01-01") fake

                  for row in
                      [ { Container = Choice1Of2 subscription
                          Given = "2024-01-01"
                          Claimed = Some "2024-01-01"
                          Revoked = None }
                        { Container = Choice1Of2 subscription
                          Given = "2024-01-15"
                          Claimed = Some "2024-01-20"
                          Revoked = None }
                        { Container = Choice1Of2 subscription
                          Given = "2024-01-15"
                          Claimed = None
                          Revoked = None }
                        { Container = Choice1Of2 subscription
                          Given = "2024-01-01"
                          Claimed = Some "2024-01-01"
                          Revoked = Some "2024-02-15" }
                        { Container = Choice2Of2 order
                          Given = "2024-02-10"
                          Claimed = Some "2024-02-15"
                          Revoked = None }
                        // Another customer's, claimed in the month after it was given, and gone in the next.
                        { Container = Choice2Of2 other
                          Given = "2024-01-30"
                          Claimed = Some "2024-02-02"
                          Revoked = Some "2024-03-01" } ] do
                      let! _ = Figures.seat row fake
                      ()

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-03-31"
                          ""
                          [ "seats_total", [ "5"; "5"; "4" ], "4"
                            "seats_claimed", [ "3"; "4"; "3" ], "3"
                            "seats_pending", [ "2"; "1"; "1" ], "1"
                            "seat_customers", [ "2"; "2"; "1" ], "1"
                            "new_seat_customers", [ "2"; "0"; "0" ], "2"
                            "churned_seat_customers", [ "0"; "0"; "1" ], "1"
                            "average_seats_per_customer", [ "2.5"; "2.5"; "4.0" ], "4.0"
                            "seat_utilization_rate", [ "0.6"; "0.8"; "0.75" ], "0.75" ]
                          fake

                  for query, total, customers in
                      [ $"&product_id={once}", [ "1"; "2"; "1" ], [ "1"; "2"; "1" ]
                        $"&customer_id={eve}", [ "1"; "1"; "0" ], [ "1"; "1"; "0" ]
                        "&billing_type=recurring", [ "4"; "3"; "3" ], [ "1"; "1"; "1" ] ] do
                      let! metrics =
                          Figures.read (Figures.asked "2024-01-01" "2024-03-31" "month" query) fake

                      Expect.equal (Figures.of' "seats_total" metrics, Figures.of' "seat_customers" metrics) (total, customers) query
              }) ]

/// Records an event: of a customer by one id or the other, or of nobody, with a cost where there is one.
let private record
    (name: string)
    (customer: Choice<Guid, string, unit>)
    (cost: decimal option)
    (timestamp: string)
    (fake: FakePolar)
    : Task<int> =
    fake.Engine.ExecuteAsync(fun transaction ->
        let metadata =
            match cost with
            | Some amount ->
                let value: EventValue = EventValue.op_Implicit (amount: decimal)
                let currency: EventValue = EventValue.op_Implicit "usd"
                let members = EventMetadata([| "amount"; "currency" |], [| value; currency |])
                EventMetadata([| "_cost" |], [| EventValue.op_Implicit members |])
            | None -> EventMetadata.Empty

        let subject =
            match customer with
            | Choice1Of3 id -> EventSubject(Nullable id, null)
            | Choice2Of3 external -> EventSubject(Nullable(), external)
            | Choice3Of3() -> EventSubject.None

        let draft =
            EventDraft(
                OrganizationId = fake.Organization.Id,
                Name = name,
                Subject = subject,
                Timestamp = Figures.instant timestamp,
                Metadata = metadata
            )

        EventWriter.Write(transaction, [| draft |]).Count)

let private costs =
    testList
        "costs"
        [ testCaseTask "are summed up to the last digit, and divided among the customers who have events" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! ada = Figures.customer "ada@acme.dev" fake
                  let! eve = Figures.customer "eve@acme.dev" fake
                  let! _ = Figures.subscribe (Figures.running product ada 10000L "2024-01-01") fake
                  let! _ = Figures.subscribe (Figures.running product eve 10000L "2024-01-01") fake

                  for name, customer, cost, timestamp in
                      [ "call", Choice1Of3 ada, Some 0.1m, "2023-12-31T23:59:59"
                        "call", Choice1Of3 ada, Some 0.1m, "2024-01-01T12:00:00"
                        "call", Choice1Of3 eve, Some 0.2m, "2024-01-01T14:00:00"
                        "call", Choice1Of3 ada, Some 0.000000000001m, "2024-01-02T14:00:00"
                        // Without a cost it still makes somebody active; the merchant's id of a customer counts for itself.
                        "visit", Choice2Of3 "user-1", None, "2024-01-05T00:00:00"
                        "visit", Choice3Of3(), Some 0.3m, "2024-01-06T00:00:00"
                        "refund", Choice1Of3 ada, Some -0.6m, "2024-02-10T00:00:00"
                        "call", Choice1Of3 ada, Some 1.4m, "2024-02-11T00:00:00"
                        "call", Choice1Of3 ada, Some 5m, "2024-03-01T00:00:00" ] do
                      let! _ = record name customer cost timestamp fake
                      ()

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-02-29"
                          ""
                          [ "costs", [ "0.600000000001"; "0.8" ], "1.400000000001"
                            "cumulative_costs", [ "0.700000000001"; "1.500000000001" ], "1.500000000001"
                            "active_user_by_event", [ "3"; "1" ], "2"
                            "cost_per_user", [ "0.20000000000033333"; "0.8" ], "0.7000000000005"
                            "cashflow", [ "-0.600000000001"; "-0.8" ], "-1.400000000001" ]
                          fake

                  // The total of active users is the number of subscriptions, where that is known.
                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-02-29"
                          "&metrics=active_user_by_event&metrics=cost_per_user"
                          [ "active_user_by_event", [ "3"; "1" ], "0"
                            "cost_per_user", [ "0.20000000000033333"; "0.8" ], "0.0" ]
                          fake
              })

          testCaseTask "are the asked customers' under either id, and of every product" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! ada =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","name":"Ada","external_id":"user-1"}""" fake

                  let ada = Guid.Parse(Json.text "id" ada)
                  let! eve = Figures.customer "eve@acme.dev" fake

                  for customer, cost, day in
                      [ Choice2Of3 "user-1", 0.25m, "2024-01-01"
                        Choice1Of3 ada, 0.35m, "2024-01-02"
                        Choice1Of3 eve, 0.5m, "2024-01-01"
                        Choice3Of3(), 2m, "2024-01-01" ] do
                      let! _ = record "call" customer (Some cost) day fake
                      ()

                  for query, costs, users in
                      [ $"&customer_id={ada}", [ "0.25"; "0.35" ], [ "1"; "1" ]
                        $"&customer_id={eve}", [ "0.5"; "0" ], [ "1"; "0" ]
                        $"&customer_id={ada}&customer_id={eve}", [ "0.75"; "0.35" ], [ "2"; "1" ]
                        $"&customer_id={unknown}", [ "0"; "0" ], [ "0"; "0" ]
                        $"&product_id={unknown}", [ "2.75"; "0.35" ], [ "2"; "1" ]
                        "", [ "2.75"; "0.35" ], [ "2"; "1" ] ] do
                      let! metrics =
                          Figures.read (Figures.asked "2024-01-01" "2024-01-02" "day" query) fake

                      Expect.equal (Figures.of' "costs" metrics, Figures.of' "active_user_by_event" metrics) (costs, users) query
              })

          testCaseTask "are set against what is earned" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! ada = Figures.customer "ada@acme.dev" fake
                  let! eve = Figures.customer "eve@acme.dev" fake
                  let! first = Figures.subscribe (Figures.running product ada 10000L "2024-01-01") fake

                  let! second =
                      Figures.subscribe
                          { Figures.running product eve 10000L "2024-01-01" with
                              Canceled = Some "2024-02-15"
                              Ends = Some "2024-03-10" }
                          fake

                  for subscription, customer, day in [ first, ada, "2024-01-01"; second, eve, "2024-02-01" ] do
                      let! _ =
                          Figures.sell
                              { Figures.sale product customer 10000L day with
                                  Subscription = Some subscription }
                              fake

                      ()

                  let! _ = record "call" (Choice1Of3 ada) (Some 2500m) "2024-01-15" fake
                  let! _ = record "call" (Choice1Of3 eve) (Some 1500.5m) "2024-02-10" fake
                  let! _ = record "call" (Choice1Of3 ada) (Some 100m) "2024-03-01" fake

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-03-31"
                          ""
                          [ "gross_margin", [ "7500"; "15999.5"; "15899.5" ], "15899.5"
                            "gross_margin_percentage", [ "0.75"; "0.799975"; "0.794975" ], "0.794975"
                            "cashflow", [ "7500"; "8499.5"; "-100" ], "15899.5"
                            "churn_rate", [ "0"; "0"; "0.5" ], "0.5"
                            "average_revenue_per_user", [ "10000"; "10000"; "10000" ], "10000"
                            // What is left of a customer's revenue, for as long as half of them stay.
                            "ltv", [ "0"; "0"; "19800" ], "19800" ]
                          fake

                  // Alone, it is computed from what it is made of.
                  do! Figures.checkMonths "2024-01-01" "2024-03-31" "&metrics=ltv" [ "ltv", [ "0"; "0"; "19800" ], "19800" ] fake
              })

          testCaseTask "above what is earned leave no lifetime value" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.monthly fake
                  let! ada = Figures.customer "ada@acme.dev" fake

                  let! _ =
                      Figures.subscribe
                          { Figures.running product ada 100L "2024-01-01" with
                              Canceled = Some "2024-02-15"
                              Ends = Some "2024-06-01" }
                          fake

                  let! _ = record "call" (Choice1Of3 ada) (Some 500m) "2024-03-05" fake

                  do!
                      Figures.checkMonths
                          "2024-03-01"
                          "2024-03-31"
                          ""
                          [ "churn_rate", [ "1" ], "1"
                            "ltv", [ "0" ], "0"
                            "gross_margin", [ "-500" ], "-500"
                            "gross_margin_percentage", [ "0.0" ], "0.0" ]
                          fake
              }) ]

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
let tests = testList "figures" [ checkouts; seats; costs; shown; exports ]
