module Polar.FakeServer.Tests.SampleDataTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private withSampleData () =
    Fake.startWith (fun options -> options.Empty <- false)

let private withFullSampleData () =
    Fake.startWith (fun options ->
        options.Empty <- false
        options.SampleData <- FakeSampleData.Full)

let private all (list: string) (fake: FakePolar) : Task<JsonNode list> =
    task {
        let more = if list.Contains '?' then '&' else '?'
        let! answer = Http.get $"/v1/{list}{more}limit=100" fake
        let items = Json.items "items" answer.Json
        Expect.equal (int64 items.Length) (Json.whole "pagination.total_count" answer.Json) $"{list} fits on a page"
        return items
    }

let private status = Json.text "status"

let private theLists =
    [ "products/"
      "customers/"
      "benefits/"
      "checkouts/"
      "orders/"
      "subscriptions/"
      "license-keys/"
      "payments/"
      "disputes/"
      "discounts/"
      "checkout-links/"
      "custom-fields/" ]

/// What is listed and cannot be read one by one.
let private theOtherLists = [ "refunds/"; "files/"; "benefit-grants/" ]

/// The numbers of an order that others must come to.
type private Money =
    { Subtotal: int64
      Discount: int64
      Net: int64
      Tax: int64
      Total: int64
      Refunded: int64
      RefundedTax: int64 }

let private money (order: JsonNode) =
    { Subtotal = Json.whole "subtotal_amount" order
      Discount = Json.whole "discount_amount" order
      Net = Json.whole "net_amount" order
      Tax = Json.whole "tax_amount" order
      Total = Json.whole "total_amount" order
      Refunded = Json.whole "refunded_amount" order
      RefundedTax = Json.whole "refunded_tax_amount" order }

let private on (sentence: string) (judge: FakePolar -> Task<unit>) =
    testCaseTask sentence (fun () ->
        task {
            use! fake = withSampleData ()
            do! judge fake
        })

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

let private ofConsistency =
    testList
        "consistency"
        [ on "every id of a list is found, and shows the same" (fun fake ->
              task {
                  for list in theLists do
                      let! items = all list fake
                      Expect.isNonEmpty items list

                      for item in items do
                          let id = Json.text "id" item
                          let! answer = Http.get $"/v1/{list}{id}" fake
                          Expect.equal answer.Status 200 $"{list}{id}"
                          Expect.equal (Json.text "id" answer.Json) id $"{list}{id}"

                          // A license key alone shows its activations too.
                          if list <> "license-keys/" then
                              Expect.equal (answer.Json.ToJsonString()) (item.ToJsonString()) $"{list}{id}"
              })

          on "what a row refers to is there" (fun fake ->
              task {
                  let known = Collections.Generic.Dictionary<string, Set<string>>()

                  for list in theLists do
                      let! items = all list fake
                      known[list] <- items |> List.map (Json.text "id") |> set

                  let refers (row: JsonNode) (name: string) (list: string) =
                      if not (Json.isNull name row) then
                          Expect.isTrue (known[list].Contains(Json.text name row)) $"{name} in {list}"

                  let! orders = all "orders/" fake
                  let! subscriptions = all "subscriptions/" fake
                  let! payments = all "payments/" fake
                  let! keys = all "license-keys/" fake

                  for row in orders @ subscriptions do
                      refers row "customer_id" "customers/"
                      refers row "product_id" "products/"
                      refers row "checkout_id" "checkouts/"

                  for order in orders do
                      refers order "subscription_id" "subscriptions/"

                  for payment in payments do
                      refers payment "order_id" "orders/"
                      refers payment "checkout_id" "checkouts/"

                  for key in keys do
                      refers key "customer_id" "customers/"
                      refers key "benefit_id" "benefits/"
              })

          on "the money of every order adds up" (fun fake ->
              task {
                  let! orders = all "orders/" fake

                  for order in orders do
                      let id = Json.text "id" order
                      let sums = money order
                      let items = Json.items "items" order |> List.sumBy (Json.whole "amount")
                      Expect.equal items sums.Subtotal $"{id}: its items"
                      Expect.equal (sums.Net + sums.Tax) sums.Total $"{id}: net and tax"

                      // Where the price has the tax in it, the net is what remains.
                      let before = sums.Subtotal - sums.Discount
                      Expect.isTrue (sums.Net = before || sums.Total = before) $"{id}: {sums}"

                      match status order with
                      | "refunded" ->
                          Expect.equal (sums.Refunded, sums.RefundedTax) (sums.Net, sums.Tax) $"{id}: all of it"
                          Expect.isGreaterThan sums.Refunded 0L id
                      | "partially_refunded" ->
                          Expect.isGreaterThan sums.Refunded 0L id
                          Expect.isLessThan sums.Refunded sums.Net id
                      | _ -> Expect.equal (sums.Refunded, sums.RefundedTax) (0L, 0L) id
              })

          on "what is paid has been charged, and what is not has not" (fun fake ->
              task {
                  let! orders = all "orders/" fake
                  let! payments = all "payments/" fake

                  for order in orders do
                      let id = Json.text "id" order

                      let charged =
                          payments
                          |> List.filter (fun payment ->
                              not (Json.isNull "order_id" payment)
                              && Json.text "order_id" payment = id
                              && status payment = "succeeded")
                          |> List.sumBy (Json.whole "amount")

                      let due =
                          if Json.flag "paid" order then
                              Json.whole "due_amount" order
                          else
                              0L

                      Expect.equal charged due $"{status order} {id}"

                      Expect.equal (Json.flag "paid" order) (List.contains (status order) [ "paid"; "refunded"; "partially_refunded" ]) id
              })

          on "every invoice number is given once, and a draft has none" (fun fake ->
              task {
                  let! orders = all "orders/" fake

                  let drafts, numbered =
                      orders |> List.partition (fun order -> status order = "draft")

                  for draft in drafts do
                      Expect.isTrue (Json.isNull "invoice_number" draft) "no number"

                  let numbers = numbered |> List.map (Json.text "invoice_number")
                  Expect.hasLength (List.distinct numbers) numbers.Length "none twice"
              })

          on "a subscription's times fit its state" (fun fake ->
              task {
                  let! subscriptions = all "subscriptions/" fake
                  let! orders = all "orders/" fake
                  let now = fake.Clock.UtcNow

                  let time (name: string) (row: JsonNode) =
                      DateTimeOffset.Parse(Json.text name row)

                  for row in subscriptions do
                      let id = Json.text "id" row

                      let ended =
                          List.contains (status row) [ "canceled"; "unpaid"; "incomplete_expired" ]

                      Expect.equal (Json.isNull "ended_at" row) (not ended) $"{id} {status row}: ended_at"
                      Expect.equal (Json.isNull "paused_at" row) (status row <> "paused") $"{id}: paused_at"
                      // Whoever was late to the end was late all the same.
                      if status row <> "canceled" then
                          Expect.equal (Json.isNull "past_due_at" row) (status row <> "past_due") $"{id}: past_due_at"

                      Expect.isLessThan (time "current_period_start" row) (time "current_period_end" row) $"{id}: its period"

                      if List.contains (status row) [ "active"; "trialing" ] then
                          Expect.isGreaterThan (time "current_period_end" row) now $"{id}: goes on"

                      if status row = "trialing" then
                          Expect.equal (Json.text "trial_end" row) (Json.text "current_period_end" row) $"{id}: the trial"

                      if status row = "past_due" then
                          let waiting =
                              orders
                              |> List.filter (fun order ->
                                  not (Json.isNull "subscription_id" order)
                                  && Json.text "subscription_id" order = id
                                  && status order = "pending")

                          Expect.hasLength waiting 1 $"{id}: an order waits"
                          Expect.isFalse (Json.isNull "next_payment_attempt_at" waiting[0]) $"{id}: to be tried again"
              })

          on "a customer's state has the subscriptions that are active, and what they give" (fun fake ->
              task {
                  let! customers = all "customers/" fake
                  let! subscriptions = all "subscriptions/" fake
                  let! grants = all "benefit-grants/" fake

                  for customer in customers do
                      let id = Json.text "id" customer
                      let! state = Http.get $"/v1/customers/{id}/state" fake
                      let own = List.filter (fun row -> Json.text "customer_id" row = id)

                      let active =
                          own subscriptions
                          |> List.filter (fun row -> List.contains (status row) [ "active"; "trialing" ])

                      Expect.equal
                          (Json.items "active_subscriptions" state.Json |> List.map (Json.text "id") |> set)
                          (active |> List.map (Json.text "id") |> set)
                          id

                      Expect.equal
                          (Json.items "granted_benefits" state.Json |> List.length)
                          (own grants |> List.filter (Json.flag "is_granted") |> List.length)
                          id
              }) ]

[<Tests>]
let tests =
    testList
        "sample data"
        [ ofVariety
          ofConsistency

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
