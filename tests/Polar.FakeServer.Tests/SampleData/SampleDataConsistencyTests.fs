/// Sample data that fits together: ids, sums and times.
module Polar.FakeServer.Tests.SampleData.SampleDataConsistencyTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.SampleData.SampleLists

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
let tests = testList "sample data" [ ofConsistency ]
