/// Orders as those see them who pay for them.
module Polar.FakeServer.Tests.Portal.Orders.PortalOrderTests

open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal

/// Somebody who has bought a book: the fake, the order's id, and a session.
let private bought (fake: FakePolar) : Task<string * string> =
    task {
        let! book = Given.oneTime 500L fake
        let! customer, _ = Given.purchase book "ada@acme.dev" fake
        let! token = Portal.session (Json.text "id" customer) fake
        let! orders = Portal.get token "orders/" fake
        return Json.text "items.0.id" orders.Json, token
    }

let private order (id: string) (token: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Portal.get token $"orders/{id}" fake
        return Portal.succeeds answer
    }

/// Operations on one order, by their paths and bodies.
let private operations =
    [ "GET", "", None
      "PATCH", "", Some "{}"
      "POST", "/invoice", Some ""
      "GET", "/invoice", None
      "GET", "/receipt", None
      "GET", "/payment-status", None
      "POST", "/confirm-payment", Some """{"confirmation_token_id":"ctoken_ok"}""" ]

[<Tests>]
let tests =
    testList
        "orders in the portal"
        [ testCaseTask "have no data of the merchant's, and the organization with the product" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! note = Benefits.create Benefits.note fake

                  let! secret =
                      Benefits.create """{"type":"custom","description":"Hidden","visibility":"private","properties":{"note":null}}""" fake

                  let! _, customer = Benefits.subscribed [ note; secret ] fake
                  let! token = Portal.session (Json.text "id" customer) fake
                  let! orders = Portal.get token "orders/" fake
                  let shown = Json.at "items.0" orders.Json
                  let names = Json.names shown

                  for hidden in
                      [ "customer"
                        "metadata"
                        "custom_field_data"
                        "discount"
                        "platform_fee_amount"
                        "platform_fee_currency" ] do
                      Expect.isFalse (List.contains hidden names) hidden

                  for sent in
                      [ "amount"
                        "from_balance_amount"
                        "product_price_id"
                        "product_price"
                        "user_id" ] do
                      Expect.isTrue (List.contains sent names) sent

                  Expect.equal (Json.text "product.organization.slug" shown) fake.Organization.Slug "the organization"
                  Expect.isFalse (Json.has "metadata" (Json.at "product" shown)) "the product's metadata"

                  Expect.equal
                      [ for benefit in Json.items "product.benefits" shown -> Json.text "description" benefit ]
                      [ "Support" ]
                      "public benefits only"

                  Expect.isFalse (Json.has "metadata" (Json.at "subscription" shown)) "the subscription's metadata"
                  Expect.equal (Json.text "subscription.status" shown) "active" "the subscription"
              })

          testCaseTask "are the customer's own" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id, _ = bought fake
                  let! bob = Given.customer "bob@acme.dev" fake
                  let! token = Portal.session (Json.text "id" bob) fake
                  let! orders = Portal.get token "orders/" fake
                  Expect.equal (Json.whole "pagination.total_count" orders.Json) 0L "none of them"

                  for method, path, body in operations do
                      for id in [ id; unknown ] do
                          let! answer = Portal.send token method $"orders/{id}{path}" body fake
                          Refusal.domain 404 "ResourceNotFound" "Not found" answer
              })

          testCaseTask "are addressed to somebody else, in the same country" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id, token = bought fake

                  let! answer, told =
                      Events.during fake (fun () ->
                          Portal.patch
                              token
                              $"orders/{id}"
                              """{"billing_name":"Ada & Co","billing_address":{"country":"SE","city":"Lund"}}"""
                              fake)

                  let changed = Portal.succeeds answer
                  Expect.equal (Json.text "billing_name" changed, Json.text "billing_address.city" changed) ("Ada & Co", "Lund") "changed"
                  Expect.equal told [ "order.updated" ] "told"

                  let! moved =
                      Portal.patch token $"orders/{id}" """{"billing_address":{"country":"US","state":"NY"}}""" fake

                  Refusal.invalid
                      [ "value_error", "body.billing_address.country", "Country cannot be changed"
                        "value_error", "body.billing_address.state", "State cannot be changed" ]
                      moved
              })

          testCaseTask "have an invoice once it is asked for, and a file behind it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! free = Given.oneTime 0L fake
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! checkout = Given.checkout free customer fake
                  let! _ = Buying.confirm "{}" checkout fake
                  let! token = Portal.session (Json.text "id" customer) fake
                  let! orders = Portal.get token "orders/" fake
                  let id = Json.text "items.0.id" orders.Json
                  let! early = Portal.get token $"orders/{id}/invoice" fake
                  Refusal.domain 404 "InvoiceDoesNotExist" $"No invoice exists for order {id}." early
                  let! incomplete = Portal.post token $"orders/{id}/invoice" "" fake

                  Refusal.domain
                      422
                      "MissingInvoiceBillingDetails"
                      "Billing name and address are required to generate an invoice for this order."
                      incomplete

                  let! none = Portal.get token $"orders/{id}/receipt" fake
                  Refusal.domain 404 "ReceiptNotAllocated" $"No receipt allocated for order {id}." none

                  let! _ =
                      Portal.patch token $"orders/{id}" """{"billing_address":{"country":"FR"}}""" fake

                  let! asked, told =
                      Events.during fake (fun () -> Portal.post token $"orders/{id}/invoice" "" fake)

                  Expect.equal (asked.Status, asked.Text) (202, "null") "asked for"
                  Expect.equal told [ "order.updated" ] "told when it is there"

                  let! again, told =
                      Events.during fake (fun () -> Portal.post token $"orders/{id}/invoice" "" fake)

                  Expect.equal (again.Status, told) (202, []) "nothing is made twice"
                  let! answer = Portal.get token $"orders/{id}/invoice" fake
                  let url = Json.text "url" (Portal.succeeds answer)
                  let! file = Http.raw fake (new HttpRequestMessage(HttpMethod.Get, url))
                  Expect.equal (file.Status, file.Headers["content-type"]) (200, "application/pdf") "a file"
              })

          testCaseTask "have a receipt, a moment after it is first asked for" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id, token = bought fake
                  let! first = Portal.get token $"orders/{id}/receipt" fake
                  Expect.equal (first.Status, first.Text) (202, "") "not yet"
                  let! second = Portal.get token $"orders/{id}/receipt" fake
                  Expect.stringContains (Json.text "url" (Portal.succeeds second)) ".pdf" "there"
              })

          testCaseTask "say how their payment went" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id, token = bought fake
                  let! paid = Portal.get token $"orders/{id}/payment-status" fake
                  Expect.equal paid.Text """{"status":"succeeded","error":null}""" "paid"

                  let! free = Given.oneTime 0L fake
                  let! bob = Given.customer "bob@acme.dev" fake
                  let! checkout = Given.checkout free bob fake
                  let! _ = Buying.confirm "{}" checkout fake
                  let! token = Portal.session (Json.text "id" bob) fake
                  let! orders = Portal.get token "orders/" fake

                  let! none =
                      Portal.get token $"""orders/{Json.text "items.0.id" orders.Json}/payment-status""" fake

                  Expect.equal none.Text """{"status":"no_payment","error":null}""" "nothing to pay"

                  let! pro = Given.monthly 1000L fake

                  let! customer, _ =
                      Portal.subscriber (Json.text "id" pro) "ctoken_decline_renewal_insufficient_funds" fake

                  do! fake.Clock.AdvanceAsync "P1M"
                  let! token = Portal.session customer fake
                  let! orders = Portal.get token "orders/" fake

                  let! failed =
                      Portal.get token $"""orders/{Json.text "items.0.id" orders.Json}/payment-status""" fake

                  Expect.equal failed.Text """{"status":"failed","error":"Your card has insufficient funds."}""" "declined"
              }) ]
