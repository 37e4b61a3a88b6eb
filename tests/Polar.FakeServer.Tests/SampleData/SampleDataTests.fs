/// Sample data: what there is, and that it lives on.
module Polar.FakeServer.Tests.SampleData.SampleDataTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.SampleData.SampleLists

let private withFullSampleData () =
    Fake.startWith (fun options ->
        options.Empty <- false
        options.SampleData <- FakeSampleData.Full)

/// What is listed and cannot be read one by one.
let private theOtherLists = [ "refunds/"; "files/"; "benefit-grants/" ]

let private ofVariety =
    testList
        "variety"
        [ on "products of every pricing kind, some bought once and some again and again" (fun fake ->
              task {
                  let! products = all "products/" fake

                  let kinds =
                      products
                      |> List.collect (Json.items "prices")
                      |> List.map (Json.text "amount_type")
                      |> set

                  Expect.equal kinds (set [ "fixed"; "custom"; "seat_based"; "metered_unit" ]) "kinds that older clients read"

                  Expect.equal (products |> List.map (Json.flag "is_recurring") |> set) (set [ true; false ]) "both"
              })

          on "customers of many countries" (fun fake ->
              task {
                  let! customers = all "customers/" fake

                  let countries = customers |> List.map (Json.text "billing_address.country") |> set

                  Expect.isGreaterThanOrEqual countries.Count 8 $"{countries}"
              })

          on "subscriptions in every state that something leads to" (fun fake ->
              task {
                  let! subscriptions = all "subscriptions/" fake

                  Expect.equal
                      (subscriptions |> List.map status |> set)
                      (set [ "trialing"; "active"; "past_due"; "canceled"; "paused" ])
                      "states"

                  Expect.exists subscriptions (fun row -> status row = "active" && Json.flag "cancel_at_period_end" row) "one is leaving"
              })

          on "every list has something in it" (fun fake ->
              task {
                  for list in theLists @ theOtherLists do
                      let! items = all list fake
                      Expect.isNonEmpty items list
              })

          on "usage that is counted, colleagues on seats, and somewhere to look at it" (fun fake ->
              task {
                  for list in
                      [ "meters/"
                        "customer-meters/"
                        "event-types/"
                        "members/"
                        "events/?source=user" ] do
                      let! answer = Http.get $"/v1/{list}" fake
                      Expect.equal answer.Status 200 answer.Text
                      Expect.isNonEmpty (Json.items "items" answer.Json) list

                  let! dashboards = Http.get "/v1/metrics/dashboards" fake
                  Expect.isNonEmpty (dashboards.Json.AsArray()) "dashboards"
                  let! subscriptions = all "subscriptions/?status=active" fake

                  let team = subscriptions |> List.find (fun row -> not (Json.isNull "seats" row))

                  let! seats =
                      Http.get $"""/v1/customer-seats?subscription_id={Json.text "id" team}""" fake

                  Expect.equal
                      (Json.items "seats" seats.Json |> List.map status |> List.countBy id |> set)
                      (set [ "claimed", 2; "pending", 1 ])
                      "the buyer, who has come, and who is invited"
              })

          on "discounts that were used, questions that were answered, sessions that nobody finished" (fun fake ->
              task {
                  let! discounts = all "discounts/" fake
                  Expect.exists discounts (fun row -> Json.whole "redemptions_count" row > 1L) "used"
                  let! orders = all "orders/" fake

                  Expect.exists
                      orders
                      (fun row ->
                          Json.whole "discount_amount" row > 0L
                          && Json.text "billing_reason" row = "subscription_cycle")
                      "on a renewal too"

                  Expect.exists orders (fun row -> Json.has "company" (Json.at "custom_field_data" row)) "answered"
                  let! checkouts = all "checkouts/" fake
                  Expect.equal (checkouts |> List.map status |> set) (set [ "open"; "succeeded" ]) "sessions"
                  let! disputes = all "disputes/" fake
                  Expect.equal (disputes |> List.map status |> set) (set [ "needs_response"; "lost" ]) "disputes"
              })

          on "who is late has been tried twice, and will be tried again" (fun fake ->
              task {
                  let! subscriptions = all "subscriptions/" fake
                  let late = subscriptions |> List.filter (fun row -> status row = "past_due")
                  Expect.hasLength late 1 "one"
                  let! payments = all "payments/?status=failed&sorting=-created_at" fake
                  let! pending = all "orders/?status=pending" fake
                  let order = List.exactlyOne pending

                  let tries =
                      payments
                      |> List.filter (fun row -> Json.text "order_id" row = Json.text "id" order)

                  Expect.equal (tries |> List.map (Json.text "trigger")) [ "retry_dunning"; "subscription_cycle" ] "tries"

                  Expect.isGreaterThan (DateTimeOffset.Parse(Json.text "next_payment_attempt_at" order)) fake.Clock.UtcNow "again"
              })

          testCaseTask "the full one has every kind of price and every state of a subscription" (fun () ->
              task {
                  use! fake = withFullSampleData ()
                  let! products = all "products/" fake

                  Expect.equal
                      (products
                       |> List.collect (Json.items "prices")
                       |> List.map (Json.text "amount_type")
                       |> set)
                      (set
                          [ "fixed"
                            "custom"
                            "seat_based"
                            "metered_unit"
                            "metered_tiers"
                            "unit_based" ])
                      "kinds"

                  let! subscriptions = all "subscriptions/" fake

                  Expect.equal
                      (subscriptions |> List.map status |> set)
                      (set
                          [ "incomplete"
                            "incomplete_expired"
                            "trialing"
                            "active"
                            "past_due"
                            "canceled"
                            "unpaid"
                            "paused" ])
                      "states"
              })

          on "orders in every state" (fun fake ->
              task {
                  let! orders = all "orders/" fake

                  Expect.equal
                      (orders |> List.map status |> set)
                      (set [ "draft"; "pending"; "paid"; "refunded"; "partially_refunded"; "void" ])
                      "states"
              }) ]

[<Tests>]
let tests =
    testList
        "sample data"
        [ ofVariety

          testCaseTask "an empty fake has none of it" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for list in theOtherLists @ theLists do
                      let! items = all list fake
                      Expect.isEmpty items list
              })

          testCaseTask "none of it is told: no event, no delivery" (fun () ->
              task {
                  use! fake = withSampleData ()
                  Expect.isEmpty fake.Webhooks.Events "events"
              })

          testCaseTask "what happens to it in one fake does not happen in another that started with the same" (fun () ->
              task {
                  use! one = withSampleData ()
                  use! another = withSampleData ()
                  let! before = all "customers/" another
                  let gone = Json.text "id" before.Head
                  let! deleted = Http.delete $"/v1/customers/{gone}" one
                  Expect.equal deleted.Status 204 "gone in one"
                  do! one.Clock.AdvanceAsync "P2M"
                  let! after = all "customers/" another
                  Expect.equal (after |> List.map _.ToJsonString()) (before |> List.map _.ToJsonString()) "there in the other"
                  use! third = withSampleData ()
                  let! still = all "customers/" third
                  Expect.equal (still |> List.map _.ToJsonString()) (before |> List.map _.ToJsonString()) "and in one that starts later"
              })

          on "it goes on living: months later all lists answer, and what renews has been renewed" (fun fake ->
              task {
                  let! before = all "orders/" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! after = Http.get "/v1/orders/?limit=1" fake
                  Expect.isGreaterThan (Json.whole "pagination.total_count" after.Json) (int64 before.Length) "more orders"

                  for list in theLists do
                      let! answer = Http.get $"/v1/{list}?limit=100" fake
                      Expect.equal answer.Status 200 list
              }) ]
