/// Subscriptions as comma-separated values.
module Polar.FakeServer.Tests.Billing.Subscriptions.SubscriptionExportTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private export (query: string) (fake: FakePolar) =
    Http.get $"/v1/subscriptions/export{query}" fake

let private lines (answer: Answer) : string list =
    Expect.equal answer.Status 200 answer.Text
    answer.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries) |> List.ofArray

[<Tests>]
let tests =
    testList
        "an export of subscriptions"
        [ testCaseTask "has the usual columns, the latest first" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2024-06-15T23:00:00Z"
                  let! pro = Subscribing.monthly "Pro, plus" 1999 fake
                  let! _ = Subscribing.bought pro fake
                  do! fake.Clock.AdvanceAsync "PT1H"

                  let! two =
                      Subscribing.product "Two" "month" (Buying.fixedPrice 1000) ""","recurring_interval_count":2""" fake

                  let! _ =
                      Subscribing.boughtWith two "" (Subscribing.untaxed "eve@acme.dev" "tok_visa") fake

                  let! answer = export "?timezone=Europe/Paris" fake

                  Expect.equal
                      (lines answer)
                      [ "Email,Started At,Product,Amount,Currency,Status,Billing Interval"
                        "eve@acme.dev,2024-06-16T02:00:00+02:00,Two,10.0,usd,active,2 months"
                        "ada@acme.dev,2024-06-16T01:00:00+02:00,\"Pro, plus\",19.99,usd,active,month" ]
                      "lines"

                  Expect.equal answer.Headers["content-type"] "text/csv; charset=utf-8" "type"
                  Expect.equal answer.Headers["content-disposition"] "attachment; filename=\"polar-subscriptions.csv\"" "name"
              })

          testCaseTask "has the columns that are asked for, in their order, of what was started in between" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2024-06-15T23:00:00Z"
                  let! pro = Subscribing.monthly "Pro" 1200 fake
                  let! _ = Subscribing.boughtWith pro "" (Buying.french "ada@acme.dev") fake

                  let! answer =
                      export
                          "?columns=cancel_at_period_end&columns=net_amount&columns=billing_country&columns=current_period_end&columns=seats&started_after=2024-06-15T22:30:00Z&started_before=2024-06-16T22:30:00Z&timezone=Europe/Paris"
                          fake

                  Expect.equal
                      (lines answer)
                      [ "Cancels At Period End,Net Amount,Billing Country,Current Period End,Seats"
                        "false,10.0,FR,2024-07-16T01:00:00+02:00," ]
                      "lines"

                  Expect.equal
                      answer.Headers["content-disposition"]
                      "attachment; filename=\"polar-subscriptions-2024-06-16-2024-06-17.csv\""
                      "name"
              })

          testCaseTask "has every column, whatever there is in it" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2024-06-15T23:00:00Z"

                  let columns =
                      [ "email", "Email"
                        "started_at", "Started At"
                        "product", "Product"
                        "amount", "Amount"
                        "currency", "Currency"
                        "status", "Status"
                        "recurring_interval", "Billing Interval"
                        "customer_name", "Customer Name"
                        "billing_name", "Billing Name"
                        "billing_country", "Billing Country"
                        "net_amount", "Net Amount"
                        "discount", "Discount"
                        "seats", "Seats"
                        "current_period_start", "Current Period Start"
                        "current_period_end", "Current Period End"
                        "canceled_at", "Canceled At"
                        "ends_at", "Ends At"
                        "ended_at", "Ended At"
                        "trial_start", "Trial Start"
                        "trial_end", "Trial End"
                        "cancel_at_period_end", "Cancels At Period End"
                        "cancellation_reason", "Cancellation Reason" ]

                  let! team =
                      Subscribing.product
                          "Team"
                          "month"
                          (Subscribing.perSeat 1500)
                          ""","trial_interval":"day","trial_interval_count":7"""
                          fake

                  let! discount =
                      Given.create "/v1/discounts/" """{"name":"Off","type":"percentage","basis_points":2000,"duration":"forever"}""" fake

                  let! id =
                      Subscribing.boughtWith
                          team
                          $""","seats":2,"discount_id":"{Json.text "id" discount}" """
                          (Buying.french "ada@acme.dev")
                          fake

                  do! fake.Clock.AdvanceAsync "PT1H"

                  let! _ =
                      Subscribing.patched id """{"cancel_at_period_end":true,"customer_cancellation_reason":"unused"}""" fake

                  let asked =
                      columns |> List.map (fun (name, _) -> $"columns={name}") |> String.concat "&"

                  let! answer = export $"?{asked}" fake

                  Expect.equal
                      (lines answer)
                      [ columns |> List.map snd |> String.concat ","
                        "ada@acme.dev,2024-06-15T23:00:00+00:00,Team,24.0,usd,trialing,month,Ada,Ada,FR,20.0,Off,2,2024-06-15T23:00:00+00:00,2024-06-22T23:00:00+00:00,2024-06-16T00:00:00+00:00,2024-06-22T23:00:00+00:00,,2024-06-15T23:00:00+00:00,2024-06-22T23:00:00+00:00,true,unused" ]
                      "lines"
              })

          testCaseTask "knows the IANA's time zones only" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = export "?timezone=Mars/Olympus" fake

                  Refusal.malformed [ "value_error", "query.timezone", "Value error, 'Mars/Olympus' is not a valid IANA time zone" ] answer
                  let! answer = export "?started_after=2024-06-15T22:30:00" fake
                  Refusal.malformed [ "timezone_aware", "query.started_after", "Input should have timezone info" ] answer
              }) ]
