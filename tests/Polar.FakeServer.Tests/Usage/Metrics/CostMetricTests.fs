/// Metrics of what events cost.
module Polar.FakeServer.Tests.Usage.Metrics.CostMetricTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Usage.Events
open Polar.Functional.Contracts

/// Records an event: of a customer by one id or the other, or of nobody, with a cost where there is one.
let record (name: string) (customer: Choice<Guid, string, unit>) (cost: decimal option) (timestamp: string) (fake: FakePolar) : Task<int> =
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

[<Tests>]
let tests = testList "figures" [ costs ]
