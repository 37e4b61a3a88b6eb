/// What an order that a checkout made says.
module Polar.FakeServer.Tests.Billing.Orders.OrderFieldTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Orders.OrderPapers

let private ordered (product: string) (members: string) (body: string) (fake: FakePolar) =
    task {
        let! session = Buying.session product members fake
        let! answer = Buying.confirm body session fake
        Buying.succeeds answer |> ignore
        let! orders = Http.get "/v1/orders/?limit=1" fake
        return session, Json.at "items.0" orders.Json
    }

/// What an order of something that is bought once by somebody in France says, as JSON.
let private simple =
    [ "status", "paid"
      "paid", "true"
      "billing_reason", "purchase"
      "currency", "usd"
      "billing_name", "Ada"
      "billing_address.country", "FR"
      "is_invoice_generated", "true"
      "seats", "null"
      "units", "null"
      "subscription_id", "null"
      "subscription", "null"
      "discount_id", "null"
      "discount", "null"
      "next_payment_attempt_at", "null"
      "platform_fee_amount", "100"
      "platform_fee_currency", "usd"
      "applied_balance_amount", "0"
      "description", "Book"
      "items.0.label", "Book"
      "items.0.amount", "1000"
      "items.0.tax_amount", "0"
      "items.0.proration", "false"
      "product.name", "Book"
      "customer.email", "ada@acme.dev" ]

[<Tests>]
let tests =
    testList
        "orders of checkouts"
        [ testList
              "say"
              [ for name, expected in simple ->
                    testCaseTask $"{name} {expected}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once (Buying.fixedPrice 1000) fake
                            let! _, order = ordered product "" (Buying.french "ada@acme.dev") fake
                            Expect.equal ((Json.shown name order).ToLowerInvariant()) (expected.ToLowerInvariant()) name
                        }) ]

          testCaseTask "show the product without its prices and benefits" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session, order = ordered product "" (Buying.french "ada@acme.dev") fake

                  for hidden in [ "prices"; "benefits"; "medias" ] do
                      Expect.isFalse (Json.has hidden (Json.at "product" order)) hidden

                  Expect.equal (Json.text "checkout_id" order) (Json.text "id" session) "checkout"
                  Expect.equal (Json.text "items.0.product_price_id" order) (Json.text "product_price_id" session) "price"
              })

          testCaseTask "are numbered by customer, invoices and receipts apart" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! paid = Buying.once (Buying.fixedPrice 1000) fake
                  let! free = Buying.once (Buying.fixedPrice 0) fake
                  let ada, eve = shortId Fake.startTime 0L, shortId Fake.startTime 1L

                  let purchases =
                      [ paid, "ada@acme.dev", $"ACME-{ada}-0001", $"RCPT-{ada}-0001"
                        free, "ada@acme.dev", $"ACME-{ada}-0002", "null"
                        paid, "ada@acme.dev", $"ACME-{ada}-0003", $"RCPT-{ada}-0002"
                        paid, "eve@acme.dev", $"ACME-{eve}-0001", $"RCPT-{eve}-0001" ]

                  for product, email, invoice, receipt in purchases do
                      let! _, order = ordered product "" (Buying.french email) fake
                      Expect.equal (Json.shown "invoice_number" order, Json.shown "receipt_number" order) (invoice, receipt) email
              })

          testCaseTask "are numbered one after the other where the organization's invoices are, and go on by customer afterwards" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let ada, eve = shortId Fake.startTime 0L, shortId Fake.startTime 1L

                  let number (by: string) =
                      task {
                          let! answer =
                              Http.anonymous
                                  "PATCH"
                                  $"/_fake/organizations/{fake.Organization.Id}"
                                  (Some $"""{{"order_settings":{{"invoice_numbering":"{by}"}}}}""")
                                  fake

                          return answer.Status
                      }

                  let buy email (invoice: string, receipt: string) =
                      task {
                          let! _, order = ordered product "" (Buying.french email) fake
                          Expect.equal (Json.shown "invoice_number" order, Json.shown "receipt_number" order) (invoice, receipt) email
                      }

                  do! buy "ada@acme.dev" ($"ACME-{ada}-0001", $"RCPT-{ada}-0001")
                  let! status = number "organization"
                  Expect.equal status 200 "changed"
                  do! buy "ada@acme.dev" ("ACME-0001", $"RCPT-{ada}-0002")
                  do! buy "eve@acme.dev" ("ACME-0002", $"RCPT-{eve}-0001")
                  do! buy "ada@acme.dev" ("ACME-0003", $"RCPT-{ada}-0003")
                  let! status = number "customer"
                  Expect.equal status 200 "and back"
                  do! buy "ada@acme.dev" ($"ACME-{ada}-0002", $"RCPT-{ada}-0004")
                  let! status = number "nobody"
                  Expect.equal status 400 "neither"
              })

          testCaseTask "copy what the session was told" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! field =
                      Given.create "/v1/custom-fields/" """{"type":"text","slug":"size","name":"Size","properties":{}}""" fake

                  let! product =
                      Given.create
                          "/v1/products/"
                          $"""{{"name":"Club","recurring_interval":"month","prices":[{{"amount_type":"fixed","price_amount":1000}}],"attached_custom_fields":[{{"custom_field_id":"{Json.text "id" field}","required":false}}]}}"""
                          fake

                  let! _, order =
                      ordered
                          (Json.text "id" product)
                          ""","metadata":{"order":7},"customer_metadata":{"source":"web"}"""
                          ((Buying.french "ada@acme.dev").TrimEnd('}')
                           + ",\"custom_field_data\":{\"size\":\"L\"}}")
                          fake

                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  let! customer = Buying.only "/v1/customers/" fake

                  for node in [ order; subscription ] do
                      Expect.equal ((Json.at "metadata" node).ToJsonString()) """{"order":7}""" "metadata"
                      Expect.equal ((Json.at "custom_field_data" node).ToJsonString()) """{"size":"L"}""" "answers"

                  Expect.equal ((Json.at "metadata" customer).ToJsonString()) """{"source":"web"}""" "the customer's"
                  Expect.equal (Json.shown "billing_reason" order) "subscription_create" "reason"
                  Expect.equal (Json.shown "subscription.id" order) (Json.text "id" subscription) "subscription"
              })

          testCaseTask "of a trial say when it is, and cost nothing" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Buying.monthlyWith (Buying.fixedPrice 1000) ""","trial_interval":"week","trial_interval_count":2""" fake

                  let! _, order = ordered product "" (Buying.french "ada@acme.dev") fake

                  for name in
                      [ "subtotal_amount"
                        "discount_amount"
                        "net_amount"
                        "tax_amount"
                        "total_amount"
                        "due_amount"
                        "items.0.amount" ] do
                      Expect.equal (Json.whole name order) 0L name

                  Expect.equal (Json.shown "status" order) "paid" "paid"
                  Expect.equal (Json.shown "items.0.label" order) "Trial period for Pro (Mar 1, 2026 - Mar 15, 2026)" "label"
                  Expect.equal (Json.shown "receipt_number" order) "null" "no receipt"
                  let! payments = Http.get "/v1/payments/" fake
                  Expect.isEmpty (Json.items "items" payments.Json) "no payment"
                  let! subscription = Buying.only "/v1/subscriptions/" fake

                  Expect.equal
                      [ for name in
                            [ "status"
                              "trial_start"
                              "trial_end"
                              "current_period_start"
                              "current_period_end" ] -> Json.shown name subscription ]
                      [ "trialing"
                        "2026-03-01T12:00:00Z"
                        "2026-03-15T12:00:00Z"
                        "2026-03-01T12:00:00Z"
                        "2026-03-15T12:00:00Z" ]
                      "subscription"
              })

          testCaseTask "freeze the buyer's details" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! _ = ordered product "" (Buying.french "ada@acme.dev") fake
                  let! customer = Buying.only "/v1/customers/" fake

                  let! _ =
                      Http.patch
                          $"""/v1/customers/{Json.text "id" customer}"""
                          """{"name":"Ada Lovelace","billing_address":{"country":"DE"}}"""
                          fake

                  let! order = Buying.only "/v1/orders/" fake
                  Expect.equal (Json.shown "billing_name" order, Json.shown "billing_address.country" order) ("Ada", "FR") "as they were"
                  Expect.equal (Json.shown "customer.name" order) "Ada Lovelace" "the customer is as it is"
              })

          testCaseTask "are paid by a payment that names them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session, order = ordered product "" (Buying.french "ada@acme.dev") fake
                  let! payment = Buying.only "/v1/payments/" fake

                  Expect.equal
                      [ for name in
                            [ "processor"
                              "status"
                              "amount"
                              "currency"
                              "method"
                              "trigger"
                              "decline_reason"
                              "checkout_id"
                              "order_id" ] -> Json.shown name payment ]
                      [ "stripe"
                        "succeeded"
                        "1000"
                        "usd"
                        "card"
                        "purchase"
                        "null"
                        Json.text "id" session
                        Json.text "id" order ]
                      "payment"

                  Expect.equal ((Json.at "method_metadata" payment).ToJsonString()) """{"brand":"visa","last4":"4242"}""" "card"
                  Expect.equal ((Json.at "processor_metadata" payment).ToJsonString()) "{}" "nothing more"
              })

          testCaseTask "with a custom price have the amount that was chosen" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once """{"amount_type":"custom","minimum_amount":500}""" fake

                  let! _, order =
                      ordered product ""","amount":1234""" (Buying.french "ada@acme.dev") fake

                  Expect.equal (Json.whole "items.0.amount" order, Json.whole "subtotal_amount" order) (1234L, 1234L) "amount"
              })

          testCaseTask "and subscriptions still say what older clients read" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! _, order = ordered product "" (Buying.french "ada@acme.dev") fake
                  let! subscription = Buying.only "/v1/subscriptions/" fake

                  let customer, price =
                      Json.text "customer_id" subscription, Json.text "prices.0.id" subscription

                  Expect.equal (Json.shown "user_id" subscription, Json.shown "price_id" subscription) (customer, price) "ids"
                  Expect.equal (Json.shown "price.id" subscription, Json.shown "price.type" subscription) (price, "recurring") "price"

                  for owner in [ subscription; order ] do
                      Expect.equal
                          [ for name in [ "id"; "email"; "public_name"; "github_username" ] -> Json.shown $"user.{name}" owner ]
                          [ customer; "ada@acme.dev"; "A"; "null" ]
                          "user"

                  Expect.equal
                      (Json.shown "subscription.user_id" order, Json.shown "subscription.price_id" order)
                      (customer, price)
                      "within the order"

                  let! state = Http.get $"/v1/customers/{customer}/state" fake
                  Expect.equal (Json.shown "active_subscriptions.0.price_id" state.Json) price "within the state"
                  Expect.isFalse (Json.has "user_id" (Json.at "active_subscriptions.0" state.Json)) "and no more"
                  let told = fake.Webhooks.OfType "subscription.created" |> Seq.exactlyOne
                  Expect.equal (Json.shown "data.price_id" (Json.parse told.Json)) price "as it is told"
              }) ]
