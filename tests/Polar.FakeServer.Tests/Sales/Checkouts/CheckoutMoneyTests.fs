module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutMoneyTests

open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer.Tests

/// What a session says about money, as one line: amounts, tax, and what the buyer has to do.
let private money (session: JsonNode) =
    let number name =
        if Json.isNull name session then
            "-"
        else
            string (Json.whole name session)

    let word name =
        if Json.isNull name session then
            "-"
        else
            Json.text name session

    let flag name =
        if Json.flag name session then "T" else "F"

    let behavior = word "tax_behavior"

    let amounts =
        [ "amount"; "discount_amount"; "net_amount"; "tax_amount"; "total_amount" ]
        |> List.map number
        |> String.concat " "

    let flags =
        [ "is_payment_required"
          "is_payment_setup_required"
          "is_payment_form_required" ]
        |> List.map flag
        |> String.concat ""

    $"{amounts} {behavior} {flags}"

let private address (country: string) =
    $""","customer_billing_address":{{"country":"{country}"}}"""

let private inState (state: string) =
    let country = state[..1]
    $""","customer_billing_address":{{"country":"{country}","state":"{state}"}}"""

let private seats =
    """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":2,"max_seats":9,"price_per_seat":1500},{"min_seats":10,"max_seats":20,"price_per_seat":1200}]}}"""

let private graduated =
    """{"amount_type":"seat_based","seat_tiers":{"seat_tier_type":"graduated","tiers":[{"min_seats":1,"max_seats":9,"price_per_seat":1500},{"min_seats":10,"price_per_seat":1200}]}}"""

let private custom =
    """{"amount_type":"custom","minimum_amount":500,"maximum_amount":10000,"preset_amount":700}"""

let private trial = ""","trial_interval":"week","trial_interval_count":2"""

/// Product, what is in the session's body, and what the session says.
let private once =
    [ "a price before an address is known", Buying.fixedPrice 1000, "", "1000 0 1000 - 1000 - TFT"
      "tax that the price includes", Buying.fixedPrice 1000, address "FR", "1000 0 833 167 1000 inclusive TFT"
      "tax included, at a quarter", Buying.fixedPrice 1000, address "SE", "1000 0 800 200 1000 inclusive TFT"
      "half a cent of tax goes up", Buying.fixedPrice 1030, inState "CA-AB", "1030 0 1030 52 1082 exclusive TFT"
      "tax on top in Canada", Buying.fixedPrice 1000, inState "CA-QC", "1000 0 1000 150 1150 exclusive TFT"
      "tax on top in New York", Buying.fixedPrice 999, inState "US-NY", "999 0 999 89 1088 exclusive TFT"
      "tax on top in India", Buying.fixedPrice 1000, address "IN", "1000 0 1000 180 1180 exclusive TFT"
      "a country without tax", Buying.fixedPrice 1000, address "AE", "1000 0 1000 0 1000 inclusive TFT"
      "a price that says that tax is on top",
      """{"amount_type":"fixed","price_amount":1000,"tax_behavior":"exclusive"}""",
      address "FR",
      "1000 0 1000 200 1200 exclusive TFT"
      "a price that says that tax is included",
      """{"amount_type":"fixed","price_amount":1000,"tax_behavior":"inclusive"}""",
      inState "CA-ON",
      "1000 0 885 115 1000 inclusive TFT"
      "nothing to pay for what is free", Buying.fixedPrice 0, address "FR", "0 0 0 0 0 - FFF"
      "the amount that is preset", custom, "", "700 0 700 - 700 - TFT"
      "the amount that was asked for", custom, ""","amount":900""", "900 0 900 - 900 - TFT"
      "the minimum where nothing is preset", """{"amount_type":"custom","minimum_amount":500}""", "", "500 0 500 - 500 - TFT"
      "a preset of nothing", """{"amount_type":"custom","minimum_amount":0,"preset_amount":0}""", "", "0 0 0 0 0 - FFF"
      "the fewest seats", seats, "", "3000 0 3000 - 3000 - TFT"
      "seats in the second tier, all at its rate", seats, ""","seats":12""", "14400 0 14400 - 14400 - TFT"
      "the session's own fewest seats", seats, ""","min_seats":5""", "7500 0 7500 - 7500 - TFT"
      "seats tier by tier", graduated, ""","seats":12""", "17100 0 17100 - 17100 - TFT" ]

let private recurring =
    [ "a subscription", Buying.fixedPrice 1000, "", "", "1000 0 1000 - 1000 - TTT"
      "a free subscription", Buying.fixedPrice 0, "", "", "0 0 0 0 0 - FFF"
      "a subscription with a trial", Buying.fixedPrice 1000, trial, address "FR", "1000 0 833 167 1000 inclusive FTT"
      "a trial that the session does without", Buying.fixedPrice 1000, trial, ""","allow_trial":false""", "1000 0 1000 - 1000 - TTT"
      "pay what you want, and it is nothing", """{"amount_type":"custom","minimum_amount":0,"preset_amount":0}""", "", "", "0 0 0 0 0 - FFF" ]

[<Tests>]
let tests =
    testList
        "money of a checkout"
        [ testList
              "bought once"
              [ for name, price, body, expected in once ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once price fake
                            let! session = Buying.session product body fake
                            Expect.equal (money session) expected "money"
                        }) ]

          testList
              "subscribed to"
              [ for name, price, members, body, expected in recurring ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.monthlyWith price members fake
                            let! session = Buying.session product body fake
                            Expect.equal (money session) expected "money"
                        }) ]

          testCaseTask "the order says what the session said" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  let! order = Buying.only "/v1/orders/" fake

                  let figures =
                      [ "subtotal_amount"
                        "discount_amount"
                        "net_amount"
                        "tax_amount"
                        "total_amount"
                        "applied_balance_amount"
                        "due_amount"
                        "refunded_amount"
                        "refunded_tax_amount"
                        "refundable_amount"
                        "refundable_tax_amount"
                        "items.0.amount"
                        "items.0.tax_amount" ]
                      |> List.map (fun name -> Json.whole name order)

                  Expect.equal figures [ 1000L; 0L; 833L; 167L; 1000L; 0L; 1000L; 0L; 0L; 833L; 167L; 1000L; 0L ] "figures"
              })

          testCaseTask "a business with a tax id pays no tax" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! session =
                      Buying.session
                          product
                          ""","is_business_customer":true,"customer_billing_address":{"country":"FR"},"customer_tax_id":"FR 61 954 506 077" """
                          fake

                  Expect.equal (Json.text "customer_tax_id" session) "FR61954506077" "written together"
                  Expect.equal (money session) "1000 0 1000 0 1000 inclusive TFT" "money"

                  let! answer = Buying.fill """{"is_business_customer":false}""" session fake
                  let consumer = Buying.succeeds answer
                  Expect.isTrue (Json.isNull "customer_tax_id" consumer) "a consumer has none"
                  Expect.equal (money consumer) "1000 0 833 167 1000 inclusive TFT" "and pays it"
              })

          testCaseTask "what was settled stays so, whatever becomes of the product's price" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake

                  let! changed =
                      Http.patch $"/v1/products/{product}" """{"prices":[{"amount_type":"fixed","price_amount":2000}]}""" fake

                  Expect.equal changed.Status 200 changed.Text
                  let! later = Buying.seen session fake
                  Expect.equal (Json.whole "amount" later) 1000L "amount"
                  Expect.equal (Json.whole "product_price.price_amount" later) 1000L "price"
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake

                  Faults.one answer ("value_error", """["body","product_price_id"]""", "Price is archived.")
              })

          testCaseTask "prices of the session alone count instead of the catalog's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! session =
                      Buying.session product $""","prices":{{"{product}":[{{"amount_type":"fixed","price_amount":4200}}]}}""" fake

                  Expect.equal (Json.whole "amount" session) 4200L "amount"
                  Expect.equal (Json.text "product_price.source" session) "ad_hoc" "source"
                  Expect.equal (Json.whole $"prices.{product}.0.price_amount" session) 4200L "in the prices"
                  Expect.equal (Json.whole "product.prices.0.price_amount" session) 1000L "the catalog's in the product"
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  let! order = Buying.only "/v1/orders/" fake
                  Expect.equal (Json.whole "total_amount" order) 4200L "total"
              })

          testCaseTask "a currency is the one that was asked for" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Buying.once
                          """{"amount_type":"fixed","price_amount":1000},{"amount_type":"fixed","price_amount":150000,"price_currency":"jpy"}"""
                          fake

                  let! yen = Buying.session product ""","currency":"jpy" """ fake
                  Expect.equal (Json.text "currency" yen, Json.whole "amount" yen) ("jpy", 150000L) "yen"
                  let! dollars = Buying.session product "" fake
                  Expect.equal (Json.text "currency" dollars, Json.whole "amount" dollars) ("usd", 1000L) "dollars"

                  let! answer =
                      Http.patch $"""/v1/checkouts/{Json.text "id" dollars}""" """{"currency":"jpy"}""" fake

                  Expect.equal (Json.whole "amount" (Buying.succeeds answer)) 150000L "changed"
                  let! none = Buying.refused product ""","currency":"eur" """ fake

                  Faults.one none ("value_error", """["body","products",0]""", "Product is not available in the specified currency.")

                  let! neither =
                      Http.patch $"""/v1/checkouts/{Json.text "id" dollars}""" """{"currency":"eur"}""" fake

                  Faults.one neither ("value_error", """["body","currency"]""", "Product is not available in the specified currency.")
              }) ]
