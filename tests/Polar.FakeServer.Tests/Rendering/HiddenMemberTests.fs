module Polar.FakeServer.Tests.Rendering.HiddenMemberTests

open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer.Tests

let private find (path: string) (node: JsonNode) : string =
    match Json.find path node with
    | null -> "null"
    | found -> found.ToJsonString().Trim '"'

let private expect (node: JsonNode) (members: (string * string) list) =
    for path, expected in members do
        Expect.equal (find path node) expected path

let private seats =
    """{"name":"Team","recurring_interval":"month","prices":[{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"max_seats":4,"price_per_seat":100},{"min_seats":5,"price_per_seat":90}]}}]}"""

[<Tests>]
let tests =
    testList
        "members that the API description hides"
        [ testCaseTask "prices say what kind of product they are of" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! once = Given.oneTime 500L fake
                  expect once [ "prices.0.type", "one_time"; "prices.0.recurring_interval", "null" ]
                  let! team = Given.create "/v1/products/" seats fake

                  expect
                      team
                      [ "prices.0.type", "recurring"
                        "prices.0.recurring_interval", "month"
                        "prices.0.price_per_seat", "100" ]

                  let! listed = Http.get "/v1/products/" fake
                  expect listed.Json [ "items.0.prices.0.type", "recurring" ]
              })

          testCaseTask "they are in what is published, too" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Given.oneTime 500L fake
                  Expect.stringContains fake.Webhooks.Events[0].Json "\"type\":\"one_time\"" "in the event"
              })

          testCaseTask "checkouts, orders and links say things twice" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! customer, confirmed = Given.purchase product "ada@polar.sh" fake

                  expect
                      confirmed
                      [ "subtotal_amount", find "net_amount" confirmed
                        "customer_billing_address_fields.country", "true"
                        "customer_billing_address_fields.line1", "false"
                        "product_price.type", "recurring" ]

                  let! orders = Http.get "/v1/orders/" fake
                  let order = Json.at "items.0" orders.Json

                  expect
                      order
                      [ "amount", find "net_amount" order
                        "from_balance_amount", "0"
                        "product_price_id", find "prices.0.id" product
                        "product_price.recurring_interval", "month"
                        "user_id", find "id" customer
                        "user.email", "ada@polar.sh"
                        "user.public_name", "A" ]

                  let! link =
                      Given.create
                          "/v1/checkout-links/"
                          $$"""{"payment_processor":"stripe","products":["{{Json.text "id" product}}"]}"""
                          fake

                  expect
                      link
                      [ "product_id", find "id" product
                        "product_price_id", find "prices.0.id" product
                        "product.name", "Pro"
                        "product_price.type", "recurring" ]
              })

          testCaseTask "grants and license keys name the customer as a user" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 1000L fake

                  let! keys =
                      Given.create "/v1/benefits/" """{"type":"license_keys","description":"Keys","properties":{}}""" fake

                  let! note =
                      Given.create "/v1/benefits/" """{"type":"custom","description":"Note","properties":{}}""" fake

                  expect note [ "is_tax_applicable", "true" ]
                  Expect.isFalse (Json.has "is_tax_applicable" keys) "only of some kinds"

                  let! _ =
                      Http.post $"""/v1/products/{Json.text "id" product}/benefits""" $$"""{"benefits":["{{Json.text "id" keys}}"]}""" fake

                  let! customer, _ = Given.purchase product "ada@polar.sh" fake
                  let! grants = Http.get "/v1/benefit-grants/" fake
                  expect grants.Json [ "items.0.user_id", find "id" customer ]
                  let! licenseKeys = Http.get "/v1/license-keys/" fake

                  expect
                      licenseKeys.Json
                      [ "items.0.user_id", find "id" customer
                        "items.0.user.id", find "id" customer
                        "items.0.user.public_name", "A" ]
              }) ]
