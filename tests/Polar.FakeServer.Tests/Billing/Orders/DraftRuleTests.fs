/// Drafts that are not made, not finished or not changed: where, and with which words.
module Polar.FakeServer.Tests.Billing.Orders.DraftRuleTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

let private allow (fake: FakePolar) =
    Subscribing.organization """{"feature_settings":{"off_session_charges_enabled":true}}""" fake

let private product (prices: string) (fake: FakePolar) = Buying.once prices fake

/// A product, and why no draft is made of it.
let private products: (string * (FakePolar -> Task<string>) * string) list =
    [ "that there is not", (fun _ -> Task.FromResult unknown), "Product does not exist."
      "of every month",
      Buying.monthly (Buying.fixedPrice 1000),
      "Subscription products are not supported by the off-session charge API. Use a one-time product."
      "with seats", product (Subscribing.perSeat 1000), "Seat-based products are not supported by the off-session charge API."
      "paid at will", product """{"amount_type":"custom"}""", "Off-session charges only support fixed-price products." ]

let private drafted (product: string) (customer: string) (members: string) (fake: FakePolar) =
    Http.post "/v1/orders/" $"""{{"product_id":"{product}","customer_id":"{customer}"{members}}}""" fake

let private frenchCustomer (fake: FakePolar) =
    task {
        let! made =
            Given.create "/v1/customers/" """{"email":"ada@acme.dev","name":"Ada","billing_address":{"country":"FR"}}""" fake

        return Json.text "id" made
    }

/// What is in the body, and the one fault that it has.
let private bodies =
    [ ""","amount":49""", ("greater_than_equal", """["body","amount"]""", "Amount must be at least $0.50.")
      ""","amount":100000000""", ("less_than_equal", """["body","amount"]""", "Amount must be at most $999,999.99.")
      ""","currency":"chf" """, ("value_error", """["body","currency"]""", "Product has no price in currency 'chf'.") ]

[<Tests>]
let tests =
    testList
        "rules of drafts"
        [ testList
              "none is made of a product"
              [ for name, make, message in products ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            do! allow fake
                            let! product = make fake
                            let! customer = frenchCustomer fake
                            let! answer, told = Events.during fake (fun () -> drafted product customer "" fake)
                            Faults.one answer ("value_error", """["body","product_id"]""", message)
                            Expect.isEmpty told "nobody is told"
                        }) ]

          testList
              "none is made with"
              [ for members, expected in bodies ->
                    testCaseTask members (fun () ->
                        task {
                            use! fake = Fake.start ()
                            do! allow fake
                            let! product = product (Buying.fixedPrice 1000) fake
                            let! customer = frenchCustomer fake
                            let! answer = drafted product customer members fake
                            Faults.one answer expected
                        }) ]

          testCaseTask "none is made for nobody, nor by an organization's token that names one" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! allow fake
                  let! product = product (Buying.fixedPrice 1000) fake
                  let! answer = drafted product unknown "" fake
                  Faults.one answer ("value_error", """["body","customer_id"]""", "Customer does not exist.")
                  let! customer = frenchCustomer fake

                  let! named =
                      drafted product customer $""","organization_id":"{fake.Organization.Id}" """ fake

                  Expect.equal (Json.text "detail.0.type" named.Json) "organization_token" named.Text
              })

          testCaseTask
              "one is in the organization's currency where none is named, has the product's name where nothing is said, and no number"
              (fun () ->
                  task {
                      use! fake = Fake.start ()
                      do! allow fake

                      let! product =
                          product
                              """{"amount_type":"fixed","price_amount":1000},{"amount_type":"fixed","price_amount":900,"price_currency":"eur"}"""
                              fake

                      let! customer = frenchCustomer fake
                      let! usual = drafted product customer ""","description":"  " """ fake
                      let! euros = drafted product customer ""","currency":"eur" """ fake

                      Expect.equal
                          [ for answer in [ usual; euros ] ->
                                [ for name in
                                      [ "status"
                                        "billing_reason"
                                        "currency"
                                        "subtotal_amount"
                                        "net_amount"
                                        "tax_amount"
                                        "total_amount"
                                        "items.0.label"
                                        "items.0.tax_amount"
                                        "invoice_number"
                                        "paid" ] -> Json.shown name answer.Json ] ]
                          [ [ "draft"
                              "purchase"
                              "usd"
                              "1000"
                              "833"
                              "167"
                              "1000"
                              "Book"
                              "0"
                              "null"
                              "false" ]
                            [ "draft"
                              "purchase"
                              "eur"
                              "900"
                              "750"
                              "150"
                              "900"
                              "Book"
                              "0"
                              "null"
                              "false" ] ]
                          "drafts"
                  })

          testCaseTask "one has no invoice, and needs a card that is the customer's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! allow fake
                  let! product = product (Buying.fixedPrice 1000) fake
                  let! customer = frenchCustomer fake
                  let! draft = drafted product customer "" fake
                  let id = Json.text "id" draft.Json
                  let! invoice = Http.post $"/v1/orders/{id}/invoice" "" fake

                  Faults.domain
                      invoice
                      409
                      "OrderNotEligibleForInvoice"
                      $"Order {id} is not eligible for invoice generation (current status: draft)."

                  let! foreign =
                      Http.post $"/v1/orders/{id}/finalize" $"""{{"payment_method_id":"{unknown}"}}""" fake

                  Faults.domain foreign 402 "PaymentFailed" "Payment failed with reason: missing_payment_method."
              })

          testCaseTask "what is no draft any more is not finished again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! allow fake
                  let! product = product (Buying.fixedPrice 1000) fake

                  let! _ =
                      Given.purchase
                          (System.Text.Json.Nodes.JsonNode.Parse $"""{{"id":"{product}"}}"""
                           |> Unchecked.nonNull)
                          "eve@acme.dev"
                          fake

                  let! order = Subscribing.latestOrder fake
                  let id = Json.text "id" order
                  let! answer = Http.post $"/v1/orders/{id}/finalize" "" fake

                  Faults.domain
                      answer
                      412
                      "OrderNotDraft"
                      $"Order {id} is not in draft status (current: paid). Only draft orders can be modified or finalized."
              }) ]
