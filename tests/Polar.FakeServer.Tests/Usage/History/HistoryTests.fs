/// What Polar itself notes: an event for whatever happens to customers, subscriptions, orders, benefits and money, in the same step.
module Polar.FakeServer.Tests.Usage.History.HistoryTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.History.Noted

let private customers =
    testList
        "of customers"
        [ testCaseTask "that they are new, are changed and are gone" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! customer, made =
                      during fake (fun () ->
                          Given.create "/v1/customers/" """{"email":"ada@acme.dev","name":"Ada","external_id":"ada"}""" fake)

                  let id = Json.id customer
                  let event = named "customer.created" made

                  Expect.equal
                      (metadata event)
                      $"""{{"customer_id":"{id}","customer_email":"ada@acme.dev","customer_name":"Ada","customer_external_id":"ada"}}"""
                      "who"

                  Expect.equal (Json.text "customer_id" event, Json.text "label" event) (id, "Customer Created") "about"
                  Expect.equal (Json.text "timestamp" event) (Json.text "created_at" customer) "then"

                  let! _, changed =
                      during fake (fun () ->
                          Http.patch
                              $"/v1/customers/{id}"
                              """{"name":"Ada L","metadata":{"a":1},"billing_address":{"country":"SE","city":"Lund"}}"""
                              fake)

                  Expect.equal
                      ((Json.at "metadata.updated_fields" (named "customer.updated" changed)).ToJsonString())
                      """{"name":"Ada L","billing_address":{"city":"Lund","country":"SE"},"metadata":{"a":1}}"""
                      "what was changed"

                  let! _, untouched =
                      during fake (fun () -> Http.patch $"/v1/customers/{id}" "{}" fake)

                  Expect.equal
                      ((Json.at "metadata.updated_fields" (named "customer.updated" untouched)).ToJsonString())
                      "{}"
                      "nothing was changed"

                  let! _, gone = during fake (fun () -> Http.delete $"/v1/customers/{id}" fake)

                  Expect.equal
                      (Json.text "metadata.customer_external_id" (named "customer.deleted" gone))
                      "ada"
                      "the external id as it was"
              }) ]

let private buying =
    testList
        "of purchases"
        [ testCaseTask "of a subscription, with its order, its money and its benefit" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! benefit =
                      Given.create "/v1/benefits/" """{"type":"custom","description":"Thanks","properties":{"note":null}}""" fake

                  let! product = Given.monthly 1000L fake

                  let! _ =
                      Http.post $"/v1/products/{Json.id product}/benefits" $"""{{"benefits":["{Json.id benefit}"]}}""" fake

                  let! (customer, checkout), events =
                      during fake (fun () -> Given.purchase product "ada@acme.dev" fake)

                  for name in
                      [ "checkout.created"
                        "subscription.created"
                        "order.paid"
                        "balance.order"
                        "benefit.granted" ] do
                      Expect.contains (names events) name "noted"

                  let opened = named "checkout.created" events
                  Expect.isNull (Json.find "customer_id" opened) "of nobody yet"

                  Expect.equal
                      (metadata opened)
                      $"""{{"checkout_id":"{Json.id checkout}","checkout_status":"open","product_id":"{Json.id product}"}}"""
                      "checkout"

                  let! subscriptions = Http.get "/v1/subscriptions/" fake
                  let subscription = Json.at "items.0" subscriptions.Json
                  let! orders = Http.get "/v1/orders/" fake
                  let order = Json.at "items.0" orders.Json
                  let created = named "subscription.created" events
                  Expect.equal (Json.text "customer_id" created) (Json.id customer) "customer"

                  Expect.equal
                      (metadata created)
                      $"""{{"subscription_id":"{Json.id subscription}","product_id":"{Json.id product}","amount":1000,"currency":"usd","recurring_interval":"month","recurring_interval_count":1,"started_at":"2026-03-01T12:00:00+00:00"}}"""
                      "subscription"

                  let paid = named "order.paid" events

                  Expect.equal
                      (metadata paid)
                      $"""{{"order_id":"{Json.id order}","product_id":"{Json.id product}","billing_type":"recurring","amount":1000,"currency":"usd","net_amount":800,"tax_amount":200,"applied_balance_amount":0,"discount_amount":0,"platform_fee":0,"subscription_id":"{Json.id subscription}","recurring_interval":"month","recurring_interval_count":1}}"""
                      "order"

                  let booked = named "balance.order" events
                  Expect.equal (Json.whole "metadata.amount" booked, Json.whole "metadata.tax_amount" booked) (800L, 200L) "money"
                  Expect.equal (Json.whole "metadata.fee" booked) (Json.whole "platform_fee_amount" order) "the fee"
                  Expect.equal (Json.text "metadata.tax_country" booked) "SE" "where it is taxed"
                  Expect.equal (Json.text "timestamp" booked) (Json.text "created_at" order) "when the order was made"
                  let! grants = Http.get "/v1/benefit-grants/" fake
                  let grant = Json.at "items.0" grants.Json

                  Expect.equal
                      (metadata (named "benefit.granted" events))
                      $"""{{"benefit_id":"{Json.id benefit}","benefit_grant_id":"{Json.id grant}","benefit_type":"custom","member_id":"{Json.text "member_id" grant}"}}"""
                      "benefit"
              })

          testCaseTask "without money, and of money that goes back" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! free =
                      Given.create "/v1/products/" """{"name":"Gift","prices":[{"amount_type":"free"}]}""" fake

                  let! _, events = during fake (fun () -> Given.purchase free "bob@acme.dev" fake)
                  Expect.equal (Json.whole "metadata.amount" (named "balance.credit_order" events)) 0L "nothing was charged"
                  let! product = Given.oneTime 1000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! orders = Http.get "/v1/orders/" fake
                  let order = Json.items "items" orders.Json |> List.maxBy (Json.whole "total_amount")

                  let! refund, refunded =
                      during fake (fun () ->
                          Given.create "/v1/refunds/" $"""{{"order_id":"{Json.id order}","reason":"other","amount":400}}""" fake)

                  Expect.equal (names refunded |> List.sort) [ "balance.refund"; "order.refunded" ] "both"

                  Expect.equal
                      (metadata (named "order.refunded" refunded))
                      $"""{{"order_id":"{Json.id order}","refunded_amount":400,"currency":"usd"}}"""
                      "the order's"

                  let money = named "balance.refund" refunded
                  Expect.equal (Json.text "metadata.refund_id" money) (Json.id refund) "which refund"
                  Expect.equal (Json.whole "metadata.amount" money, Json.whole "metadata.tax_amount" money) (-400L, -100L) "negative"
                  Expect.equal (Json.whole "metadata.refundable_amount" money) 1000L "what there was before"
              }) ]

let private subscriptions =
    testList
        "of subscriptions"
        [ testCaseTask "that are canceled, kept, renewed and revoked" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! listed = Http.get "/v1/subscriptions/" fake
                  let id = Json.text "items.0.id" listed.Json

                  let change (body: string) =
                      Http.patch $"/v1/subscriptions/{id}" body fake

                  let! _, canceled =
                      during fake (fun () ->
                          change
                              """{"cancel_at_period_end":true,"customer_cancellation_reason":"unused","customer_cancellation_comment":"Bye"}""")

                  let event = named "subscription.canceled" canceled

                  Expect.equal
                      [ for KeyValue(name, _) in (Json.at "metadata" event).AsObject() -> name ]
                      [ "subscription_id"
                        "product_id"
                        "amount"
                        "currency"
                        "recurring_interval"
                        "recurring_interval_count"
                        "customer_cancellation_reason"
                        "customer_cancellation_comment"
                        "canceled_at"
                        "ends_at"
                        "cancel_at_period_end" ]
                      "all of it"

                  let! _, kept = during fake (fun () -> change """{"cancel_at_period_end":false}""")
                  Expect.equal (names kept) [ "subscription.uncanceled" ] "kept"

                  let! _, renewed =
                      during fake (fun () -> task { do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 32) })

                  Expect.contains (names renewed) "subscription.cycled" "renewed"
                  Expect.contains (names renewed) "order.paid" "and paid"
                  let! _, revoked = during fake (fun () -> change """{"revoke":true}""")
                  Expect.contains (names revoked) "subscription.revoked" "revoked"
                  Expect.contains (names revoked) "subscription.canceled" "which is a cancellation, too"
              })

          testCaseTask "that go over to another product, or end their period elsewhere" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! small = Given.monthly 1000L fake
                  let! large = Given.monthly 3000L fake
                  let! _ = Given.purchase small "ada@acme.dev" fake
                  let! listed = Http.get "/v1/subscriptions/" fake
                  let id = Json.text "items.0.id" listed.Json

                  let change (body: string) =
                      Http.patch $"/v1/subscriptions/{id}" body fake

                  let! _, changed =
                      during fake (fun () -> change $"""{{"product_id":"{Json.id large}","proration_behavior":"prorate"}}""")

                  Expect.equal
                      (metadata (named "subscription.product_updated" changed))
                      $"""{{"subscription_id":"{id}","old_product_id":"{Json.id small}","new_product_id":"{Json.id large}"}}"""
                      "from and to"

                  Expect.equal
                      (metadata (named "subscription.updated" changed))
                      $"""{{"product_id":"{Json.id large}","proration_behavior":"prorate","subscription_id":"{id}"}}"""
                      "what was asked for"

                  let! answer, moved =
                      during fake (fun () -> change """{"current_billing_period_end":"2026-04-15T00:00:00Z"}""")

                  Expect.equal answer.Status 200 answer.Text

                  Expect.equal
                      (metadata (named "subscription.billing_period_updated" moved))
                      $"""{{"subscription_id":"{id}","old_period_end":"2026-04-01T12:00:00+00:00","new_period_end":"2026-04-15T00:00:00+00:00"}}"""
                      "the period"

                  Expect.equal
                      (metadata (named "subscription.updated" moved))
                      $"""{{"billing_period_end":"2026-04-15T00:00:00+00:00","subscription_id":"{id}"}}"""
                      "what was asked for"

                  let! _, other = during fake (fun () -> change """{"metadata":{"a":1}}""")
                  Expect.isEmpty other "the merchant's own data leaves no note"

                  let! _, pending =
                      during fake (fun () -> change $"""{{"product_id":"{Json.id small}","proration_behavior":"next_period"}}""")

                  Expect.equal
                      (names pending)
                      [ "subscription.product_updated"; "subscription.updated" ]
                      "one that is still to come is noted as well"

                  let! answer, cleared = during fake (fun () -> change """{"pending_update":null}""")
                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal (names cleared) [ "subscription.update_cleared" ] "and that it is dropped"
              })

          testCaseTask "that are not paid for, and are again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! checkout = Given.checkout product customer fake
                  let secret = Json.text "client_secret" checkout

                  let! _ =
                      Http.anonymous
                          "POST"
                          $"/v1/checkouts/client/{secret}/confirm"
                          (Some(Given.confirmation.Replace("tok_visa", "ctoken_decline_2")))
                          fake

                  let! _, late =
                      during fake (fun () -> task { do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 32) })

                  let event = named "subscription.past_due" late
                  Expect.isTrue (Json.has "past_due_at" (Json.at "metadata" event)) "since when"

                  let! _, again =
                      during fake (fun () -> task { do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 10) })

                  Expect.contains (names again) "subscription.reactivated" "it goes on"
              }) ]

[<Tests>]
let tests = testList "the history" [ customers; buying; subscriptions ]
